import sql, { type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Period } from './period.ts'

/** A fact of the outbox. */
export type Change = {
  name: string
  entity: string
  record: string | null
  changes: Record<string, [unknown, unknown]> | null
}
/** Which fields changed, and the days whose sums are not true any more; null: from the first, to the last. */
export type Touched = { names: string[]; since: string | null; until: string | null }

type Dated = {
  entity: string
  /** Of which subject; null: of any. */
  subject: string | null
  field?: string
  days: (ids: readonly string[]) => Sql
}

/** Whose day is that of what is counted: its field, how the days are found. */
const dated: readonly Dated[] = [
  {
    entity: 'deal',
    subject: 'deal',
    field: 'closeDate',
    days: (ids) => sql`select id, close_date as day from deals where id = any(${ids}::uuid[])`,
  },
  {
    entity: 'dealLine',
    subject: 'deal',
    days: (ids) =>
      sql`select l.id, d.close_date as day from deal_lines l join deals d on d.id = l.deal_id where l.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'stageChange',
    subject: 'deal',
    days: (ids) =>
      sql`select s.id, d.close_date as day from stage_changes s join deals d on d.id = s.deal_id where s.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'deal',
    subject: 'openDeal',
    field: 'openedOn',
    days: (ids) => sql`select id, opened_on as day from deals where id = any(${ids}::uuid[])`,
  },
  {
    entity: 'stageChange',
    subject: 'openDeal',
    days: (ids) =>
      sql`select s.id, d.opened_on as day from stage_changes s join deals d on d.id = s.deal_id where s.id = any(${ids}::uuid[])`,
  },
  // A deal's end tells of each of its moves, and its moves of the day it came: in whatever time zone that day is.
  {
    entity: 'deal',
    subject: 'stageChange',
    days: (ids) => sql`select distinct d.id, (s.at + n * interval '1 day')::date as day
      from deals d left join stage_changes s on s.deal_id = d.id cross join generate_series(-1, 1) n where d.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'stageChange',
    subject: 'stageChange',
    days: (ids) => sql`select distinct c.id, (s.at + n * interval '1 day')::date as day
      from stage_changes c join stage_changes s on s.deal_id = c.deal_id cross join generate_series(-1, 1) n where c.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'order',
    subject: 'orderLine',
    field: 'date',
    days: (ids) => sql`select id, date as day from orders where id = any(${ids}::uuid[])`,
  },
  {
    entity: 'orderLine',
    subject: 'orderLine',
    days: (ids) =>
      sql`select l.id, o.date as day from order_lines l join orders o on o.id = l.order_id where l.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'deal',
    subject: 'orderLine',
    days: (ids) =>
      sql`select d.id, o.date as day from deals d left join orders o on o.deal_id = d.id where d.id = any(${ids}::uuid[])`,
  },
  {
    entity: 'exchangeRate',
    subject: null,
    field: 'date',
    days: (ids) => sql`select id, date as day from exchange_rates where id = any(${ids}::uuid[])`,
  },
]

/** A field of a record that has its day in a subject; of one that others of any day refer to. */
const near = (subject: string | null, field: string) => (subject ? `${subject}:${field}` : field)
export const far = (field: string) => `>${field}`
/** What is read of a subject when this field is: its change changes only the month of the record's day, or any. */
export function readAs(subject: string, field: string): string {
  const how = dated.find(
    (d) => d.entity === field.split('.')[0] && (d.subject === subject || d.subject === null),
  )
  return how ? near(how.subject, field) : far(field)
}
/** It comes, goes, or comes back: whatever is made of it changes. */
const isWhole = ({ name, changes }: Change) => !changes || /\.(created|deleted|restored)$/.test(name)

export async function touchedBy(tx: Tx, changes: readonly Change[]): Promise<Touched[]> {
  const out: Touched[] = []
  // What is purged was in the bin, and nothing refers to it.
  const news = changes.filter((n) => !n.name.endsWith('.purged'))
  for (const [entity, of] of Map.groupBy(news, (n) => n.entity)) {
    const hows = dated.filter((d) => d.entity === entity)
    const namesOf = (one: Change) =>
      (isWhole(one) ? ['*'] : Object.keys(one.changes!)).map((key) => `${entity}.${key}`)
    for (const one of of) {
      // Nothing refers yet to what has just come.
      if (hows.every((d) => d.subject !== null) && one.name !== `${entity}.created`)
        out.push({ names: namesOf(one).map(far), since: null, until: null })
    }
    const ids = [...new Set(of.flatMap((n) => n.record ?? []))]
    for (const how of hows) {
      const rows = await tx.rows<{ id: string; day: string | null }>(how.days(ids))
      const days = Map.groupBy(rows, (r) => r.id)
      for (const one of of) {
        const is = one.record ? days.get(one.record)?.map((r) => r.day) : undefined
        const was = how.field ? one.changes?.[how.field]?.[0] : null
        const known = [...(is ?? []), was].filter((day) => typeof day === 'string').toSorted()
        const names = namesOf(one).map((name) => near(how.subject, name))
        if (how.subject === null) out.push({ names: [`${entity}.*`], since: known[0] ?? null, until: null })
        // One that is gone without a trace may have stood anywhere; one without a day stands nowhere.
        else if (!is && known.length === 0) out.push({ names, since: null, until: null })
        else for (const day of new Set(known)) out.push({ names, since: day, until: day })
      }
    }
  }
  return [...new Map(out.map((t) => [JSON.stringify(t), t])).values()]
}

/** Of rows `c` of cross_months: those whose days `x` has touched. */
export const untrue = sql`c.reads && x.names and c.until >= coalesce(x.since, '-infinity') and c.since <= coalesce(x.until, 'infinity')`
export const asRows = (touched: readonly Touched[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as x (names text[], since date, until date)`

/** The days whose sums are kept, and still true, each after its question; and when those were made. */
export async function keptDays(
  tx: Tx,
  questions: readonly string[],
  days: readonly Period[],
  touched: readonly Touched[],
): Promise<Map<string, string>> {
  const [from, to] = [
    days.map((d) => d.from).toSorted()[0],
    days
      .map((d) => d.to)
      .toSorted()
      .at(-1),
  ]
  const rows = await tx.rows<{
    at: string
    made: string
  }>(sql`select question || ' ' || since || ' ' || until as at, made_at::text as made from cross_months c
    where question = any(${questions}::text[]) and since >= ${from}::date and until <= ${to}::date
      and ${touched.length ? sql`not exists (select from ${asRows(touched)} where ${untrue})` : sql`true`}`)
  return new Map(rows.map((r) => [r.at, r.made]))
}

const most = 1000

/** What the keeper has not read yet; null when that is much, or when nobody reads. */
export async function unread(tx: Tx, entities: readonly string[]): Promise<Change[] | null> {
  const cursor = await tx.one<{ xid: string; id: string }>(
    sql`select xid::text as xid, event_id as id from relay_cursors where consumer = 'analysis'`,
  )
  if (!cursor) return null
  const news = await tx.rows<Change>(sql`select name, entity, record_id as record, changes from events e
    where (e.xid, e.id) > (${cursor.xid}::xid8, ${cursor.id}::uuid) 
      and (entity = any(${entities}::text[]) or entity = 'user') limit ${most}`)
  return news.length < most ? news : null
}
