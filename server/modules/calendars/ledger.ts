import sql, { empty } from 'sql-template-tag'
import { titleOf } from '#core/expression.ts'
import { choice } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { removalsOf } from './removed.ts'

const states = [
  { key: 'seen', label: { en: 'Sent out', uk: 'Передано' } },
  { key: 'written', label: { en: 'Taken in', uk: 'Прийнято' } },
  { key: 'removed', label: { en: 'Removed', uk: 'Прибрано' } },
  { key: 'refused', label: { en: 'Refused', uk: 'Відхилено' } },
  { key: 'sending', label: { en: 'On its way', uk: 'Надсилається' } },
  { key: 'skipped', label: { en: 'Skipped', uk: 'Пропущено' } },
  { key: 'failed', label: { en: 'Failed', uk: 'Не вдалося' } },
  { key: 'leaving', label: { en: 'Held', uk: 'Утримано' } },
  { key: 'conflict', label: { en: 'Conflict', uk: 'Конфлікт' } },
]

type Line = {
  collection: string
  name: string
  record: string | null
  state: string
  reason: string | null
  title: string | null
  at: string
}

/** What of the actor's calendars and contacts other programs were told and sent, the latest first. */
export const readLedger = operation({
  name: 'calendar.ledger',
  summary: {
    en: 'What calendars and contacts were synchronised',
    uk: 'Що синхронізовано з календарів і контактів',
  },
  effect: 'read',
  input: { state: choice({ options: states, label: { uk: 'Стан' } }) },
  needs: { activity: 'read' },
  async run({ tx, kolo }, { state }) {
    const { user } = tx.actor
    if (!user) return { counts: {}, items: [], removals: [] }
    // His own entries of the system's table.
    const { counts, lines, removals } = await tx.elevated(async () => ({
      counts: await tx.rows<{ state: string; n: number }>(
        sql`select state, count(*)::int as n from calendar_items where user_id = ${user}::uuid group by 1`,
      ),
      removals: await removalsOf(tx, user),
      lines: await tx.rows<Line>(sql`select collection, name, record_id as record, state, reason, title,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from calendar_items
        where user_id = ${user}::uuid ${state ? sql`and state = ${state}` : empty} order by calendar_items.at desc, name limit 200`),
    }))
    // Titles as he may read them now.
    const isCard = (l: Line) => l.collection.endsWith('contacts')
    const titles = new Map<string, string>()
    for (const entity of ['activity', 'contact'] as const) {
      if (!kolo.may(tx.actor, { needs: { [entity]: 'read' } })) continue
      const ids = lines.flatMap((l) => (isCard(l) === (entity === 'contact') && l.record ? [l.record] : []))
      if (ids.length === 0) continue
      const table =
        entity === 'activity'
          ? sql`select id, subject as title from activities`
          : sql`select id, ${titleOf(kolo.entity('contact'), 'contacts', kolo.rightsOf(tx.actor)['contact'])} as title from contacts`
      for (const r of await tx.rows<{ id: string; title: string }>(
        sql`${table} where id = any(${ids}::uuid[])`,
      ))
        titles.set(r.id, r.title)
    }
    return {
      counts: Object.fromEntries(counts.map((c) => [c.state, c.n])),
      removals,
      items: lines.map((l) => ({
        ...l,
        entity: isCard(l) ? 'contact' : 'activity',
        title: (l.record && titles.get(l.record)) || l.title || l.name,
      })),
    }
  },
})
