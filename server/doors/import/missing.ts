import type { Tx } from '#core/database.ts'
import type { Entity } from '#core/entity.ts'
import { newId } from '#core/id.ts'
import { emailOf, isWay } from '#core/kinds/index.ts'
import { check } from '#core/schema.ts'
import type { Situation } from './batch.ts'

type Values = Record<string, unknown>

/** Makes the records that a column names and that are not there. A dry run only counts them. */
export async function makeMissing(
  s: Situation,
  tx: Tx,
  entity: string,
  texts: string[],
  made: { entity: string; text: string }[],
): Promise<void> {
  const e = s.kolo.entity(entity)
  const operation = s.kolo.operation(`${entity}.create`)
  if (!s.kolo.may(tx.actor, operation)) return
  made.push(...texts.map((text) => ({ entity, text })))
  if (s.dry) {
    for (const text of texts) s.references.learn(entity, newId(), [text])
    return
  }
  const others = await neededBy(s, tx, e)
  const items = texts.map((text) => ({ ...others, ...knownBy(e, text) }))
  const input = check(s.kolo.schemaOf(tx.actor, operation), { items, returning: false }, tx.actor.locale)
  const { items: rows } = (await s.kolo.runIn(tx, operation, input)) as { items: { id: string }[] }
  texts.forEach((text, i) => s.references.learn(entity, rows[i]!.id, [text]))
}

/** A text that is an address or a number is no name, where a record may be known by it. */
function knownBy(e: Entity, text: string): Values {
  const kind = emailOf(text) ? 'email' : 'phone'
  const way = isWay(text) && e.oneOf.find((key) => e.fields[key]!.kind.name === kind)
  const title = e.fields[e.title]!
  return way ? { [way]: [{ value: text, primary: true }] } : { [e.title]: title.kind.parse(text, {}, title) }
}

/** What a record must have beside its name: what the file says for all rows, else the default or only one there is. */
async function neededBy(s: Situation, tx: Tx, e: Entity): Promise<Values> {
  const out: Values = {}
  for (const [key, f] of Object.entries(e.fields)) {
    if (!f.required || f.start !== undefined || key === e.title || f.managed) continue
    const said = e.name === s.entity.name ? s.constants[key] : undefined
    const value = said ?? (f.entity ? await defaultOf(s, tx, s.kolo.entity(f.entity)) : undefined)
    if (value !== undefined) out[key] = value
  }
  return out
}

// A role given in passing is the one with the fewest rights.
async function defaultOf(s: Situation, tx: Tx, e: Entity): Promise<string | undefined> {
  const fields = ['key', 'isDefault'].filter((k) => e.fields[k])
  const { items } = await s.kolo.list(tx.actor, e.name, { fields, limit: 100 })
  const best =
    items.find((i) => i['key'] === 'reader') ?? items.find((i) => i['isDefault'] === true) ?? items[0]
  return best?.id
}
