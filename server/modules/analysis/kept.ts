import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import type { Consumer } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import { fieldOf, type Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import { less, wholeMonths } from './period.ts'
import type { House } from './reach.ts'
import { monthly, type Kept, type Plan } from './statement.ts'
import { anything, far, hasDay, staleMonths, touchedBy, unread, type Change } from './touched.ts'

// Whole months that are over are added up once for each question, and then again when something in them has changed: of
// three years and three million lines only the days of this month are read each time.

/** `order.account.region` from an order's line: the line's order, the order's account, its region. */
function hops(e: Entity, path: string, house: House): string[] {
  const [head = '', ...rest] = path.split('.')
  const target = fieldOf(e, head)?.entity
  return [
    `${e.name}.${head}`,
    ...(rest.length && target ? hops(house.entityOf(target), rest.join('.'), house) : []),
  ]
}

/** Every field that a question's sums are made of. */
function readsOf(house: House, e: Entity, p: Plan): string[] {
  const facts = [...new Set(p.measures.flatMap((m) => m.facts))].map((name) => p.subject.facts[name]!)
  const base = p.subject.base as [string] | undefined
  const fields = [
    ...[p.subject.date, ...(base ? [base[0]] : []), ...p.by.map((d) => d.path)].flatMap((path) =>
      hops(e, path, house),
    ),
    ...facts.flatMap((f) => f.reads),
    ...(facts.some((f) => f.currency) ? ['exchangeRate.rate'] : []),
  ]
  // A region is computed of the addresses.
  if (fields.includes('account.region')) fields.push('account.addresses')
  // Who moves to another team takes his records along.
  if (fields.some((f) => f.endsWith('.team'))) fields.push('user.team')
  const all = [...fields, ...fields.map((f) => `${f.split('.')[0]}.*`)]
  return [...new Set(all.map((f) => (hasDay(e.name, f.split('.')[0]!) ? f : far(f)))), anything]
}

/** Whether no record of these is hidden from whoever has these rights. */
const seesAll = (house: House, names: readonly string[]) =>
  names.every((name) => {
    const e = house.entityOf(name)
    return (house.rights[name] ?? nothing).read === 'all' && !e.privateBy && !e.keepers
  })

const questionOf = (house: House, e: Entity, p: Plan) => {
  const { text, values } = monthly(house, e, p, ['2000-01-01'])
  return createHash('sha256')
    .update(JSON.stringify([text, values]))
    .digest('base64url')
}

/** The months of a question that were kept and are still true; the others are kept from now on. */
export async function keptOf(c: Context, house: House, e: Entity, p: Plan): Promise<Kept | null> {
  const reads = readsOf(house, e, p)
  const named = p.by
    .flatMap((d) => hops(e, d.path, house).slice(-1))
    .flatMap((at) => {
      const [entity = '', field = ''] = at.split('.')
      return fieldOf(house.entityOf(entity), field)?.entity ?? []
    })
  const read = [
    ...new Set(
      reads
        .filter((r) => r !== anything && r !== far('user.team'))
        .map((r) => r.replace('>', '').split('.')[0]!),
    ),
  ]
  if (!p.subject.isKept || p.measures.some((m) => !m.sums) || !seesAll(house, [...read, ...named]))
    return null
  const periods = [p.period, ...(p.before ? [p.before.period] : [])]
  const thisMonth = `${c.today.slice(0, 8)}01`
  const months = [p.period, ...(p.before?.shift.unit === 'months' ? [p.before.period] : [])]
    .flatMap(wholeMonths)
    .filter((month) => month < thisMonth)
  if (months.length === 0) return null
  const question = questionOf(house, e, p)
  const good = await c.tx.elevated(async () => {
    const news = await unread(c.tx, read)
    if (!news) return null
    const stale = new Set(await staleMonths(c.tx, question, await touchedBy(c.tx, news)))
    const rows = await c.tx.rows<{ month: string }>(
      sql`select month from cross_months where question = ${question} and month = any(${months}::date[])`,
    )
    return rows.map((r) => r.month).filter((month) => !stale.has(month))
  })
  if (!good) return null
  const missing = months.filter((month) => !good.includes(month))
  if (missing.length)
    void keep(c.kolo, question, reads, house, e, p, missing).catch((error) =>
      console.error('analysis', error),
    )
  return good.length ? { question, months: good, rest: periods.flatMap((one) => less(one, good)) } : null
}

const inWork = new Set<string>()

/** Adds months up and keeps them. What happened meanwhile is looked up at the end, while the consumer waits. */
async function keep(
  kolo: Kolo,
  question: string,
  reads: string[],
  house: House,
  e: Entity,
  p: Plan,
  months: string[],
): Promise<void> {
  if (inWork.has(question)) return
  inWork.add(question)
  let isFine = false
  try {
    await kolo.db.system(async (tx) => {
      const since = await tx.one<{ xid: string }>(
        sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
      )
      await tx.rows(sql`set local work_mem = '64MB'`)
      const [made] = await tx.rows<{ fine: boolean }>(sql`with made as (
          select m, case when x.month is null then '[]' else x.cells end as cells
          from unnest(${months}::date[]) m left join (${monthly(house, e, p, months)}) x on x.month = m
        ), written as (insert into cross_months (question, month, reads, cells)
          select ${question}, m, ${reads}::text[], cells from made where cells is not null order by m on conflict do nothing)
        select bool_or(cells is null) as fine from made`)
      isFine = made!.fine
      await tx.rows(sql`select from relay_cursors where consumer = 'analysis' for update`)
      const news = await tx.rows<Change>(sql`select name, entity, record_id as record, changes from events e
        where e.xid >= ${since!.xid}::xid8 and entity is not null`)
      await forget(tx, news)
    })
  } finally {
    // One that has too many cells is not tried again until the next start.
    if (!isFine) inWork.delete(question)
  }
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
