import { expect } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Filter } from '#core/filter.ts'
import type { Kolo } from '#core/kolo.ts'

type Figure = { count: number; filter: Filter }
// A table has hundreds; a spoilt filter spoils the first ones too.
const plurals: Record<string, string> = { sold: 'orders', overdue: 'activities', done: 'activities' }
const mostCells = 12

type Axis = { title: string | null; filter: Filter }

/** Whether a figure is the number of records that it opens, and how many were looked at. */
export function lookingAs(kolo: Kolo, actor: Actor) {
  let count = 0
  const opens = async (plural: string, what: string, wanted: number, filter: Filter) => {
    const entity = [...kolo.allEntities()].find((e) => e.plural === plural)!.name
    const page = await kolo.list(actor, entity, { filter, limit: 1, count: true, fields: ['id'] })
    expect([what, page.count!.value]).toEqual([what, wanted])
    count++
  }
  return { opens, looked: () => count }
}

/** Each figure of the analysis is the number of records that it opens. Returns how many were looked at. */
export async function everyFigureOpens(kolo: Kolo, actor: Actor, period: { from: string; to: string }) {
  const { opens, looked } = lookingAs(kolo, actor)

  for (const whose of ['mine', 'team']) {
    const numbers = await kolo.call(actor, 'deal.numbers', { whose })
    const deals: [string, Figure][] = [
      ...numbers.stages.map((s: Figure & Axis) => [`stage ${s.title}`, s]),
      ...numbers.months.slice(-2).map((m: Figure) => ['month', m]),
    ]
    for (const [what, f] of deals) await opens('deals', what, f.count, f.filter)
    for (const tile of numbers.tiles) await opens(tile.plural, tile.key, tile.count, tile.filter)
    const [person] = numbers.people
    for (const [key, f] of Object.entries<Figure>(person?.figures ?? {}))
      await opens(plurals[key] ?? 'deals', key, f.count, f.filter)
  }

  const card = await kolo.call(actor, 'user.card', { period: 'thisYear' })
  for (const f of card.groups.flatMap((g: { figures: object[] }) => g.figures))
    for (const [what, one] of [
      [f.key, f],
      [`${f.key} before`, f.before],
      [`${f.key} of`, f.of],
    ] as const)
      if (one) await opens(f.plural, what, one.count, one.filter)

  const changed = await kolo.call(actor, 'forecast.changes', {})
  for (const c of changed.changes) await opens('deals', `forecast ${c.kind}`, c.standing, c.filter)
  const expected = await kolo.call(actor, 'forecast.expect', {})
  await opens('deals', 'learnt from', expected.wins, expected.filters.wins)

  const cycle = await kolo.call(actor, 'deal.cycle', period)
  const entered = (...more: Filter[]): Filter => ({ and: [cycle.filter, ...more] })
  await opens('deals', 'entered', cycle.entered, cycle.filter)
  await opens('deals', 'won', cycle.won, entered(cycle.wonFilter))
  for (const s of cycle.stages) {
    await opens('deals', `reached ${s.name}`, s.reached, entered(s.reachedFilter))
    await opens('deals', `open in ${s.name}`, s.open, s.openFilter)
    if (s.slowFilter) await opens('deals', `slow in ${s.name}`, s.slow, s.slowFilter)
  }
  const [cohort] = cycle.cohorts
  if (cohort) await opens('deals', 'cohort', cohort.entered, entered(cohort.filter))

  for (const [operation, rows, columns] of [
    ['lead.volume', 'source', null],
    ['deal.volume', 'lossReason', 'lostFrom'],
    ['deal.volume', 'region', 'productGroup'],
    ['order.volume', 'productGroup', null],
    ['dealCompetitor.volume', 'competitor', 'owner'],
  ] as const) {
    const answer = await kolo.call(actor, operation, { ...period, rows, columns })
    for (const { row, column, now } of answer.cells.slice(0, mostCells))
      for (const m of answer.measures)
        if (m.kind === 'count' && Number(now?.[m.key] ?? 0) > 0) {
          const filter: Filter = {
            and: [
              answer.filter,
              ...(m.filter ? [m.filter] : []),
              ...(row === null ? [] : [answer.rows[row].filter]),
              ...(column === null ? [] : [answer.columns[column].filter]),
            ],
          }
          const [plural, of]: [string, Filter] =
            m.key === 'orders' ? ['orders', ['orderLine.order', 'some', filter]] : [answer.plural, filter]
          await opens(plural, `${operation} ${m.key}`, Number(now[m.key]), of)
        }
  }
  return looked()
}

/** Whatever kind of record is asked about, by whatever side, each number is the number of records that it opens. */
export async function everyReportOpens(kolo: Kolo, actor: Actor) {
  const { opens, looked } = lookingAs(kolo, actor)
  for (const e of kolo.allEntities()) {
    if ((kolo.rightsOf(actor)[e.name]?.read ?? 'none') === 'none') continue
    const { dimensions, figures } = await kolo.call(actor, 'report.read', { of: e.name })
    const keys: string[] = dimensions.map((d: { key: string }) => d.key)
    const sides = [keys[0], keys.findLast((k) => k.includes('.')), keys.find((k) => k.endsWith(':year'))]
    const measures = figures.map((f: { key: string }) => f.key)
    const columns = keys.find((k) => k.startsWith('is'))
    for (const rows of new Set(sides.filter((k) => k !== undefined))) {
      const answer = await kolo.call(actor, 'report.read', { of: e.name, rows, columns, measures })
      for (const { row, column, now } of answer.cells.slice(-4)) {
        const filter: Filter = {
          and: [
            answer.filter,
            ...(row === null ? [] : [answer.rows[row].filter]),
            ...(column === null ? [] : [answer.columns[column].filter]),
          ],
        }
        await opens(e.plural, `${e.name} ${rows} ${columns}`, Number(now.count), filter)
      }
    }
  }
  return looked()
}
