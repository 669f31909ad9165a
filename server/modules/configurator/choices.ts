import { z } from 'zod'
import { Invalid } from '#core/error.ts'
import type { Loaded } from './load-model.ts'
import type { Choices } from './logic/solver.ts'

const shape = z.record(z.string().max(60), z.number().int().min(0).max(10_000))

/** What somebody chose, checked against the options there are: `{ motor: 1, panel: 4, bell: 0 }`; 0 is “not that”. */
export function readChoices(given: unknown, { options }: Loaded, path = 'choices'): Choices {
  const parsed = shape.safeParse(given ?? {})
  if (!parsed.success)
    throw new Invalid([
      { path, message: 'Write the choices as options with how many of each.', code: 'bad_choices' },
    ])
  const known = new Map(options.map((o) => [o.key, o]))
  const problems = Object.entries(parsed.data).flatMap(([key, count]) => {
    const o = known.get(key)
    if (!o) return [{ path: `${path}.${key}`, message: `There is no option ${key}.`, code: 'unknown_option' }]
    if (count > o.max || (count > 0 && count < o.min))
      return [
        { path: `${path}.${key}`, message: `Of this there may be ${o.min} to ${o.max}.`, code: 'bad_count' },
      ]
    return []
  })
  if (problems.length) throw new Invalid(problems)
  return new Map(Object.entries(parsed.data))
}
