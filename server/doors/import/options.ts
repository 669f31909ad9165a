import { transliterate, normalise } from '#core/search.ts'
import type { Work } from './batch.ts'
import type { Pending } from './row-reader.ts'
import type { Passage } from './run.ts'

/** Texts that no option is called, by field. */
export function unknownOptions(works: Work[]): Pending[] {
  const found = new Map<string, Pending>()
  for (const w of works) for (const o of w.options) found.set(`${o.field} ${normalise(o.text)}`, o)
  return [...found.values()].filter((o) => o.missing === 'create')
}

const keyOf = (text: string) =>
  transliterate(normalise(text))
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 50) || 'option'

/** Adds options that the user chose to add. True: the fields know more options now. */
export async function addOptions({ kolo, actor, run, count }: Passage, missing: Pending[]): Promise<boolean> {
  const entity = kolo.entity(run.entity)
  const wanted = missing.filter((m) => entity.fields[m.field]?.editable)
  if (wanted.length === 0 || !kolo.may(actor, kolo.operation('choiceOption.create'))) return false
  const items = wanted.map((m) => ({
    entity: run.entity,
    field: m.field,
    key: freeKey(keyOf(m.text), new Set(entity.fields[m.field]!.options?.map((o) => o.key))),
    label: m.text,
  }))
  await kolo.call(actor, 'choiceOption.create', { items })
  await kolo.refresh()
  count.made(items.map((i) => ({ entity: 'choiceOption', text: i.label })))
  return true
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key
  for (let n = 2; taken.has(free); n++) free = `${key}_${n}`
  return free
}
