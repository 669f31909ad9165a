import sql, { raw } from 'sql-template-tag'
import { mayRead, nothing } from '#core/access.ts'
import type { Filter } from '#core/filter.ts'
import { operation, type Context } from '#core/operation.ts'
import { dealsOf, dealsOfGroups } from './deals-of.ts'
import { ratesInto } from './in-currency.ts'
import { partsOf, periodIn, periodOf, type Period } from './period.ts'
import { paceOf } from './plan.ts'
import { daysLeft, dealFields, period, value } from './read-forecast.ts'
import { needToSee } from './seen.ts'

type Named = { id: string; title: string }
type Quota = {
  id: string
  period: string
  measure: 'value' | 'margin' | 'count'
  owner: Named | null
  team: Named | null
  group: Named | null
  /** How many, or money in the company's currency; null where its own has no rate. */
  target: string | null
  teams: string[]
  groups: string[]
}

const named = (id: string, name: string) =>
  sql`case when ${raw(id)} is not null then jsonb_build_object('id', ${raw(id)}, 'title', ${raw(name)}) end`

const quotasIn = async (c: Context, keys: readonly string[]) => {
  const rates = await ratesInto(c, c.today)
  return c.tx.rows<Quota>(sql`select q.id, q.period, q.measure,
      ${named('u.id', 'u.name')} as owner, ${named('t.id', 't.name')} as team, ${named('g.id', 'g.name')} as "group",
      case when q.measure = 'count' then q.count else round(q.amount * r.rate, 2) end::text as target,
      array(with recursive x as (select q.team_id as id union select s.id from teams s join x on s.parent_id = x.id
        where s.deleted_at is null) select id from x)::text[] as teams,
      array(with recursive x as (select q.group_id as id union select s.id from product_groups s join x on s.parent_id = x.id
        where s.deleted_at is null) select id from x where id is not null)::text[] as groups
    from quotas q left join users u on u.id = q.owner_id left join teams t on q.owner_id is null and t.id = q.team_id
      left join product_groups g on g.id = q.group_id left join ${rates} on r.currency = q.amount_currency
    where q.deleted_at is null and q.period = any(${keys}::text[])
    order by length(q.period), q.period, t.name, u.name collate "uk-x-icu", q.measure, g.name`)
}

/** What won deals bring of a product group, and what of it is left after the cost: a deal's money goes to its lines' groups
 * as the lines are; the margin is that of lines whose cost is known. */
const attainedBy = async (c: Context, quotas: readonly Quota[], seesCost: boolean) => {
  const rates = await ratesInto(c, c.today)
  const asked = quotas.map(({ id, period, owner, teams, groups, group }) => {
    const { from, until } = periodOf(period)!
    return { id, since: from, until, owner: owner?.id ?? null, teams, groups: group ? groups : null }
  })
  const margin = seesCost
    ? sql`sum((l.amount * 100 / (100 + coalesce(l.tax_rate, 0)) - l.quantity * l.cost) * r.rate) filter (where l.cost_currency = l.amount_currency)`
    : sql`null::numeric`
  return c.tx.rows<{ id: string; value: string; margin: string; count: number }>(sql`
    with q as materialized (select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as q (id uuid, since date, until date, owner uuid, teams uuid[], groups uuid[])),
    d as materialized (select d.id, d.owner_id, d.team_id, d.close_date, d.product_id, ${value} as value
      from deals d left join ${rates} on r.currency = d.amount_currency
      where d.deleted_at is null and d.status = 'won' and d.close_date >= (select min(since) from q)
        and d.close_date < (select max(until) from q)),
    l as materialized (select l.deal_id, p.group_id, sum(l.amount) as amount, ${margin} as margin
      from deal_lines l join d on d.id = l.deal_id left join products p on p.id = l.product_id
      left join ${rates} on r.currency = l.amount_currency where l.deleted_at is null group by 1, 2),
    parts as (select d.id, l.group_id, d.value * l.amount / s.amount as value, l.margin from d join l on l.deal_id = d.id
      join (select deal_id, sum(amount) as amount from l group by 1) s on s.deal_id = d.id and s.amount <> 0 where l.amount <> 0
      union all select d.id, p.group_id, d.value, null from d left join products p on p.id = d.product_id
        where not exists (select from l where l.deal_id = d.id group by l.deal_id having sum(l.amount) <> 0))
    select q.id, coalesce(round(sum(x.value), 2), 0)::text as value, coalesce(round(sum(x.margin), 2), 0)::text as margin,
      count(distinct d.id)::int as count
    from q join d on d.close_date >= q.since and d.close_date < q.until
      and case when q.owner is null then d.team_id = any(q.teams) else d.owner_id = q.owner end
    join parts x on x.id = d.id and (q.groups is null or x.group_id = any(q.groups)) group by q.id`)
}

const filterOf = ({ owner, teams, group, groups }: Quota, p: Period): Filter => ({
  and: [
    dealsOf(p).won,
    owner ? ['owner', 'is', owner.id] : ['team', 'in', teams],
    ...(group ? [dealsOfGroups(groups)] : []),
  ],
})

export const readAttainment = operation({
  name: 'quota.attainment',
  summary: { en: 'How quotas are met', uk: 'Як виконуються плани' },
  about: {
    en: 'Won deals whose close date lies in the quota’s period, of its person or of its team and those below it; of a product group, with the groups below it, what the deals’ lines have of it. Margin: lines whose cost is known, without VAT, less the cost.',
    uk: 'Виграні угоди з датою закриття в періоді плану, людини чи команди з нижчими командами; для групи товарів, разом із нижчими, — те, що від неї є в позиціях угод. Маржа: позиції з відомою собівартістю, без ПДВ, мінус собівартість.',
  },
  effect: 'read',
  input: { period },
  needs: { quota: 'read', deal: 'read', dealLine: 'read', product: 'read', user: 'read', team: 'read' },
  async run(c, input) {
    const p = periodIn(input.period, c.today)
    needToSee(c, {
      deal: [...dealFields, 'product'],
      dealLine: ['deal', 'product', 'amount'],
      product: ['name', 'group'],
      productGroup: ['name', 'parent'],
      team: ['name', 'parent'],
      user: ['name'],
      quota: ['period', 'owner', 'team', 'group', 'measure', 'amount', 'count'],
    })
    const seesCost = mayRead(c.kolo.rightsOf(c.actor)['dealLine'] ?? nothing, 'cost')
    const quotas = await quotasIn(c, [p.key, ...allParts(p)])
    const found = new Map((quotas.length ? await attainedBy(c, quotas, seesCost) : []).map((r) => [r.id, r]))
    return {
      period: p,
      currency: c.kolo.workspace.currency,
      items: quotas.map((q) => {
        const its = periodOf(q.period)!
        const { teams: _teams, groups: _groups, ...shown } = q
        const isSeen = q.measure !== 'margin' || seesCost
        const got = isSeen ? String(found.get(q.id)?.[q.measure] ?? 0) : null
        const pace =
          q.target === null || got === null ? null : paceOf(q.target, got, daysLeft(its.until, c.today))
        return { ...shown, got, pace, filter: filterOf(q, its) }
      }),
    }
  },
})

const allParts = (p: Period): string[] => partsOf(p).flatMap((part) => [part.key, ...allParts(part)])
