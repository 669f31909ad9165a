import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import pg from 'pg'
import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import type { Consumer } from '#core/background.ts'
import { copied } from '#core/copied.ts'
import type { Tx } from '#core/database.ts'
import { fieldOf, type Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import { blockOf, type Block } from './block.ts'
import { monthOf, stepFrom, type Period } from './period.ts'
import type { House } from './reach.ts'
import { statement, sumsOf, type Columns, type Plan } from './statement.ts'
import { anything, far, readAs, staleMonths, touchedBy, unread, type Change } from './touched.ts'

// Months that are over are added up once for each question, and then again when something in them has changed: of three
// years and three million lines only the days of this month are read each time.

/** `order.account.region` from an order's line: the line's order, the order's account, its region. */
function hops(e: Entity, path: string, house: House): string[] {
  const [head = '', ...rest] = path.split('.')
  const target = fieldOf(e, head)?.entity
  return [
    `${e.name}.${head}`,
    ...(rest.length && target ? hops(house.entityOf(target), rest.join('.'), house) : []),
  ]
}

/** Every field that a cross-table's sums are made of. */
function fieldsOf(house: House, e: Entity, p: Plan): string[] {
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map((name) => p.subject.facts[name]!)
  const base = p.subject.base as [string] | undefined
  return [
    ...[
      ...(p.subject.date ? [p.subject.date] : []),
      ...(base ? [base[0]] : []),
      ...p.by.map((d) => d.path),
    ].flatMap((path) => hops(e, path, house)),
    ...facts.flatMap((f) => f.reads),
    ...(facts.some((f) => f.currency) ? ['exchangeRate.rate'] : []),
  ]
}

const entityOf = (field: string) => field.split('.')[0]!

/** What must not have changed: these fields, those that the database computes them from, and which records there are. */
function readsOf(kolo: Kolo, { subject, fields }: Pick<Question<unknown>, 'subject' | 'fields'>): string[] {
  const sources = fields.flatMap((f) => {
    const [entity = '', key = ''] = f.split('.')
    return (fieldOf(kolo.entity(entity), key)?.from ?? []).map((source) => `${entity}.${source}`)
  })
  const all = [...fields, ...sources, ...fields.map((f) => `${entityOf(f)}.*`)]
  // Who moves to another team takes his records along.
  const moved = fields.some((f) => f.endsWith('.team')) ? [far('user.team')] : []
  return [...new Set(all.map((f) => readAs(subject, f))), ...moved, anything]
}

/** Whether no record of these is hidden from whoever has these rights. */
const seesAll = (house: House, names: readonly string[]) =>
  names.every((name) => {
    const e = house.entityOf(name)
    return (house.rights[name] ?? nothing).read === 'all' && !e.privateBy && !e.keepers
  })

/** What is kept of whole months: of records of a subject, made of fields, of which each month comes to `one`. */
export type Question<B> = {
  /** Two questions with the same key have the same answer. */
  key: readonly unknown[]
  /** Whose day it is that puts a record in a month: an entity that `touched.ts` knows. */
  subject: string
  /** All that it is made of, as `order.date`. */
  fields: readonly string[]
  /** Entities whose records it names. */
  named?: readonly string[]
  /** What these days of a month come to, read as the system in the asker's transaction. */
  one(tx: Tx, days: Period): Promise<B>
  /** Whether that is little enough to keep. */
  isSmall?(block: B): boolean
}
export type Kept<B> = { days: Period; block: B }

// By product and client a month has nearly as many cells as lines; more than these are added up anew each time.
const mostCells = 200_000

/** The sums of a cross-table's whole months. */
export function sumsOfMonths(house: House, e: Entity, p: Plan): Question<Block> | null {
  if (!p.subject.isKept || p.measures.some((m) => !('sums' in m))) return null
  const named = p.by
    .flatMap((d) => hops(e, d.path, house).slice(-1))
    .flatMap((at) => {
      const [entity = '', field = ''] = at.split('.')
      return fieldOf(house.entityOf(entity), field)?.entity ?? []
    })
  const plan = { ...p, before: null }
  const names = sumsOf(p.measures).map(([name]) => name)
  const of = (days: Period) => statement(house, e, plan, [days])
  const { text, values } = of({ from: '2000-01-01', to: '2000-01-31' })
  return {
    key: [text, values],
    subject: e.name,
    fields: fieldsOf(house, e, p),
    named,
    async one(tx, days) {
      await tx.rows(sql`set local work_mem = '64MB'`)
      return blockOf(await tx.one<Columns>(of(days)), p.by.length, names)
    },
    isSmall: ({ level }) => level.length <= mostCells,
  }
}

/** Where these days are kept: a whole month under its question, a part of one under its own. */
type Place = { question: string; month: string; days: Period }
function placeOf(key: string, days: Period): Place {
  const month = monthOf(days.from)
  const isWhole = days.from === month && days.to === stepFrom(month, 'month').to
  return { question: isWhole ? key : `${key} ${days.from} ${days.to}`, month, days }
}

/** What these months and parts of months come to: as it was kept while that is still true, or as it is added up now and
 * kept from now on. Nothing of this month, and nothing for whoever may not see every record. */
export async function keptOf<B>(c: Context, q: Question<B>, months: readonly Period[]): Promise<Kept<B>[]> {
  const over = months.filter((days) => days.to < monthOf(c.today))
  const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const read = [...new Set(q.fields.map(entityOf))]
  if (over.length === 0 || !seesAll(house, [...read, ...(q.named ?? [])])) return []
  const key = createHash('sha256').update(JSON.stringify(q.key)).digest('base64url')
  const places = over.map((days) => placeOf(key, days))
  return c.tx.elevated(async () => {
    const news = await unread(c.tx, read)
    if (!news) return []
    const questions = places.map((p) => p.question)
    const stale = await staleMonths(c.tx, questions, await touchedBy(c.tx, news))
    const kept = await blocksOf<B>(
      c.tx,
      places.filter((p) => !stale.includes(p.month)),
    )
    const missing = places.filter((p) => !kept.some((k) => k.days === p.days))
    if (missing.length === 0) return kept
    const since = await c.tx.one<{ xid: string }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
    )
    const made: (Place & Kept<B>)[] = []
    for (const place of missing) made.push({ ...place, block: await q.one(c.tx, place.days) })
    const small = made.filter(({ block }) => q.isSmall?.(block) ?? true)
    c.tx.afterCommit(
      () =>
        void keep(c.kolo, key, readsOf(c.kolo, q), small, since!.xid).catch((error) =>
          console.error('analysis', error),
        ),
    )
    return [...kept, ...made]
  })
}

async function blocksOf<B>(tx: Tx, places: readonly Place[]): Promise<Kept<B>[]> {
  if (places.length === 0) return []
  const written = places.map((p) => `(${pg.escapeLiteral(p.question)}, ${pg.escapeLiteral(p.month)})`)
  const rows = await copied(
    tx,
    `select question, month::text, block from cross_months where (question, month) in (${written.join()}) order by month`,
  )
  return rows.map(([question, month, block]) => {
    const place = places.find((p) => p.question === `${question}` && p.month === `${month}`)!
    return { days: place.days, block: deserialize(block!) as B }
  })
}

// Who asks the same again meanwhile adds up again, but does not keep it twice.
const inWork = new Set<string>()

/** Keeps what was added up. What has happened since is looked up at the end, while the consumer waits. */
async function keep<B>(
  kolo: Kolo,
  key: string,
  reads: readonly string[],
  made: readonly (Place & Kept<B>)[],
  since: string,
): Promise<void> {
  if (made.length === 0 || inWork.has(key) || kolo.db.pool.ending) return
  inWork.add(key)
  const kept = kolo.db.system(async (tx) => {
    for (const { question, month, block } of made)
      await tx.rows(sql`insert into cross_months (question, month, reads, block)
        values (${question}, ${month}, ${reads}::text[], ${serialize(block)}) on conflict do nothing`)
    await tx.rows(sql`select from relay_cursors where consumer = 'analysis' for update`)
    const news = await tx.rows<Change>(sql`select name, entity, record_id as record, changes from events e
      where e.xid >= ${since}::xid8 and entity is not null`)
    await forget(tx, news)
  })
  await kept.finally(() => inWork.delete(key))
}

async function forget(tx: Tx, news: readonly Change[]) {
  const touched = await touchedBy(tx, news)
  if (touched.length)
    await tx.rows(sql`delete from cross_months c using jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as x (names text[], since date, until date)
      where c.reads && x.names and c.month between coalesce(x.since, '-infinity') and coalesce(x.until, 'infinity')`)
}

export const keeper: Consumer = {
  name: 'analysis',
  wanted: async (tx) => (await tx.one(sql`select from cross_months limit 1`)) !== undefined,
  handle: (events, tx) =>
    forget(
      tx,
      events.filter((e): e is typeof e & Change => e.entity !== null),
    ),
}

/** What nobody has asked for in a month is added up anew when it is. */
export const tidy = (kolo: Kolo) => () =>
  kolo.db.system((tx) => tx.rows(sql`delete from cross_months where made_at < now() - interval '30 days'`))
