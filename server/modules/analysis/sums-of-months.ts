import sql from 'sql-template-tag'
import { fieldOf, type Entity } from '#core/entity.ts'
import { blockOf, merged, type Block } from './block.ts'
import type { Question } from './kept.ts'
import type { Period } from './period.ts'
import type { House } from './reach.ts'
import { statement, sumsOf, type Columns, type Plan } from './statement.ts'

/** `order.account.region` from an order's line: the line's order, the order's account, its region. */
export function hops(e: Entity, path: string, house: House): string[] {
  const [head = '', ...rest] = path.split('.')
  const target = fieldOf(e, head)?.entity
  return [
    `${e.name}.${head}`,
    ...(rest.length && target ? hops(house.entityOf(target), rest.join('.'), house) : []),
  ]
}

/** Every field that a cross-table's sums are made of. */
function fieldsOf(house: House, e: Entity, p: Plan): string[] {
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map((name) => p.subject.facts[name]!)
  const base = p.subject.base as [string] | undefined
  return [
    ...[
      ...(p.subject.date ? [p.subject.date] : []),
      ...(base ? [base[0]] : []),
      ...p.by.map((d) => d.path),
    ].flatMap((path) => hops(e, path, house)),
    ...facts.flatMap((f) => f.reads),
    ...(facts.some((f) => f.currency) ? ['exchangeRate.rate'] : []),
  ]
}

// By product and client a month has nearly as many cells as lines; more than these are added up anew each time.
const mostCells = 200_000

/** What days of a cross-table come to. */
export function sumsOfMonths(house: House, e: Entity, p: Plan): Question<Block> | null {
  if (!p.subject.isKept || p.measures.some((m) => !('sums' in m))) return null
  const named = p.by
    .flatMap((d) => hops(e, d.path, house).slice(-1))
    .flatMap((at) => {
      const [entity = '', field = ''] = at.split('.')
      return fieldOf(house.entityOf(entity), field)?.entity ?? []
    })
  const plan = { ...p, before: null }
  const names = sumsOf(p.measures).map(([name]) => name)
  const of = (days: Period) => statement(house, e, plan, [days])
  const { text, values } = of({ from: '2000-01-01', to: '2000-01-31' })
  return {
    key: [text, values],
    subject: e.name,
    fields: fieldsOf(house, e, p),
    named,
    async one(tx, days) {
      await tx.rows(sql`set local work_mem = '64MB'`)
      return blockOf(await tx.one<Columns>(of(days)), p.by.length, names)
    },
    isSmall: ({ level }) => level.length <= mostCells,
    // By time a month stands where it is.
    ...(p.by.some((d) => d.step) ? {} : { merged }),
  }
}
