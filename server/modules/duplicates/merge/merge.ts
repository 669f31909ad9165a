import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { isId, newId } from '#core/id.ts'
import { json, ref, tags } from '#core/kinds/index.ts'
import type { Context, Operation } from '#core/operation.ts'
import { valueOf, type Plain } from '#core/row.ts'
import { account, contact } from '#modules/parties/index.ts'
import { combine, nested, type Choice } from './combine.ts'
import { keepMemberships } from './memberships.ts'
import { moveReferences } from './references.ts'
import { furthest, whyNotMerge } from './state.ts'

const most = 50
type Named = { name: string }

function read(into: string, given: readonly string[], choose: unknown): { from: string[]; choose: Choice } {
  const from = [...new Set(given.map((id) => id.toLowerCase()))]
  const problem = (path: string, message: string) => new Invalid([{ path, message }])
  if (from.length === 0 || from.length > most) throw problem('from', `Name one to ${most} records.`)
  if (!from.every(isId)) throw problem('from', 'Write the id of a record.')
  if (from.includes(into)) throw problem('from', 'A record cannot be merged into itself.')
  const chosen = Object.entries((choose ?? {}) as Record<string, unknown>)
  const wrong = chosen.find(([, id]) => id !== into && !from.includes(id as string))
  if (wrong) throw problem(`choose.${wrong[0]}`, 'Name one of the merged records.')
  return { from, choose: (choose ?? {}) as Choice }
}

/** Makes several records one: the survivor gets what it lacks, everything that referred to the others refers to it, the
 * others go into the bin, and their ids go on working. */
export async function merge(
  c: Context,
  e: Named,
  into: string,
  from: string[],
  choose: Choice,
  rule: { probability: number } | null = null,
) {
  const whole = c.kolo.entity(e.name)
  const rows = (await c.tx.lockMany(whole, [into, ...from])) as unknown as Plain[]
  if (whyNotMerge(e.name, rows)) c.refuse('both_clients')
  const wrong = Object.keys(choose).find((key) => !Object.hasOwn(whole.fields, key))
  if (wrong)
    throw new Invalid([
      { path: `choose.${wrong}`, message: `${e.name} has no field ${wrong}.`, code: 'unknown_field' },
    ])
  // First: a value that no two records may have is then free for the survivor. Asks for the right to delete.
  await c.tx.bin(whole, from, new Date().toISOString())
  const changes = combine(whole, rows, { ...furthest(e.name, rows), ...choose })
  const after = Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, change.after]))
  const saved = (await c.tx.save(whole, rows[0]! as never, nested(after) as never)) as unknown as Plain
  const id = newId()
  await c.tx.elevated(() =>
    c.tx.rows(sql`insert into merges (id, entity, into_id, from_ids, fields, merged_by, by_rule, probability)
      values (${id}::uuid, ${e.name}, ${into}::uuid, ${from}::uuid[], ${JSON.stringify(changes)}::jsonb, ${c.actor.user}::uuid,
        ${rule !== null}, ${rule?.probability ?? null})`),
  )
  await moveReferences(c, whole, id, into, from)
  const made =
    e.name === contact.name ? await keepMemberships(c, into, valueOf(saved, 'account'), rows.slice(1)) : []
  await c.tx.elevated(async () => {
    await c.tx.rows(sql`update merges set made = ${JSON.stringify(made)}::jsonb where id = ${id}::uuid`)
    await c.tx.rows(sql`insert into merged_ids (old_id, entity, id, merge_id)
      select old, ${e.name}, ${into}::uuid, ${id}::uuid from unnest(${from}::uuid[]) old`)
    await c.tx
      .rows(sql`update duplicate_pairs set status = 'merged', decided_by = ${c.actor.user}::uuid, decided_at = now()
      where a_id = any(${[into, ...from]}::uuid[]) and b_id = any(${[into, ...from]}::uuid[])`)
  })
  c.emit(`${e.name}.merged`, { id: into }, { merge: id, from })
  return { merge: id, id: into, from }
}

export type Merged = Awaited<ReturnType<typeof merge>>

const mergeOf = (e: Named, summary: { en: string; uk: string }): Operation => ({
  name: `${e.name}.merge`,
  summary,
  effect: 'write',
  input: {
    into: ref(e.name, { required: true, label: { en: 'The one that stays', uk: 'Який залишається' } }),
    from: tags({ required: true, label: { en: 'Merged into it', uk: 'Які об’єднати з ним' } }),
    choose: json({ label: { en: 'Whose value to take, by field', uk: 'Чиє значення взяти, за полями' } }),
  },
  needs: { [e.name]: 'delete' },
  run(c, input) {
    const { into, from, choose } = input as { into: string; from: string[]; choose?: unknown }
    const asked = read(into, from, choose)
    return merge(c, e, into, asked.from, asked.choose)
  },
})

export const mergeContacts = mergeOf(contact, { en: 'Merge contacts', uk: 'Об’єднати контакти' })
export const mergeAccounts = mergeOf(account, { en: 'Merge accounts', uk: 'Об’єднати компанії' })
export const mergeLeads: Operation = {
  ...mergeOf({ name: 'lead' }, { en: 'Merge leads', uk: 'Об’єднати ліди' }),
  refusals: {
    both_clients: {
      en: 'More than one of these leads has become a client. Merge the clients instead.',
      uk: 'Більш ніж один із цих лідів уже став клієнтом. Натомість об’єднайте клієнтів.',
    },
  },
}
