import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import pg from 'pg'
import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import type { Consumer } from '#core/background.ts'
import { copied } from '#core/copied.ts'
import type { Tx } from '#core/database.ts'
import { fieldOf } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import { before, monthOf, yearsOf, type Period } from './period.ts'
import type { House } from './reach.ts'
import { asRows, far, keptDays, readAs, touchedBy, unread, untrue, type Change } from './touched.ts'

// Days that are over are added up once for each question, by months, and then again when something in them has changed: of
// three years and three million lines only today's are read each time.

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
  return [...new Set(all.map((f) => readAs(subject, f))), ...moved]
}

/** Whether no record of these is hidden from whoever has these rights. */
const seesAll = (house: House, names: readonly string[]) =>
  names.every((name) => {
    const e = house.entityOf(name)
    return (house.rights[name] ?? nothing).read === 'all' && !e.privateBy && !e.keepers
  })

/** What is kept of days: of records of a subject, made of fields, of which these days come to `one`. */
export type Question<B> = {
  /** Two questions with the same key have the same answer. */
  key: readonly unknown[]
  /** Whose day it is that puts a record among days: an entity that `touched.ts` knows. */
  subject: string
  /** All that it is made of, as `order.date`. */
  fields: readonly string[]
  /** Entities whose records it names. */
  named?: readonly string[]
  /** What these days come to, read as the system in the asker's transaction. */
  one(tx: Tx, days: Period): Promise<B>
  /** Whether that is little enough to keep. */
  isSmall?(block: B): boolean
  /** What months of a year come to together, where that is less than they are apart. */
  merged?(months: readonly B[]): B | null
}
export type Kept<B> = { days: Period; block: B }

const textOf = ({ from, to }: Period) => `${from} ${to}`

/** What the days of these months come to that were over when today began: as it was kept while that is still true, or as it
 * is added up now and kept from now on; twelve months may be answered as one year. Nothing for whoever may not see every
 * record. */
export async function keptOf<B>(c: Context, q: Question<B>, months: readonly Period[]): Promise<Kept<B>[]> {
  const over = months.flatMap((days) => before(c.today, days))
  const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const read = [...new Set(q.fields.map(entityOf))]
  if (over.length === 0 || !seesAll(house, [...read, ...(q.named ?? [])])) return []
  const key = createHash('sha256').update(JSON.stringify(q.key)).digest('base64url')
  const reads = readsOf(c.kolo, q)
  return c.tx.elevated(async () => {
    const news = await unread(c.tx, read)
    if (!news) return []
    const touched = await touchedBy(c.tx, news)
    const years = q.merged ? yearsOf(over) : []
    const all = [...years.map((y) => y.days), ...over].toSorted((a, b) => (a.from < b.from ? -1 : 1))
    const whole = {
      from: all[0]!.from,
      to: all
        .map((d) => d.to)
        .toSorted()
        .at(-1)!,
    }
    const isTrue = new Set((await keptDays(c.tx, key, whole, touched)).map(textOf))
    const had = years.filter((y) => isTrue.has(textOf(y.days)))
    const wanted = [...had.map((y) => y.days), ...over.filter((m) => !had.some((y) => y.months.includes(m)))]
    const kept = await blocksOf<B>(
      c.tx,
      key,
      wanted.filter((days) => isTrue.has(textOf(days))),
    )
    const missing = wanted.filter((days) => !kept.some((k) => k.days === days))
    const made = missing.length ? await madeOnce(c, q, key, reads, missing) : []
    const found = [...kept, ...made]
    const merged = years.flatMap(({ days, months: of }): (Kept<B> & { months: Period[] })[] => {
      const parts = found.filter((k) => of.includes(k.days))
      const block = parts.length === of.length ? q.merged!(parts.map((k) => k.block)) : null
      return block === null ? [] : [{ days, months: of, block }]
    })
    if (merged.length) keepLater(c, key, reads, merged, await snapshot(c.tx))
    return [...found.filter((k) => !merged.some((y) => y.months.includes(k.days))), ...merged]
  })
}

async function blocksOf<B>(tx: Tx, question: string, places: readonly Period[]): Promise<Kept<B>[]> {
  if (places.length === 0) return []
  const days = new Map(places.map((p) => [textOf(p), p]))
  const written = places.map(({ from, to }) => `(${pg.escapeLiteral(from)}, ${pg.escapeLiteral(to)})`)
  const rows = await copied(
    tx,
    `select since || ' ' || until, block from cross_months where question = ${pg.escapeLiteral(question)} and (since, until) in (${written.join()}) order by since`,
  )
  return rows.map(([at, block]) => ({ days: days.get(`${at}`)!, block: deserialize(block!) as B }))
}

const snapshot = async (tx: Tx) =>
  (await tx.one<{ xid: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`))!.xid
const since = (tx: Tx, xid: string) =>
  tx.rows<Change>(sql`select name, entity, record_id as record, changes from events e
    where e.xid >= ${xid}::xid8 and entity is not null`)

type Made<B> = { kept: Kept<B>[]; xid: string }
// What is being added up now, by question: who asks the same meanwhile waits for it.
const inWork = new Map<string, Promise<Made<unknown> | null>>()

/** What these days come to, added up by one of all who ask for it at once. */
async function madeOnce<B>(
  c: Context,
  q: Question<B>,
  key: string,
  reads: readonly string[],
  missing: readonly Period[],
): Promise<Kept<B>[]> {
  // Another database of the same process is not this one.
  const place = `${c.kolo.db.workspace} ${key}`
  const others = (await inWork.get(place)) as Made<B> | null | undefined
  const theirs = others ? await stillTrue(c.tx, others, reads) : []
  const found = missing.flatMap((days) =>
    theirs.filter((k) => textOf(k.days) === textOf(days)).map((k) => ({ days, block: k.block })),
  )
  const rest = missing.filter((days) => !found.some((k) => k.days === days))
  if (rest.length === 0) return found
  const work = (async () => {
    const made: Made<B> = { kept: [], xid: await snapshot(c.tx) }
    for (const days of rest) made.kept.push({ days, block: await q.one(c.tx, days) })
    return made
  })()
  const shared = work.catch(() => null)
  inWork.set(place, shared)
  void shared.then(() => inWork.get(place) === shared && inWork.delete(place))
  const made = await work
  const small = made.kept.filter(({ block }) => q.isSmall?.(block) ?? true)
  keepLater(c, key, reads, small, made.xid)
  return [...found, ...made.kept]
}

/** Of what another one has added up, that which nothing has touched since he began. */
async function stillTrue<B>(tx: Tx, { kept, xid }: Made<B>, reads: readonly string[]): Promise<Kept<B>[]> {
  const touched = (await touchedBy(tx, await since(tx, xid))).filter(({ names }) =>
    names.some((name) => reads.includes(name)),
  )
  return kept.filter(({ days }) =>
    touched.every((t) => days.to < (t.since ?? '') || days.from > (t.until ?? '9')),
  )
}

/** Keeps what was added up. What has happened since is looked up at the end, while the consumer waits. */
function keepLater<B>(
  c: Context,
  question: string,
  reads: readonly string[],
  made: readonly Kept<B>[],
  xid: string,
): void {
  const month = monthOf(c.today)
  c.tx.afterCommit(() => {
    if (made.length === 0 || c.kolo.db.pool.ending) return
    const kept = c.kolo.db.system(async (tx) => {
      for (const { days, block } of made) {
        // Of the days so far of this month only the last is asked for.
        if (days.to >= month)
          await tx.rows(
            sql`delete from cross_months where question = ${question} and since = ${days.from} and until >= ${month} and until < ${days.to}`,
          )
        await tx.rows(sql`insert into cross_months (question, since, until, reads, block)
          values (${question}, ${days.from}, ${days.to}, ${reads}::text[], ${serialize(block)}) on conflict do nothing`)
      }
      await tx.rows(sql`select from relay_cursors where consumer = 'analysis' for update`)
      await forget(tx, await since(tx, xid))
    })
    void kept.catch((error) => console.error('analysis', error))
  })
}

async function forget(tx: Tx, news: readonly Change[]) {
  const touched = await touchedBy(tx, news)
  if (touched.length) await tx.rows(sql`delete from cross_months c using ${asRows(touched)} where ${untrue}`)
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
