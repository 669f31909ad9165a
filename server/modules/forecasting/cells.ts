import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Context } from '#core/operation.ts'
import { keptOf, type Question } from '#modules/analysis/index.ts'
import type { Cell } from './expect.ts'
import { ratesAt } from './in-currency.ts'
import { periodAt, plusDays, shifted, type Period } from './period.ts'
import { within } from './read-forecast.ts'
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

const decided = (whose: Whose): Question<Counted[]> => ({
  key: ['forecast', whose],
  subject: 'deal',
  fields: [
    ...['amount', 'closeDate', 'openedOn', 'owner', 'pipeline', 'product', 'stage', 'status', 'team'].map(
      (field) => `deal.${field}`,
    ),
    ...['amount', 'at', 'deal', 'outcome', 'toStage'].map((field) => `stageChange.${field}`),
    'product.price',
    ...(whose.team ? ['team.parent'] : []),
  ],
  one: (tx, days) =>
    read(tx, whose, sql`${isDecided} and ${within(sql`d.close_date`, periodAt(days.from, 'month'))}`),
})
const isDecided = sql`d.status <> 'open' and d.close_date is not null`

const outside = (months: readonly Period[]) =>
  months.length
    ? sql`or d.close_date < ${months[0]!.from}::date or d.close_date >= ${months.at(-1)!.until}::date`
    : empty
const during = (months: readonly Period[]) =>
  months.length
    ? sql`or ${join(
        months.map((m) => sql`(${within(sql`d.close_date`, m)})`),
        ' or ',
      )}`
    : empty

// Twenty years; what was decided before them is added up each time.
const mostMonths = 240

/** What all deals, or this person's or team's, tell of: those decided in months that are over are kept. */
export async function cellsOf(c: Context, whose: Whose = {}): Promise<Cell[]> {
  const first = await c.tx.one<{ day: string | null }>(
    sql`select min(close_date) as day from deals d where deleted_at is null and ${isDecided}`,
  )
  const months: Period[] = []
  for (
    let month = periodAt(c.today, 'month');
    first?.day && month.until > first.day && months.length < mostMonths;
    month = shifted(month, -1)
  )
    months.unshift(month)
  const { person = null, team = null } = whose
  const kept = await keptOf(
    c,
    decided({ person, team }),
    months.map((m) => ({ from: m.from, to: plusDays(m.until, -1) })),
  )
  const left = months.filter((m) => !kept.some((k) => k.days.from === m.from))
  const rest = await read(c.tx, whose, sql`(not (${isDecided}) ${outside(months)} ${during(left)})`)
  const rates = new Map(await ratesAt(c, c.today))
  const rate = (currency: string | null) => (currency === null ? 0 : Number(rates.get(currency) ?? 0))
  return [...kept.flatMap((k) => k.block), ...rest].map(({ valueIn, finalIn, ...cell }) => {
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
