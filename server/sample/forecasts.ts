import sql from 'sql-template-tag'
import { todayOf, type Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { periodAt, plusDays, shifted, weekOf } from '#modules/forecasting/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Language } from './language.ts'
import { domain } from './staff.ts'
import { corrections } from './words/forecasts.ts'

const weeks = 40

/** What was forecast in past weeks: the deals that stood open then, in the stage and with the amount that their history
 * tells, due about when they were closed; a sixth of them was hoped for earlier than they came. */
async function pastWeeks(kolo: Kolo, today: string): Promise<void> {
  const all = Array.from({ length: weeks }, (_, i) => plusDays(weekOf(today), -7 * (i + 1)))
  const began = all.map((week) => ({ week, since: periodAt(week, 'quarter').from }))
  await kolo.db.system((tx) =>
    tx.rows(sql`
    insert into forecast_snapshots (id, week, deal, deal_name, status, category, stage_id, probability, close_date, amount,
      amount_currency, value, value_currency, owner_id, team_id, created_at, updated_at, revision)
    select gen_random_uuid(), week, id::text, name, case when is_won then 'won' else 'open' end,
      case when is_won or probability >= 75 then 'commit' when probability >= 50 then 'bestCase' else 'pipeline' end,
      stage_id, case when is_won then 100 else probability end,
      case when is_won then close_date else greatest(week + 4, close_date - (case when luck % 6 = 0 then 40 when luck % 3 = 0 then 12 else 0 end)) end,
      amount, amount_currency, coalesce(amount, 0), ${kolo.workspace.currency}::text, owner_id, team_id, week, week, 1
    from (select w.week, d.id, d.name, d.close_date, d.owner_id, d.team_id, d.status = 'won' and d.close_date < w.week as is_won,
        case when d.status = 'won' and d.close_date < w.week then d.amount
          else round(d.amount * (0.92 + abs(hashtext(d.code || 'a')) % 20 / 100.0), 0) end as amount, d.amount_currency,
        abs(hashtext(d.code)) as luck, s.id as stage_id, s.probability
      from jsonb_to_recordset(${JSON.stringify(began)}::jsonb) as w (week date, since date)
      join deals d on d.opened_on < w.week and d.deleted_at is null and d.close_date is not null
        and (d.status = 'open' or d.close_date >= w.week or d.status = 'won' and d.close_date >= w.since)
      left join lateral (select c.to_stage_id from stage_changes c where c.deal_id = d.id and c.at < w.week
        and (c.outcome = 'open' or d.status = 'won' and d.close_date < w.week) order by c.at desc limit 1) c on true
      join stages s on s.id = coalesce(c.to_stage_id, d.stage_id)) x
    on conflict do nothing`),
  )
}

type Seller = { id: string; team: string; brought: number }

/** A tenth more than each brought in a quarter of the last year, to the nearest ten thousand. */
async function quotas(kolo: Kolo, by: Actor, today: string, sellers: readonly Seller[]): Promise<void> {
  const now = periodAt(today, 'quarter')
  const items = [-2, -1, 0, 1].flatMap((n) =>
    sellers.map(({ id, brought }) => ({
      period: shifted(now, n).key,
      owner: id,
      measure: 'value',
      amount: {
        amount: String(Math.max(1, Math.round((brought * 1.1) / 10_000)) * 10_000),
        currency: kolo.workspace.currency,
      },
    })),
  )
  // Some are measured by how many they win, and by what is left of it.
  const others = sellers.slice(0, 8).flatMap(({ id, brought }, i) => [
    { period: now.key, owner: id, measure: 'count', count: 4 + (i % 5) },
    {
      period: now.key,
      owner: id,
      measure: 'margin',
      amount: {
        amount: String(Math.max(1, Math.round(brought / 50_000)) * 10_000),
        currency: kolo.workspace.currency,
      },
    },
  ])
  await kolo.call(by, 'quota.create', { items: [...items, ...others], returning: false })
}

async function headOf(kolo: Kolo, code: string): Promise<Actor> {
  return kolo.db.system(async (tx) => {
    const user = await tx.one<{ id: string }>(sql`select id from users where code = ${code}`)
    return (await actorOfUser(tx, user!.id, 'web'))!
  })
}

/** Plans, past forecasts, heads' corrections, and two months of closed commissions. */
export async function loadForecasts(kolo: Kolo, by: Actor, locale: Language['locale']): Promise<void> {
  const today = todayOf(by)
  await pastWeeks(kolo, today)
  const sellers = await kolo.db.system((tx) =>
    tx.rows<Seller>(sql`select u.id, u.team_id as team, coalesce(sum(d.amount), 0)::float / 4 as brought
      from users u join deals d on d.owner_id = u.id
      where u.is_active and u.team_id is not null and d.status = 'won' and d.deleted_at is null
        and d.close_date >= ${plusDays(today, -365)}::date and d.amount_currency = ${kolo.workspace.currency}
      group by u.id, u.team_id having count(*) > 5 order by u.code`),
  )
  if (sellers.length === 0) return
  await quotas(kolo, by, today, sellers)

  const director = await headOf(kolo, 'T-003')
  const groups = await kolo.list(by, 'productGroup', { limit: 2, sort: 'name' })
  const month = periodAt(today, 'month')
  const kyiv = await kolo.db.system((tx) =>
    tx.one<{ team: string }>(sql`select team_id as team from users where email = ${`kyiv@${domain}`}`),
  )
  await kolo.call(by, 'commissionPlan.create', {
    items: [
      {
        name: locale === 'uk' ? 'Київ: 1,6 % з оплат клієнтів' : 'Kyiv: 1.6 % of what clients pay',
        team: kyiv!.team,
        basis: 'paid',
        percent: 1.6,
        tiers: [{ from: 100, factor: 1.5 }],
        since: plusDays(month.from, -400),
      },
      {
        name: locale === 'uk' ? 'Продажі: 1,5 % і прискорення' : 'Sales: 1.5 % and accelerators',
        percent: 1.5,
        rates: groups.items.map((g) => ({ group: g.id, percent: 2.5 })),
        tiers: [
          { from: 100, factor: 1.5 },
          { from: 120, factor: 2 },
        ],
        since: plusDays(month.from, -400),
      },
    ],
  })
  for (const n of [-2, -1]) await kolo.call(director, 'commission.close', { month: shifted(month, n).key })

  const forecast = await kolo.call<{
    period: { key: string }
    lines: { kind: 'team' | 'person'; id: string; depth: number; won: string; commit: string }[]
  }>(director, 'forecast.read', {})
  const promising = forecast.lines.filter((l) => l.depth > 1 && Number(l.won) + Number(l.commit) > 0)
  for (const [i, { factor, reason }] of corrections.entries()) {
    const line = promising[i * 3]
    if (!line) return
    const computed = Number(line.won) + Number(line.commit)
    const money = (x: number) => ({ amount: x.toFixed(0), currency: kolo.workspace.currency })
    await kolo.call(director, 'forecast.override', {
      period: forecast.period.key,
      [line.kind]: line.id,
      amount: money(Math.round((computed * factor) / 1000) * 1000),
      computed: money(computed),
      reason: reason[locale],
    })
  }
}
