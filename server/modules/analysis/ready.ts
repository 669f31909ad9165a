import { systemActor, todayOf } from '#core/actor.ts'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { closedDeals } from './closed-deals.ts'
import { columnsAreKept } from './column-sums.ts'
import { orderLines } from './order-lines.ts'
import { monthOf, plusMonths } from './period.ts'

/** What is asked each night, so that nobody waits in the morning for days that are over to be added up: what all clients,
 * products and changes are made of, and what past deals tell. */
const questionsOf = (today: string): (readonly [operation: string, input: object])[] => {
  const month = monthOf(today)
  const year = { from: plusMonths(month, -11), to: today }
  const two = { from: plusMonths(month, -23), to: today }
  return [
    ...(['order', 'deal'] as const).flatMap(
      (of) =>
        [
          [`${of}.client_flow`, year],
          [`${of}.portfolio`, { of: 'products', ...two }],
          [`${of}.what_changed`, { rows: 'product', comparison: 'previous', ...year }],
        ] as const,
    ),
    ['forecast.expect', {}],
  ]
}

/** Asked as the system, which sees all: what is kept is the same for everybody who does, and for nobody else. */
export const ready = (kolo: Kolo) => async () => {
  const actor = systemActor()
  for (const [operation, input] of questionsOf(todayOf(actor))) await kolo.call(actor, operation, input)
}

/** The columns of all cross-tables, of days for which they are not kept: after an import, or a change that touches many. In
 * quarters, so that a million lines a year take twenty megabytes; what is done stays done. */
export const columns = (kolo: Kolo): Queue => ({
  name: 'analysis-columns',
  options: { policy: 'exclusive' },
  cron: '*/10 * * * *',
  run: () => keepColumns(kolo),
})

export async function keepColumns(kolo: Kolo): Promise<void> {
  const actor = systemActor()
  const today = todayOf(actor)
  for (const subject of [closedDeals, orderLines])
    for (let to: string | null = today; to !== null;)
      to = await kolo.db.as(actor, (tx) => columnsAreKept({ tx, actor, today, kolo }, subject, to!))
}
