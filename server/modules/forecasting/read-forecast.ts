import sql, { type Sql } from 'sql-template-tag'
import { nothing } from '#core/access.ts'
import type { Filter } from '#core/filter.ts'
import { choice, ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { dealsIn, dealsOf, dealsWith } from './deals-of.ts'
import { added, figuresOf, treeOf, type Bucket, type Figures, type Sum, type TeamPlace } from './figures.ts'
import { ratesInto } from './in-currency.ts'
import { periodIn, type Period } from './period.ts'
import { paceOf, plansOf, type PlanLine } from './plan.ts'
import { needToSee } from './seen.ts'

export const period = text({ max: 7, label: { uk: 'Період' } })
export const dealFields = [
  'amount',
  'status',
  'closeDate',
  'forecastCategory',
  'probability',
  'owner',
  'team',
] as const

/** A deal `d` with its rate `r` in the company's currency. */
export const value = sql`coalesce(round(d.amount * r.rate, 2), 0)`
export const weighted = sql`coalesce(round(d.amount * r.rate * d.probability / 100, 2), 0)`
/** Where an open or won deal `d` stands in the forecast. */
export const bucket = sql`case when d.status = 'won' then 'won' else coalesce(d.forecast_category, 'pipeline') end`
export const within = (column: Sql, { from, until }: Period) =>
  sql`${column} >= ${from}::date and ${column} < ${until}::date`
const counted = (p: Period) =>
  sql`d.deleted_at is null and d.status in ('open', 'won') and ${within(sql`d.close_date`, p)}`

export const daysLeft = (until: string, today: string) => (Date.parse(until) - Date.parse(today)) / 86_400_000

const may = ({ kolo, actor }: Context, entity: string) =>
  (kolo.rightsOf(actor)[entity] ?? nothing).read !== 'none'

type Override = {
  id: string
  period: string
  owner: string | null
  team: string | null
  amount: string
  currency: string
  computed: string | null
  reason: string
  at: string
  by: string | null
}

/** The corrections of a period, the last first. Those of a person carry his team too: they are not the team's. */
const overridesOf = (c: Context, p: Period) =>
  may(c, 'forecastOverride')
    ? c.tx
        .rows<Override>(sql`select o.id, o.period, o.owner_id as owner, case when o.owner_id is null then o.team_id end as team,
        o.amount::text, o.amount_currency as currency, o.computed::text, o.reason, o.created_at as at, u.name as by
      from forecast_overrides o left join users u on u.id = o.by_id
      where o.period = ${p.key} and o.deleted_at is null order by o.created_at desc, o.id desc`)
    : []

/** The plans of value for a period and its parts, whole (of no single product group), in the company's currency. */
const plansIn = (c: Context, p: Period, rates: Sql) =>
  may(c, 'quota')
    ? c.tx
        .rows<PlanLine>(sql`select q.period, q.owner_id as owner, q.team_id as team, round(q.amount * r.rate, 2)::text as value
      from quotas q join ${rates} on r.currency = q.amount_currency
      where q.measure = 'value' and q.group_id is null and q.deleted_at is null
        and (q.period = ${p.key} or q.period like ${`${p.key.slice(0, 4)}-%`})`)
    : []

export const readForecast = operation({
  name: 'forecast.read',
  summary: { en: 'Forecast by team and person', uk: 'Прогноз за командами й людьми' },
  effect: 'read',
  input: { period },
  needs: { deal: 'read', team: 'read', user: 'read' },
  async run(c, input) {
    const p = periodIn(input.period, c.today)
    needToSee(c, { deal: dealFields, team: ['name', 'parent'], user: ['name'] })
    const rates = await ratesInto(c, c.today)
    const sums = await c.tx.rows<
      Sum & { lost: number }
    >(sql`select d.team_id as team, d.owner_id as owner, ${bucket} as bucket,
        sum(${value})::text as value, sum(${weighted})::text as weighted, count(*)::int as count,
        count(*) filter (where d.amount is not null and r.rate is null)::int as lost
      from deals d left join ${rates} on r.currency = d.amount_currency where ${counted(p)} group by 1, 2, 3`)
    const teams = await c.tx.rows<TeamPlace>(
      sql`select id, name as title, parent_id as parent from teams where deleted_at is null order by name collate "uk-x-icu"`,
    )
    const overrides = await overridesOf(c, p)
    const plans = await plansIn(c, p, rates)
    const people = await c.tx.rows<{ id: string; name: string }>(sql`select id, name from users
      where id = any(${[...new Set([...sums, ...plans, ...overrides].flatMap((s) => s.owner ?? []))]}::uuid[])`)
    const planned = plans.filter((q) => q.period === p.key)
    const tree = treeOf(sums, teams, new Map(people.map((u) => [u.id, u.name])), planned)
    const quotas = plansOf(plans, p, tree)
    const left = daysLeft(p.until, c.today)
    return {
      period: p,
      filters: dealsOf(p),
      currency: c.kolo.workspace.currency,
      daysLeft: left,
      /** Deals whose currency has no rate: they are counted, their money is not. */
      withoutRate: sums.reduce((n, s) => n + s.lost, 0),
      total: figuresOf(sums),
      lines: tree.map((line, i) => ({
        ...line,
        filter: dealsIn(line),
        plan: quotas[i] ? paceOf(quotas[i], line.won, left) : null,
        overrides: overrides.filter(
          (o) => line.id !== null && (line.kind === 'team' ? o.team : o.owner) === line.id,
        ),
      })),
    }
  },
})

const lines = sql`select l.deal_id, l.product_id, sum(l.amount) as amount from deal_lines l
  where l.deleted_at is null group by 1, 2`

/** A deal's money goes to its lines' products in proportion to what they come to; a deal without lines is its product's. */
export const forecastByProduct = operation({
  name: 'forecast.by_product',
  summary: { en: 'Forecast by product', uk: 'Прогноз за товарами' },
  effect: 'read',
  input: {
    period,
    by: choice({
      label: { en: 'By', uk: 'За' },
      options: [
        { key: 'product', label: { en: 'Product', uk: 'Товаром' } },
        { key: 'group', label: { en: 'Product group', uk: 'Групою товарів' } },
      ],
    }),
    team: ref('team', { label: { uk: 'Команда' } }),
    person: ref('user', { label: { en: 'Person', uk: 'Людина' } }),
  },
  needs: { deal: 'read', dealLine: 'read', product: 'read' },
  async run(c, input) {
    const p = periodIn(input.period, c.today)
    needToSee(c, {
      deal: [...dealFields, 'product'],
      dealLine: ['deal', 'product', 'amount'],
      product: ['name', 'group'],
    })
    const by = input.by === 'product' ? 'product' : 'group'
    const rates = await ratesInto(c, c.today)
    const whom = await whomOf(c, input)
    const id = by === 'product' ? sql`p.id` : sql`p.group_id`
    const named = by === 'product' ? sql`products` : sql`product_groups`
    const rows = await c.tx.rows<{
      id: string | null
      title: string | null
      bucket: Bucket
      value: string
      weighted: string
      count: number
    }>(sql`
      with d as materialized (select d.id, d.product_id, ${bucket} as bucket, ${value} as value, ${weighted} as weighted
        from deals d left join ${rates} on r.currency = d.amount_currency
        where ${counted(p)} ${input.team ? sql`and d.team_id in (${below(input.team)})` : sql``}
          ${input.person ? sql`and d.owner_id = ${input.person}::uuid` : sql``}),
      l as (${lines}),
      parts as (
        select d.id, d.bucket, l.product_id, d.value * l.amount / nullif(s.amount, 0) as value, d.weighted * l.amount / nullif(s.amount, 0) as weighted
        from d join l on l.deal_id = d.id join (select deal_id, sum(amount) as amount from l group by 1) s on s.deal_id = d.id where s.amount <> 0
        union all
        select d.id, d.bucket, d.product_id, d.value, d.weighted from d
        where not exists (select from l where l.deal_id = d.id group by l.deal_id having sum(l.amount) <> 0)),
      sums as (select ${id} as id, bucket, round(sum(x.value), 2) as value, round(sum(x.weighted), 2) as weighted, count(distinct x.id)::int as count
        from parts x left join products p on p.id = x.product_id group by 1, 2)
      select s.id, n.name as title, s.bucket, s.value::text, s.weighted::text, s.count from sums s left join ${named} n on n.id = s.id`)
    const items = [...Map.groupBy(rows, (r) => r.id)].map(([id, of]) => ({
      id,
      title: of[0]!.title,
      filter: { and: [dealsWith(by, id), ...whom] } as Filter,
      ...figuresOf(of),
    }))
    return {
      period: p,
      filters: dealsOf(p),
      currency: c.kolo.workspace.currency,
      total: added(items),
      items: items.toSorted((a, b) => most(b) - most(a)),
    }
  },
})

const most = (f: Figures) => Number(f.won) + Number(f.commit) + Number(f.bestCase) + Number(f.pipeline)

/** A team and all teams below it. */
export const below = (team: string): Sql => sql`with recursive t as (select ${team}::uuid as id
  union select x.id from teams x join t on x.parent_id = t.id where x.deleted_at is null) select id from t`

/** The deals of a person, or of a team and all teams below it. */
export async function whomOf(
  c: Context,
  { person, team }: { person?: string | null; team?: string | null },
): Promise<Filter[]> {
  const teams = team ? (await c.tx.rows<{ id: string }>(below(team))).map((t) => t.id) : null
  return [
    ...(teams ? [['team', 'in', teams] as const] : []),
    ...(person ? [['owner', 'is', person] as const] : []),
  ]
}
