import { systemActor, todayOf } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
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
