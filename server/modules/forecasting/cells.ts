import sql, { join, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Context } from '#core/operation.ts'
import { keptOf, less, monthsOf, type Period, type Question } from '#modules/analysis/index.ts'
import type { Cell } from './expect.ts'
import { ratesAt } from './in-currency.ts'
import { tenth } from './tenths.ts'
import { ofWhom, type Whose } from './waterfall.ts'

/** Money in its own currencies: that of what they were thought to be worth, and that of what they were won for. */
type Counted = Cell & { valueIn: string | null; finalIn: string | null }

/** The lives of these deals `d` and their stays in stages, added up where they are alike. What an open deal is worth is its
 * amount, or else its product's price; of a decided one only what was known before: its amount when it came to the stage,
 * or the price of its product. */
async function read(tx: Tx, whose: Whose, those: Sql): Promise<Counted[]> {
  const isOpen = sql`d.status = 'open'`
  // A million moves are sorted in memory, not on the disk.
  await tx.rows(sql`set local work_mem = '64MB'`)
  return tx.rows<Counted>(sql`
    with d as materialized (select d.id, d.pipeline_id, d.status, ${tenth(sql`coalesce(d.opened_on, d.created_at::date)`)} as enter,
        case when d.status <> 'open' then ${tenth(sql`coalesce(d.close_date, d.updated_at::date)`)} end as exit,
        d.amount::float, d.amount_currency, p.price::float, p.price_currency
      from deals d left join products p on p.id = d.product_id
      where d.deleted_at is null and ${ofWhom(whose, sql`d`)} and ${those}),
    moves as (select s.deal_id, s.to_stage_id, s.outcome, s.at, s.id, ${tenth(sql`s.at::date`)} as enter, s.amount::float, s.amount_currency
      from stage_changes s join d on d.id = s.deal_id where s.deleted_at is null),
    stays as materialized (select *, lead(enter) over (partition by deal_id order by at, id) as leave from moves),
    staged as (select distinct deal_id from stays where outcome = 'open'),
    x as (
      select d.pipeline_id, null::uuid as stage, g.deal_id is not null as staged, d.enter, null::int as leave, case when d.exit is not null then greatest(d.exit, d.enter) end as exit, d.status,
        case when ${isOpen} then coalesce(d.amount, d.price) else d.price end as value,
        case when ${isOpen} and d.amount is not null then d.amount_currency else d.price_currency end as value_in, d.amount, d.amount_currency
      from d left join staged g on g.deal_id = d.id
      union all
      select d.pipeline_id, s.to_stage_id, true, s.enter, s.leave, case when d.exit is not null then greatest(d.exit, s.enter) end, d.status,
        case when ${isOpen} and s.leave is null and d.amount is not null then d.amount else coalesce(s.amount, d.price) end,
        case when ${isOpen} and s.leave is null and d.amount is not null then d.amount_currency
          when s.amount is not null then s.amount_currency else d.price_currency end, d.amount, d.amount_currency
      from stays s join d on d.id = s.deal_id where s.outcome = 'open')
    select pipeline_id as pipeline, stage, staged as "isStaged", enter, leave, exit, status as outcome, value_in as "valueIn",
      case when status = 'won' then amount_currency end as "finalIn", count(*)::int as count,
      count(value)::int as valued, coalesce(sum(value), 0) as sum, coalesce(sum(value * value), 0) as squares,
      coalesce(sum(amount) filter (where status = 'won'), 0) as final,
      coalesce(sum(amount * amount) filter (where status = 'won'), 0) as "finalSquares"
    from x group by 1, 2, 3, 4, 5, 6, 7, 8, 9 order by 1, 2, 3, 4, 5, 6, 7, 8, 9`)
}

const isDecided = sql`d.status <> 'open' and d.close_date is not null`
const isOpened = sql`d.status = 'open' and d.opened_on is not null`
const isDayless = sql`d.status = 'open' and d.opened_on is null or d.status <> 'open' and d.close_date is null`

/** Deals of a kind, each of which has its day. */
type Kind = { subject: string; day: Sql; is: Sql }
const kinds: readonly Kind[] = [
  { subject: 'deal', day: sql`d.close_date`, is: isDecided },
  { subject: 'openDeal', day: sql`d.opened_on`, is: isOpened },
]

const among = (day: Sql, days: readonly Period[]) =>
  days.length
    ? sql`(${join(
        days.map(({ from, to }) => sql`${day} between ${from}::date and ${to}::date`),
        ' or ',
      )})`
    : sql`false`

const alike = ({ subject, day, is }: Kind, whose: Whose): Question<Counted[]> => ({
  key: ['forecast', subject, whose],
  subject,
  fields: [
    ...['amount', 'openedOn', 'owner', 'pipeline', 'product', 'stage', 'status', 'team'].map(
      (f) => `deal.${f}`,
    ),
    ...(subject === 'deal' ? ['deal.closeDate'] : []),
    ...['amount', 'at', 'deal', 'outcome', 'toStage'].map((field) => `stageChange.${field}`),
    'product.price',
    ...(whose.team ? ['team.parent'] : []),
  ],
  one: (tx, days) => read(tx, whose, sql`${is} and ${among(day, [days])}`),
})

// Twenty years; what was before them is added up each time.
const mostMonths = 240
const mostNamed = 20_000
const always: Period = { from: '0001-01-01', to: '9999-12-31' }

/** What is kept of deals of a kind, and the others of that kind. */
async function keptKind(c: Context, kind: Kind, whose: Whose): Promise<{ cells: Counted[]; others: Sql }> {
  const first = await c.tx.one<{ day: string | null }>(
    sql`select min(${kind.day}) as day from deals d where deleted_at is null and ${kind.is}`,
  )
  const months = first?.day && first.day <= c.today ? monthsOf({ from: first.day, to: c.today }) : []
  const { person = null, team = null } = whose
  const kept = await keptOf(c, alike(kind, { person, team }), months.slice(-mostMonths))
  const rest = less(
    always,
    kept.map((k) => k.days),
  )
  return { cells: kept.flatMap((k) => k.block), others: sql`${kind.is} and ${among(kind.day, rest)}` }
}

/** What all deals, or this person's or team's, tell of. What those decided in past days tell is kept by the day of their
 * close, and what open ones do by the day they came. */
export async function cellsOf(c: Context, whose: Whose = {}): Promise<Cell[]> {
  const kept: Awaited<ReturnType<typeof keptKind>>[] = []
  for (const kind of kinds) kept.push(await keptKind(c, kind, whose))
  const others = sql`(${join(
    kept.map((k) => sql`(${k.others})`),
    ' or ',
  )} or ${isDayless})`
  // Of few it reads their moves alone; PostgreSQL would guess that they are many.
  const few = await c.tx.rows<{ id: string }>(
    sql`select d.id from deals d where d.deleted_at is null and ${ofWhom(whose, sql`d`)} and ${others} limit ${mostNamed + 1}`,
  )
  const ids = few.map((d) => d.id)
  const rest = await read(c.tx, whose, ids.length > mostNamed ? others : sql`d.id = any(${ids}::uuid[])`)
  const rates = new Map(await ratesAt(c, c.today))
  const rate = (currency: string | null) => (currency === null ? 0 : Number(rates.get(currency) ?? 0))
  return [...kept.flatMap((k) => k.cells), ...rest].map(({ valueIn, finalIn, ...cell }) => {
    const [value, final] = [rate(valueIn), rate(finalIn)]
    return {
      ...cell,
      valued: value ? cell.valued : 0,
      sum: cell.sum * value,
      squares: cell.squares * value ** 2,
      final: cell.final * final,
      finalSquares: cell.finalSquares * final ** 2,
    }
  })
}
