import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Base } from './merge.ts'

export type State =
  | 'seen'
  | 'written'
  | 'removed'
  | 'refused'
  | 'conflict'
  | 'sending'
  | 'skipped'
  | 'failed'
  | 'leaving'

/** One item's line in the ledger of calendars, and what is known of it on both sides. */
export type Item = {
  /** Its id there; until it has one, the record's. */
  name: string
  record: string | null
  etag: string
  base: Base | null
  /** The mark of our record when it was last looked at; '' when it is to be looked at again. */
  mark: string | null
  isGone: boolean
  state: State
  round: number | null
}

const columns = sql`name, record_id as record, etag, base, mark, is_gone as "isGone", state, round`

export type Place = { user: string; key: string }

export const itemsOf = (tx: Tx, { user, key }: Place) =>
  tx.rows<Item>(
    sql`select ${columns} from calendar_items where user_id = ${user}::uuid and collection = ${key}`,
  )

export const itemCalled = (tx: Tx, { user, key }: Place, name: string) =>
  tx.one<Item>(sql`select ${columns} from calendar_items
    where user_id = ${user}::uuid and collection = ${key} and name = ${name} for update`)

/** The line of a record that stands on both sides, or is on its way. */
export const itemOfRecord = (tx: Tx, { user, key }: Place, record: string) =>
  tx.one<Item>(sql`select ${columns} from calendar_items
    where user_id = ${user}::uuid and collection = ${key} and record_id = ${record}::uuid and not is_gone for update`)

type Line = Partial<Item> & { title?: string | null; reason?: string | null }

/** Writes a line; what is not given stays as it is. */
export async function put(tx: Tx, { user, key }: Place, name: string, l: Line): Promise<void> {
  const set = (field: keyof Line) => field in l
  const base = l.base ? JSON.stringify(l.base) : null
  await tx.rows(sql`insert into calendar_items as i (user_id, collection, name, record_id, etag, base, mark, is_gone, state, round, title, reason)
    values (${user}::uuid, ${key}, ${name}, ${l.record ?? null}::uuid, ${l.etag ?? ''}, ${base}::jsonb, ${l.mark ?? null}, ${l.isGone ?? false},
      ${l.state ?? 'seen'}, ${l.round ?? null}, ${l.title ?? null}, ${l.reason?.slice(0, 1000) ?? null})
    on conflict (user_id, collection, name) do update set
      record_id = case when ${set('record')} then excluded.record_id else i.record_id end,
      etag = case when ${set('etag')} then excluded.etag else i.etag end,
      base = case when ${set('base')} then excluded.base else i.base end,
      mark = case when ${set('mark')} then excluded.mark else i.mark end,
      is_gone = case when ${set('isGone')} then excluded.is_gone else i.is_gone end,
      state = case when ${set('state')} then excluded.state else i.state end,
      round = case when ${set('round')} then excluded.round else i.round end,
      title = coalesce(excluded.title, i.title),
      reason = case when ${set('state')} then excluded.reason else i.reason end,
      at = case when ${set('state')} then now() else i.at end`)
}

export const drop = (tx: Tx, { user, key }: Place, name: string) =>
  tx.rows(
    sql`delete from calendar_items where user_id = ${user}::uuid and collection = ${key} and name = ${name}`,
  )

export type Cursor = { place: string; link: string; isWhole: boolean; round: number; until: string | null }

export const cursorOf = (tx: Tx, { user, key }: Place) =>
  tx.one<Cursor>(sql`select place, link, is_whole as "isWhole", round, until from outlook_cursors
    where user_id = ${user}::uuid and collection = ${key}`)

export const keepCursor = (tx: Tx, { user, key }: Place, c: Cursor) =>
  tx.rows(sql`insert into outlook_cursors (user_id, collection, place, link, is_whole, round, until)
    values (${user}::uuid, ${key}, ${c.place}, ${c.link}, ${c.isWhole}, ${c.round}, ${c.until}::timestamptz)
    on conflict (user_id, collection) do update set place = excluded.place, link = excluded.link,
      is_whole = excluded.is_whole, round = excluded.round, until = excluded.until`)
