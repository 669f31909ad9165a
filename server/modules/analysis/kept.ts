import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import type { Consumer } from '#core/background.ts'
import { copied } from '#core/copied.ts'
import type { Tx } from '#core/database.ts'
import { fieldOf } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import { Held } from './held.ts'
import { before, monthOf, type Period } from './period.ts'
import type { House } from './reach.ts'
import { asRows, far, keptDays, readAs, touchedBy, unread, untrue, type Change } from './touched.ts'

// Days that are over are added up once for each question, by months, and then again when something in them has changed: of
// three years and three million lines only today's are read each time.

/** Who asks, and when; `tx` is his. */
export type Asker = Pick<Context, 'actor' | 'today' | 'kolo'> & { tx: Tx }

const entityOf = (field: string) => field.split('.')[0]!

/** What must not have changed: these fields, those that the database computes them from, and which records there are. */
function readsOf(kolo: Kolo, { subject, fields }: Matter): string[] {
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

/** What is kept of days: of records of a subject, made of fields. */
export type Matter = {
  /** Two questions with the same key have the same answer. */
  key: readonly unknown[]
  /** Whose day it is that puts a record among days: an entity that `touched.ts` knows. */
  subject: string
  /** All that it is made of, as `order.date`. */
  fields: readonly string[]
  /** Entities whose records it names. */
  named?: readonly string[]
}
/** What these days come to, read as the system in the asker's transaction. */
export type Question<B> = Matter & { one(tx: Tx, days: Period): Promise<B> }
export type Kept<B> = { days: Period; block: B }
/** What one of the questions comes to on these days. */
type Answer<B> = Kept<B> & { question: number }
/** What these questions come to on each of these days, read as the system in the asker's transaction. */
type Make<B> = (tx: Tx, questions: readonly number[], days: readonly Period[]) => Promise<Answer<B>[]>
/** Questions that are answered together, of days that were over when today began: as what they come to was kept while that
 * is still true, or as it was added up now and is kept from now on. */
export type Opened<B> = {
  days: Period[]
  read(questions: readonly number[], days: readonly Period[]): Promise<Answer<B>[]>
}

const textOf = ({ from, to }: Period) => `${from} ${to}`

/** Nothing for whoever may not see every record. */
export async function openedOf<B>(
  c: Asker,
  questions: readonly Matter[],
  spans: readonly Period[],
  make: Make<B>,
): Promise<Opened<B> | null> {
  const days = spans.flatMap((one) => before(c.today, one))
  const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const read = [...new Set(questions.flatMap((q) => q.fields.map(entityOf)))]
  if (days.length === 0 || !seesAll(house, [...read, ...questions.flatMap((q) => q.named ?? [])])) return null
  const keys = questions.map((q) => createHash('sha256').update(JSON.stringify(q.key)).digest('base64url'))
  return c.tx.elevated(async () => {
    const news = await unread(c.tx, read)
    if (!news) return null
    const isTrue = await keptDays(c.tx, keys, days, await touchedBy(c.tx, news))
    const at = (question: number, one: Period) => `${keys[question]} ${textOf(one)}`
    const made = new Map<string, Answer<B>>()
    // Those that lack the same days are made together.
    const lacking = Map.groupBy(questions.keys(), (q) =>
      days.flatMap((one, i) => (isTrue.has(at(q, one)) ? [] : [i])).join(),
    )
    for (const [missing, of] of lacking)
      if (missing)
        for (const one of await madeOnce(
          c,
          { questions, keys, make },
          of,
          missing.split(',').map((i) => days[Number(i)]!),
        ))
          made.set(at(one.question, one.days), one)
    return {
      days,
      read: (of, when) =>
        c.tx.elevated(async () => {
          const wanted = of.flatMap((question) => when.map((one) => ({ question, days: one })))
          const had = wanted.flatMap((w) => made.get(at(w.question, w.days)) ?? [])
          const rest = wanted.filter((w) => !made.has(at(w.question, w.days)))
          return [
            ...had,
            ...(await blocksOf<B>(
              c,
              keys,
              rest.map((w) => ({ ...w, made: isTrue.get(at(w.question, w.days))! })),
            )),
          ]
        }),
    }
  })
}

/** The same of one question, whose days are added up one by one. */
export async function keptOf<B>(c: Asker, q: Question<B>, spans: readonly Period[]): Promise<Kept<B>[]> {
  const opened = await openedOf<B>(c, [q], spans, async (tx, [question], missing) => {
    const made: Answer<B>[] = []
    for (const days of missing) made.push({ question: question!, days, block: await q.one(tx, days) })
    return made
  })
  if (!opened) return []
  const found = await opened.read([0], opened.days)
  // Something has changed since it was seen to be true.
  return found.length < opened.days.length ? keptOf(c, q, spans) : found
}

type Place = { question: number; days: Period; made: string }

// What was read lately: reading a year of millions of lines costs more than adding them up.
const held = new Held<object>(128 * 2 ** 20, 10 * 60_000)

async function blocksOf<B>(
  { tx, kolo }: Asker,
  keys: readonly string[],
  places: readonly Place[],
): Promise<Answer<B>[]> {
  const at = new Map<string, Place>()
  const found: Answer<B>[] = []
  const nameOf = ({ question, days, made }: Place) => `${keys[question]} ${textOf(days)} ${made}`
  const heldAs = (name: string) => `${kolo.db.workspace} ${name}`
  for (const place of places) {
    const block = held.get(heldAs(nameOf(place))) as B | undefined
    if (block) found.push({ ...place, block })
    else at.set(nameOf(place), place)
  }
  if (at.size === 0) return found
  const asked = Array.from(at.values(), (p) => [keys[p.question], p.days.from, p.days.to, p.made])
  await copied(
    tx,
    sql`select question || ' ' || since || ' ' || until || ' ' || made_at, block from cross_months
      where (question, since, until, made_at) in (select a->>0, (a->>1)::date, (a->>2)::date, (a->>3)::timestamptz
        from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) a)`,
    ([name, bytes]) => {
      const block = deserialize(bytes!)
      held.set(heldAs(`${name}`), block, bytes!.length)
      found.push({ ...at.get(`${name}`)!, block })
    },
  )
  return found
}

const snapshot = async (tx: Tx) =>
  (await tx.one<{ xid: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`))!.xid
const since = (tx: Tx, xid: string) =>
  tx.rows<Change>(sql`select name, entity, record_id as record, changes from events e
    where e.xid >= ${xid}::xid8 and entity is not null`)

type Made<B> = { kept: Answer<B>[]; xid: string }
type Asked<B> = { questions: readonly Matter[]; keys: readonly string[]; make: Make<B> }
// What is being added up now, by question: who asks the same meanwhile waits for it.
const inWork = new Map<string, Promise<Made<unknown> | null>>()

/** What these days come to, added up by one of all who ask for it at once. */
async function madeOnce<B>(
  c: Asker,
  { questions, keys, make }: Asked<B>,
  of: readonly number[],
  missing: readonly Period[],
): Promise<Answer<B>[]> {
  // Another database of the same process is not this one.
  const places = of.map((q) => `${c.kolo.db.workspace} ${keys[q]} ${missing.map(textOf).join()}`)
  const found: Answer<B>[] = []
  const rest: number[] = []
  for (const [i, question] of of.entries()) {
    const others = (await inWork.get(places[i]!)) as Made<B> | null | undefined
    const mine = others ? await stillTrue(c.tx, others, readsOf(c.kolo, questions[question]!)) : false
    if (mine) found.push(...others!.kept.map((k) => ({ ...k, question })))
    else rest.push(question)
  }
  if (rest.length === 0) return found
  const work = (async () => {
    const xid = await snapshot(c.tx)
    return { xid, kept: await make(c.tx, rest, missing) }
  })()
  for (const question of rest) {
    const place = places[of.indexOf(question)]!
    const shared = work.then(
      ({ xid, kept }) => ({ xid, kept: kept.filter((k) => k.question === question) }),
      () => null,
    )
    inWork.set(place, shared)
    void shared.then(() => inWork.get(place) === shared && inWork.delete(place))
  }
  const made = await work
  keepLater(c, { questions, keys, make }, made)
  return [...found, ...made.kept]
}

/** Whether nothing has touched what another one has added up since he began. */
async function stillTrue<B>(tx: Tx, { kept, xid }: Made<B>, reads: readonly string[]): Promise<boolean> {
  const touched = (await touchedBy(tx, await since(tx, xid))).filter(({ names }) =>
    names.some((name) => reads.includes(name)),
  )
  return kept.every(({ days }) =>
    touched.every((t) => days.to < (t.since ?? '') || days.from > (t.until ?? '9')),
  )
}

/** Keeps what was added up. What has happened since is looked up at the end, while the consumer waits. */
function keepLater<B>(c: Asker, { questions, keys }: Asked<B>, { kept, xid }: Made<B>): void {
  const month = monthOf(c.today)
  const reads = questions.map((q) => readsOf(c.kolo, q))
  c.tx.afterCommit(() => {
    if (kept.length === 0 || c.kolo.db.pool.ending) return
    const saved = c.kolo.db.system(async (tx) => {
      const write = async ({ question, days, block }: Answer<B>) => {
        // Of the days so far of this month only the last is asked for.
        if (days.to >= month && days.from < days.to)
          await tx.rows(
            sql`delete from cross_months where question = ${keys[question]} and since = ${days.from} and until >= ${month} and until < ${days.to}`,
          )
        await tx.rows(sql`insert into cross_months (question, since, until, reads, block) values
          (${keys[question]}, ${days.from}, ${days.to}, ${reads[question]}::text[], ${serialize(block)}) on conflict do nothing`)
      }
      for (let at = 0; at < kept.length; at += atOnce)
        await Promise.all(kept.slice(at, at + atOnce).map(write))
      await tx.rows(sql`select from relay_cursors where consumer = 'analysis' for update`)
      await forget(tx, await since(tx, xid))
    })
    void saved.catch((error) => console.error('analysis', error))
  })
}

// So many are written without waiting for one another.
const atOnce = 30

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
