import { labelOf, type Entity } from './entity.ts'
import { Invalid } from './error.ts'
import { isFilled, type Values } from './row.ts'
import type { Locale } from './text.ts'

/** Refuses records that would have nothing to be known by (`oneOf` in the entity). A change of other fields may leave a
 * record as it was. */
export function refuseUnknown(
  e: Entity,
  items: readonly Values[],
  before: readonly Values[],
  locale: Locale,
): void {
  if (e.oneOf.length === 0) return
  const isKnown = (item: Values, was: Values | undefined) =>
    (was && e.oneOf.every((key) => item[key] === undefined)) ||
    e.oneOf.some((key) => isFilled(item[key] === undefined ? was?.[key] : item[key]))
  const names = e.oneOf.map((key) => labelOf(key, e.fields[key]!)[locale]).join(', ')
  const problems = items.flatMap((item, i) =>
    isKnown(item, before[i])
      ? []
      : [{ path: `items.${i}.${e.oneOf[0]}`, message: `Fill in one of these: ${names}.`, code: 'one_of' }],
  )
  if (problems.length) throw new Invalid(problems)
}
