import type { Filter } from '#core/filter.ts'
import type { Bucket, Line } from './figures.ts'
import type { Period } from './period.ts'

/** The deals that a period's figures are made of, by figure. What is weighted is all that is open. */
export const dealsOf = ({ from, until }: Period): Record<Bucket | 'weighted', Filter> => {
  const during: Filter[] = [
    ['closeDate', 'gte', from],
    ['closeDate', 'lt', until],
  ]
  const open: Filter = ['status', 'is', 'open']
  const category = (b: Bucket): Filter => ({ and: [...during, open, ['forecastCategory', 'is', b]] })
  return {
    won: { and: [...during, ['status', 'is', 'won']] },
    commit: category('commit'),
    bestCase: category('bestCase'),
    pipeline: {
      and: [
        ...during,
        open,
        {
          or: [
            ['forecastCategory', 'is', 'pipeline'],
            ['forecastCategory', 'empty'],
          ],
        },
      ],
    },
    omitted: category('omitted'),
    weighted: { and: [...during, open] },
  }
}

/** What was frozen of a period in a week, by figure: frozen deals, not deals. */
export const frozenOn = (week: string, { from, until }: Period) => {
  const during: Filter[] = [
    ['week', 'is', week],
    ['closeDate', 'gte', from],
    ['closeDate', 'lt', until],
  ]
  const open: Filter = ['status', 'is', 'open']
  const or = (...categories: Bucket[]): Filter => ({
    and: [
      ...during,
      {
        or: [
          ['status', 'is', 'won'],
          ['category', 'in', categories],
        ],
      },
    ],
  })
  return {
    open: { and: [...during, open, ['category', 'isNot', 'omitted']] },
    promised: or('commit'),
    hoped: or('commit', 'bestCase'),
    weighted: { and: during },
  } satisfies Record<string, Filter>
}

/** Whose a line of the tree is. */
export const dealsIn = (line: Pick<Line, 'kind' | 'id' | 'team' | 'teams'>): Filter =>
  line.kind === 'team'
    ? ['team', 'in', line.teams]
    : {
        and: [
          line.id === null ? ['owner', 'empty'] : ['owner', 'is', line.id],
          line.team === null ? ['team', 'empty'] : ['team', 'is', line.team],
        ],
      }

const paid: Filter = {
  and: [
    ['amount', 'notEmpty'],
    ['amount', 'isNot', 0],
  ],
}

/** In their lines, or, where those come to nothing, themselves. */
const having = (it: Filter): Filter => ({
  or: [['dealLine.deal', 'some', { and: [paid, it] }], { and: [['dealLine.deal', 'none', paid], it] }],
})

/** Deals that have something of a product, or of a group. */
export function dealsWith(by: 'product' | 'group', id: string | null): Filter {
  const path = by === 'product' ? 'product' : 'product.group'
  return having(id === null ? [path, 'empty'] : [path, 'is', id])
}

export const dealsOfGroups = (groups: readonly string[]): Filter => having(['product.group', 'in', groups])
