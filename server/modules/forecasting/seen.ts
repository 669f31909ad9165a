import { mayRead, nothing } from '#core/access.ts'
import { labelOf } from '#core/entity.ts'
import { Forbidden } from '#core/error.ts'
import type { Context } from '#core/operation.ts'

/** A figure made of what its reader may not see would be a wrong one: he is told what is hidden instead. */
export function needToSee(
  { kolo, actor }: Pick<Context, 'kolo' | 'actor'>,
  fields: Record<string, readonly string[]>,
): void {
  for (const [name, keys] of Object.entries(fields)) {
    const right = kolo.rightsOf(actor)[name] ?? nothing
    const e = kolo.entity(name)
    const hidden = right.read === 'none' ? [] : keys.filter((key) => !mayRead(right, key))
    if (right.read !== 'none' && hidden.length === 0) continue
    const what = hidden.length ? labelOf(hidden[0]!, e.fields[hidden[0]!]!) : e.labelPlural
    throw new Forbidden(`This role may not read ${what[actor.locale]}.`)
  }
}
