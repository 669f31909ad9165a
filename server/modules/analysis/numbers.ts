import { choice } from '#core/kinds/index.ts'
import type { Filter } from '#core/filter.ts'
import { operation } from '#core/operation.ts'
import { counted, type Counted } from './counted.ts'
import { during, monthOf, plusMonths, stepFrom } from './period.ts'
import { splitsOf, tilesOf, type Whose } from './tiles.ts'

export type Number = { count: number; sum: string | null; filter: Filter }
export type Numbers = {
  currency: string
  tiles: (Number & { key: string; label: string; about: string; plural: string })[]
  stages: (Number & { value: string | null; title: string | null })[]
  months: (Number & { value: string })[]
  /** Of a team: each of its people. */
  people: { id: string; title: string | null; figures: Record<string, Number> }[]
}

const ofPerson = (id: string): Whose => ({
  records: [['owner', 'is', id]],
  activities: [['assignee', 'is', id]],
})
/** Who is in no team has nobody below him but everybody: the whole company. */
const ofTeams = (teams: readonly string[]): Whose =>
  teams.length === 0
    ? { records: [], activities: [] }
    : { records: [['team', 'in', teams]], activities: [['assignee.team', 'in', teams]] }

export const readNumbers = operation({
  name: 'deal.numbers',
  summary: {
    en: 'My numbers, or my team’s: what to look at first',
    uk: 'Мої показники чи показники моєї команди: на що дивитися спершу',
  },
  effect: 'read',
  input: {
    whose: choice({
      required: true,
      start: 'mine',
      label: { en: 'Whose', uk: 'Чиї' },
      options: [
        { key: 'mine', label: { en: 'Mine', uk: 'Мої' } },
        { key: 'team', label: { en: 'My team’s', uk: 'Моєї команди' } },
      ],
    }),
  },
  needs: { deal: 'read', exchangeRate: 'read' },
  async run(c, { whose: scope }): Promise<Numbers> {
    const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
    const whose = scope === 'team' || !c.actor.user ? ofTeams(c.actor.teams) : ofPerson(c.actor.user)
    const now = new Date().toISOString()
    const tiles = tilesOf(whose, c.today, now)
    const splits = splitsOf(whose, c.today, now)
    const people = scope === 'team' ? splits.people : {}
    const found = await counted(c, house, {
      ...tiles,
      stages: splits.stages,
      months: splits.months,
      ...named(people),
    })
    const also = (base: Filter, more: Filter): Filter => ({ and: [base, more] })
    const { locale } = c.actor
    return {
      currency: c.kolo.workspace.currency,
      tiles: Object.entries(tiles).flatMap(([key, tile]) => {
        const [one] = found[key as keyof typeof tiles] ?? []
        return one
          ? [
              {
                key,
                label: tile.label[locale],
                about: tile.about[locale],
                plural: c.kolo.entity(tile.entity).plural,
                filter: tile.filter,
                count: one.count,
                sum: one.sum,
              },
            ]
          : []
      }),
      stages: (found.stages ?? []).map((s) => ({
        ...s,
        filter: also(splits.stages.filter, s.value ? ['stage', 'is', s.value] : ['stage', 'empty']),
      })),
      months: found.months
        ? monthsUntil(c.today).map((value) => {
            const { count = 0, sum = null } = found.months!.find((m) => m.value === value) ?? {}
            const filter = also(splits.months.filter, during('closeDate', stepFrom(value, 'month')))
            return { value, count, sum, filter }
          })
        : [],
      people: peopleOf(splits.people, found as Record<string, Counted[]>),
    }
  },
})

/** This month and the twelve before it, also those in which nothing was won. */
const monthsUntil = (today: string) =>
  Array.from({ length: 13 }, (_, i) => plusMonths(monthOf(today), i - 12))

type People = ReturnType<typeof splitsOf>['people']

const named = (people: Partial<People>) =>
  Object.fromEntries(Object.entries(people).map(([key, what]) => [`people.${key}`, what]))

function peopleOf(splits: People, found: Partial<Record<string, Counted[]>>): Numbers['people'] {
  const people = new Map<string, Numbers['people'][number]>()
  for (const [key, what] of Object.entries(splits))
    for (const { value, title, count, sum } of found[`people.${key}`] ?? []) {
      if (!value) continue
      const person = people.get(value) ?? { id: value, title, figures: {} }
      person.figures[key] = { count, sum, filter: { and: [what.filter, [what.by!, 'is', value]] } }
      people.set(value, person)
    }
  return [...people.values()].toSorted(
    (a, b) =>
      Number(b.figures['won']?.sum ?? 0) - Number(a.figures['won']?.sum ?? 0) ||
      (b.figures['open']?.count ?? 0) - (a.figures['open']?.count ?? 0),
  )
}
