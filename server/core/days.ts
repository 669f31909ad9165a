import type { Entity } from './entity.ts'
import { Invalid } from './error.ts'
import type { Values } from './row.ts'

/** Refuses days that would lie before those they follow (`notBefore` in the field): what ends does not end before it
 * begins. What stood there before may stand. */
export function refuseBackwards(e: Entity, items: readonly Values[], before: readonly Values[]): void {
  const ends = Object.entries(e.fields).filter(([, f]) => f.notBefore)
  if (ends.length === 0) return
  const problems = items.flatMap((item, i) =>
    ends.flatMap(([key, { notBefore }]) => {
      const [end, start] = [key, notBefore!].map((k) => item[k] ?? before[i]?.[k])
      const isNew = [key, notBefore!].some((k) => item[k] && item[k] !== before[i]?.[k])
      const isEmptied = item[key] === null || item[notBefore!] === null
      if (!isNew || isEmptied || !end || !start || (end as string) >= (start as string)) return []
      return [
        { path: `items.${i}.${key}`, message: `Write a day not before ${String(start)}.`, code: 'backwards' },
      ]
    }),
  )
  if (problems.length) throw new Invalid(problems)
}
