import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import { searchOf } from '#core/row.ts'
import type { Person } from './message.ts'
import { addressesOf } from './people.ts'
import { mailThread } from './thread.ts'

type Told = {
  id: string
  subject: string
  messages: number
  unseen: number
  hasFiles: boolean
  people: (Person[] | null)[]
  at: string
  direction: string
  excerpt: string | null
  name: string
}

// More would be a list for everybody, and the index of addresses is not for that.
const mostParticipants = 200

/** Threads tell of their letters: how many, from whom, the last one. A thread that lost all its letters goes into the
 * bin. Runs as the system. */
export async function summarise(tx: Tx, threads: readonly string[]): Promise<void> {
  const ids = [...new Set(threads)]
  if (ids.length === 0) return
  const told =
    await tx.rows<Told>(sql`select t.id, t.subject, s.messages::int as messages, s.unseen::int as unseen,
      s.has_files as "hasFiles", s.people, last.at, last.direction, last.excerpt,
      coalesce(last.from_name, last.from_address, '') as name
    from mail_threads t
      join (select thread_id, count(*) as messages, count(*) filter (where direction = 'in' and is_seen is not true) as unseen,
          bool_or(files is not null) as has_files,
          jsonb_agg(jsonb_build_array(jsonb_build_object('address', from_address)) || coalesce(recipients, '[]') || coalesce(cc, '[]')) as people
        from mail_messages where thread_id = any(${ids}::uuid[]) and deleted_at is null group by thread_id) s on s.thread_id = t.id
      join lateral (select at, direction, excerpt, from_name, from_address from mail_messages
        where thread_id = t.id and deleted_at is null order by at desc nulls last, id desc limit 1) last on true`)
  const rows = told.map(({ people, name, excerpt, subject, ...t }) => {
    const participants = addressesOf(...people).slice(0, mostParticipants)
    return {
      ...t,
      participants,
      name: name.slice(0, 300),
      snippet: (excerpt ?? '').slice(0, 200),
      search: searchOf(mailThread, { subject, participants }),
    }
  })
  await tx.rows(sql`update mail_threads t set messages = s.messages, unseen = s.unseen, has_files = s."hasFiles",
      participants = s.participants, last_at = s.at, last_direction = s.direction, last_from = s.name, snippet = s.snippet,
      search = s.search, deleted_at = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, messages int, unseen int, "hasFiles" boolean,
      participants jsonb, at timestamptz, direction text, name text, snippet text, search text) where t.id = s.id`)
  const full = new Set(told.map((t) => t.id))
  const empty = ids.filter((id) => !full.has(id))
  if (empty.length)
    await tx.rows(
      sql`update mail_threads set deleted_at = now(), messages = 0, unseen = 0 where id = any(${empty}::uuid[])`,
    )
}
