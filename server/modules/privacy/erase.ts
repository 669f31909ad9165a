import sql, { raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { Invalid, Missing } from '#core/error.ts'
import { tell } from '#core/event.ts'
import { newId } from '#core/id.ts'
import { record, text, type RecordRef } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { forgetLeftovers } from './leftovers.ts'
import type { Person } from './may-write.ts'
import { forgetNames, namesOf } from './named-after.ts'
import { scrub } from './scrub.ts'
import { tracesOf, type Fate, type Trace } from './traces.ts'

export type Group = {
  entity: string
  label: string
  fate: Fate
  count: number
  /** Why the law keeps it. */
  reason: string | null
}

export const groupsOf = (traces: readonly Trace[], locale: Locale): Group[] =>
  traces
    .map(({ entity, ids, fate }) => ({
      entity: entity.name,
      label: entity.labelPlural[locale],
      fate,
      count: ids.length,
      reason: fate === 'kept' ? (entity.keptByLaw?.[locale] ?? null) : null,
    }))
    .toSorted((a, b) => a.fate.localeCompare(b.fate) || a.label.localeCompare(b.label))

export const isGone = (fate: Fate) => fate === 'own' || fate === 'erased' || fate === 'scrubbed'

/** By what else he may be known: addresses long enough to mean nobody else. */
async function addressesOf(tx: Tx, entity: Person, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ value: string }>(sql`select distinct w->>'value' as value
    from ${raw(entity === 'contact' ? 'contacts' : 'leads')} t,
      jsonb_array_elements(coalesce(t.emails, '[]') || coalesce(t.phones, '[]')) w where t.id = any(${ids}::uuid[])`)
  return rows.map((r) => r.value).filter((v) => v && v.length >= 7)
}

/** Erases a person everywhere, as the system: whoever calls has checked the right. What the law keeps stays and names
 * nobody. Answers what was done. */
export async function erasePerson(
  tx: Tx,
  kolo: Kolo,
  of: { entity: Person; id: string },
  { kind, reason, locale }: { kind: 'erased' | 'timer'; reason: string; locale: Locale },
): Promise<{ request: string; groups: Group[] }> {
  const traces = await tracesOf(tx, kolo, of.entity, of.id)
  const gone = traces.filter((t) => isGone(t.fate))
  const ids = gone.flatMap((t) => t.ids)
  const isNeeded = traces.some((t) => t.fate === 'kept' || t.fate === 'linked')
  const addresses = await addressesOf(tx, of.entity, gone.find((t) => t.fate === 'own')!.ids)
  const names = await namesOf(tx, of.entity, gone.find((t) => t.fate === 'own')!.ids)
  for (const { entity, ids: some, fate } of gone)
    await scrub(tx, entity, some, { bin: fate === 'erased' || (fate === 'own' && !isNeeded), locale })
  await forgetLeftovers(tx, ids, addresses)
  const files = await tx.rows<{ id: string }>(
    sql`delete from files where carried_by = any(${ids}::uuid[]) returning id`,
  )
  tx.afterCommit(() => kolo.files.remove(files.map((f) => f.id)))
  const groups = groupsOf(traces, 'en')
  const request = newId()
  await tx.rows(sql`insert into data_requests
      (id, kind, record_entity, record_id, reason, counts, by_id, at, created_at, created_by, updated_at, updated_by, revision)
    values (${request}::uuid, ${kind}, ${of.entity}, ${of.id}::uuid, ${reason}, ${JSON.stringify({ groups, files: files.length })}::jsonb,
      ${tx.actor.user}::uuid, now(), now(), ${tx.actor.user}::uuid, now(), ${tx.actor.user}::uuid, 1)`)
  await tx.rows(sql`select forget_events(${request}::uuid, ${ids}::uuid[])`)
  await forgetNames(tx, kolo, { request, traces, names })
  const told = gone.flatMap(({ entity, ids: some, fate }) =>
    fate === 'erased'
      ? some.map((id) => ({ name: `${entity.name}.deleted`, entity: entity.name, record: id }))
      : [],
  )
  await tell(tx, [...told, { name: `${of.entity}.erased`, entity: of.entity, record: of.id }], 'person.erase')
  return { request, groups }
}

const input = { record: record({ required: true, label: { en: 'Whose', uk: 'Чиї' } }) }
const needs = { dataRequest: 'read' } as const

/** He must be one whom the actor may change. */
export async function personIn(c: Context, given: unknown): Promise<{ entity: Person; id: string }> {
  const { entity, id } = given as RecordRef
  if (entity !== 'contact' && entity !== 'lead')
    throw new Invalid([{ path: 'record', message: 'Name a contact or a lead.', code: 'no_person' }])
  if (!c.kolo.may(c.actor, { needs: { [entity]: 'delete' } })) throw new Missing(entity, id)
  await c.tx.lock(c.kolo.entity(entity), id)
  return { entity, id }
}

export const findPersonalData = operation({
  name: 'person.traces',
  summary: { en: 'Where a person’s data is', uk: 'Де є дані особи' },
  about: {
    en: 'fate: own (the person), erased, scrubbed (emptied, the record stays), kept (by law, with the reason), linked (will lead to nobody).',
    uk: 'fate: own (сама особа), erased (стирається), scrubbed (спорожнюється), kept (зберігає закон), linked (лише посилання).',
  },
  effect: 'read',
  input,
  needs,
  async run(c, { record: given }) {
    const { entity, id } = await personIn(c, given)
    const traces = await c.tx.elevated(() => tracesOf(c.tx, c.kolo, entity, id))
    return { groups: groupsOf(traces, c.actor.locale) }
  },
})

export const erasePersonalData = operation({
  name: 'person.erase',
  summary: { en: 'Erase all data of a person', uk: 'Стерти всі дані особи' },
  about: { en: 'Cannot be undone.', uk: 'Скасувати не можна.' },
  effect: 'write',
  input: {
    ...input,
    reason: text({ required: true, max: 1000, label: { en: 'Reason', uk: 'Підстава' } }),
  },
  needs,
  async run(c, { record: given, reason }) {
    const of = await personIn(c, given)
    return c.tx.elevated(() =>
      erasePerson(c.tx, c.kolo, of, { kind: 'erased', reason, locale: c.kolo.workspace.locale }),
    )
  },
})
