import sql, { type Sql } from 'sql-template-tag'
import { ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { backTest, spanOf } from './back-test.ts'
import { foreteller, type Cell } from './expect.ts'
import { ratesInto } from './in-currency.ts'
import { periodIn } from './period.ts'
import { dealFields, period } from './read-forecast.ts'
import { needToSee } from './seen.ts'
import { elapsed, tenth, tenthOf } from './tenths.ts'
import { ofWhom, type Whose } from './waterfall.ts'

/** The deals' lives and their stays in stages, added up where they are alike. What an open deal is worth is its amount, or
 * else its product's price; of a decided one only what was known before: its amount when it came to the stage, or the
 * price of its product. */
export async function cellsOf(c: Context, whose: Whose = {}): Promise<Cell[]> {
  const rates = await ratesInto(c, c.today)
  const exit = (enter: Sql) =>
    sql`case when d.status <> 'open' then greatest(${tenth(sql`coalesce(d.close_date, d.updated_at::date)`)}, ${enter}) end`
  // A million moves are sorted in memory, not on the disk.
  await c.tx.rows(sql`set local work_mem = '64MB'`)
  return c.tx.rows<Cell>(sql`
    with d as materialized (select d.id, d.pipeline_id, d.status, d.close_date, d.updated_at,
        ${tenth(sql`coalesce(d.opened_on, d.created_at::date)`)} as enter, (d.amount * r.rate)::float as amount,
        (p.price * q.rate)::float as price
      from deals d left join ${rates} on r.currency = d.amount_currency
      left join products p on p.id = d.product_id
      left join (select * from ${rates}) q on q.currency = p.price_currency
      where d.deleted_at is null and ${ofWhom(whose, sql`d`)}),
    stays as materialized (select s.deal_id, s.to_stage_id, s.outcome, s.at, s.amount * r.rate as amount,
        lead(s.at) over (partition by s.deal_id order by s.at, s.id) as left_at
      from stage_changes s left join ${rates} on r.currency = s.amount_currency where s.deleted_at is null),
    staged as (select distinct deal_id from stays where outcome = 'open'),
    x as (
      select d.pipeline_id, null::uuid as stage, g.deal_id is not null as staged, enter, null::int as leave, ${exit(sql`enter`)} as exit, d.status,
        case when d.status = 'open' then coalesce(d.amount, d.price) else d.price end as value, d.amount
      from d left join staged g on g.deal_id = d.id
      union all
      select d.pipeline_id, s.to_stage_id, true, s.enter, case when s.left_at is not null then ${tenth(sql`s.left_at`)} end, ${exit(sql`s.enter`)}, d.status,
        coalesce(case when d.status = 'open' and s.left_at is null then d.amount end, s.amount::float, d.price), d.amount
      from (select *, ${tenth(sql`at`)} as enter from stays where outcome = 'open') s join d on d.id = s.deal_id)
    select pipeline_id as pipeline, stage, staged as "isStaged", enter, leave, exit, status as outcome, count(*)::int as count,
      count(value)::int as valued, coalesce(sum(value), 0) as sum, coalesce(sum(value * value), 0) as squares,
      coalesce(sum(amount) filter (where status = 'won'), 0) as final,
      coalesce(sum(amount * amount) filter (where status = 'won'), 0) as "finalSquares"
    from x group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`)
}

const input = {
  period,
  person: ref('user', { label: { uk: 'Людина' } }),
  team: ref('team', { label: { uk: 'Команда' } }),
}
const needs = { deal: 'read', stageChange: 'read', product: 'read' } as const

async function history(c: Context, whose: Whose): Promise<Cell[]> {
  needToSee(c, {
    deal: [...dealFields, 'openedOn', 'product', 'pipeline'],
    stageChange: ['deal', 'toStage', 'outcome', 'at', 'amount'],
    product: ['price'],
  })
  return cellsOf(c, whose)
}

export const expectForecast = operation({
  name: 'forecast.expect',
  summary: {
    en: 'What past deals say a period will bring',
    uk: 'Що принесе період за досвідом минулих угод',
  },
  effect: 'read',
  input,
  needs,
  async run(c, asked) {
    const p = periodIn(asked.period, c.today)
    const expected = foreteller(await history(c, asked))
    const moment = { tenth: tenthOf(c.today), part: elapsed(c.today), isNow: true }
    const { wins, ...figures } = expected(moment, spanOf(p))
    return {
      period: p,
      currency: c.kolo.workspace.currency,
      wins,
      figures: Object.fromEntries(Object.entries(figures).map(([key, x]) => [key, x.toFixed(2)])),
    }
  },
})

export const tryForecast = operation({
  name: 'forecast.back_test',
  summary: {
    en: 'How past deals would have foretold past periods',
    uk: 'Як досвід передбачив би минулі періоди',
  },
  effect: 'read',
  input,
  needs,
  async run(c, asked) {
    const p = periodIn(asked.period, c.today)
    const cells = await history(c, asked)
    const expected = foreteller(cells)
    const { from, until } = spanOf(p)
    const now = tenthOf(c.today)
    return {
      period: p,
      currency: c.kolo.workspace.currency,
      /** At the beginning of past periods, and as far into them as this one is now. */
      atStart: backTest(cells, p, 8, 0, expected),
      atThisPoint: now > from && now < until ? backTest(cells, p, 8, now - from, expected) : null,
    }
  },
})
