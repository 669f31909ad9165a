import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import { planFor, plansOn, type Terms } from './commission-plan.ts'
import { correctionsOf, stepsOf, totalOf, type Correction, type Credit, type Step } from './commission.ts'
import { ratesInto } from './in-currency.ts'
import { periodAt, plusDays, shifted, type Period } from './period.ts'
import { value } from './read-forecast.ts'

export type Person = { id: string; name: string; team: string | null; teams: string[] }
/** All that a statement's sum comes from. `quota` counts from the first day of `quotaPeriod`, in which `before` was
 * credited before this month. */
export type Arithmetic = {
  terms: Terms
  quota: string | null
  quotaPeriod: string | null
  before: string
  steps: Step[]
  corrections: Correction[]
}
export type Statement = Arithmetic & {
  person: Person
  month: string
  total: string
  closed: { at: string; by: string | null } | null
}
type Closed = {
  owner: string
  month: string
  total: string
  arithmetic: Arithmetic
  at: string
  by: string | null
}

const corrected = 12

/** What was credited to people of the deals won in some days: the shares of a deal's team where it has any, else all to
 * its owner; by product group as the deal's lines are. What came back of the deal's orders is taken off, of the same group
 * where the deal has lines, in the share that it was of what was ordered: so a return lowers the deal's own month, and where
 * that is closed the next statement. Rates are those of the last of the days, so that the same days come to the same again. */
async function creditsOf(c: Context, people: readonly string[], from: string, until: string) {
  const rates = await ratesInto(c, plusDays(until, -1))
  return c.tx.rows<Credit & { person: string }>(sql`
    with d as materialized (select d.id, d.name, d.close_date, d.owner_id, d.product_id, ${value} as value
      from deals d left join ${rates} on r.currency = d.amount_currency
      where d.deleted_at is null and d.status = 'won' and d.close_date >= ${from}::date and d.close_date < ${until}::date),
    m as (select m.deal_id, m.user_id, m.percent from deal_members m join d on d.id = m.deal_id
      where m.deleted_at is null and m.percent > 0),
    shares as (select deal_id, user_id as person, percent as share from m
      union all select d.id, d.owner_id, 100 from d where not exists (select from m where m.deal_id = d.id)),
    l as (select l.deal_id, p.group_id, sum(l.amount) as amount from deal_lines l join d on d.id = l.deal_id
      left join products p on p.id = l.product_id where l.deleted_at is null group by 1, 2),
    parts as (select d.id, l.group_id, round(d.value * l.amount / s.amount, 2) as value, true as by_lines from d join l on l.deal_id = d.id
      join (select deal_id, sum(amount) as amount from l group by 1) s on s.deal_id = d.id and s.amount <> 0
      union all select d.id, p.group_id, d.value, false from d left join products p on p.id = d.product_id
        where not exists (select from l where l.deal_id = d.id group by l.deal_id having sum(l.amount) <> 0)),
    sold as (select d.id, p.group_id, sum(l.amount * r.rate) as amount, sum(l.amount * r.rate * l.returned_quantity / l.quantity) as returned
      from d join orders o on o.deal_id = d.id and o.deleted_at is null and o.status <> 'cancelled'
      join order_lines l on l.order_id = o.id and l.deleted_at is null and l.quantity > 0
      join ${rates} on r.currency = l.amount_currency left join products p on p.id = l.product_id group by 1, 2),
    back as (select x.id, x.group_id, round(x.value * coalesce(sum(b.returned) / nullif(sum(b.amount), 0), 0), 2) as returned
      from parts x join sold b on b.id = x.id and (not x.by_lines or b.group_id is not distinct from x.group_id)
      group by x.id, x.group_id, x.value having sum(b.returned) > 0)
    select s.person, d.id as deal, d.name, d.close_date::text as "closedOn", x.group_id as "group", g.name as "groupName",
      (x.value - coalesce(b.returned, 0))::text as value, s.share::float, b.returned::text as returned
    from shares s join d on d.id = s.deal_id join parts x on x.id = d.id left join product_groups g on g.id = x.group_id
      left join back b on b.id = x.id and b.group_id is not distinct from x.group_id
    where s.person = any(${people}::uuid[]) order by d.close_date, d.id, x.group_id nulls last`)
}

/** The same of what clients have paid in some days: laid on the invoices of orders, shared as the order's deal is, else all
 * the order's owner's; by product group as the order's lines are. A credit note takes its sum off on its day, and not before anything was paid. */
async function paidCreditsOf(c: Context, people: readonly string[], from: string, until: string) {
  const rates = await ratesInto(c, plusDays(until, -1))
  return c.tx.rows<Credit & { person: string }>(sql`
    with a as materialized (select id, date, sum(value) as value, nullif(sum(returned), 0) as returned from (
        select i.order_id as id, p.date, round(a.amount * r.rate, 2) as value, 0 as returned
        from allocations a join payments p on p.id = a.payment_id join invoices i on i.id = a.invoice_id
        join ${rates} on r.currency = a.amount_currency
        where a.deleted_at is null and p.deleted_at is null and i.order_id is not null and i.kind <> 'credit'
          and p.date >= ${from}::date and p.date < ${until}::date
        union all select i.order_id, greatest(i.date, f.paid), round(i.total * r.rate, 2), -round(i.total * r.rate, 2)
        from invoices i join ${rates} on r.currency = i.currency
        cross join lateral (select min(p.date) as paid from invoices x join allocations a on a.invoice_id = x.id and a.deleted_at is null
          join payments p on p.id = a.payment_id and p.deleted_at is null where x.order_id = i.order_id and x.kind <> 'credit') f
        where i.corrects_id is not null and i.kind = 'credit' and i.status <> 'void' and i.deleted_at is null
          and i.order_id is not null and i.date < ${until}::date
          and greatest(i.date, f.paid) >= ${from}::date and f.paid < ${until}::date) x group by 1, 2),
    o as materialized (select o.id, o.number, o.deal_id, o.owner_id from orders o where o.id in (select id from a)),
    m as (select o.id, m.user_id, m.percent from o join deal_members m on m.deal_id = o.deal_id
      where m.deleted_at is null and m.percent > 0),
    shares as (select id, user_id as person, percent as share from m
      union all select o.id, o.owner_id, 100 from o where not exists (select from m where m.id = o.id)),
    l as (select l.order_id as id, p.group_id, sum(l.amount) as amount from order_lines l join o on o.id = l.order_id
      left join products p on p.id = l.product_id where l.deleted_at is null group by 1, 2),
    s as (select id, sum(amount) as amount from l group by 1),
    parts as (select a.id, a.date, l.group_id, round(a.value * l.amount / s.amount, 2) as value, round(a.returned * l.amount / s.amount, 2) as returned
      from a join l on l.id = a.id join s on s.id = a.id and s.amount <> 0
      union all select a.id, a.date, null, a.value, a.returned from a where not exists (select from s where s.id = a.id and s.amount <> 0))
    select w.person, x.id as deal, 'orders' as "of", o.number as name, x.date::text as "closedOn", x.group_id as "group",
      g.name as "groupName", x.value::text, w.share::float, x.returned::text as returned
    from shares w join parts x on x.id = w.id join o on o.id = x.id left join product_groups g on g.id = x.group_id
    where w.person = any(${people}::uuid[]) order by x.date, x.id, x.group_id nulls last`)
}

const credited = (credits: readonly Credit[]) =>
  credits
    .reduce(
      (a, x) =>
        a.plus(new Decimal(x.value).times(x.share).div(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)),
      new Decimal(0),
    )
    .toFixed()

type Quota = { owner: string; period: string; value: string }

async function quotasOf(c: Context, people: readonly string[], month: Period): Promise<Quota[]> {
  const rates = await ratesInto(c, plusDays(month.until, -1))
  const periods = (['month', 'quarter', 'year'] as const).map((kind) => periodAt(month.from, kind).key)
  return c.tx
    .rows<Quota>(sql`select q.owner_id as owner, q.period, sum(round(q.amount * r.rate, 2))::text as value
    from quotas q join ${rates} on r.currency = q.amount_currency
    where q.deleted_at is null and q.measure = 'value' and q.group_id is null and q.period = any(${periods}::text[])
      and q.owner_id = any(${people}::uuid[]) group by 1, 2 order by length(q.period) desc, q.period like '%Q%'`)
}

/** What a month comes to for people by what is known now, by these terms and quotas. */
async function reckoned(
  c: Context,
  month: Period,
  by: ReadonlyMap<string, { terms: Terms; quota: string | null; quotaPeriod: string | null }>,
): Promise<Map<string, Omit<Arithmetic, 'corrections'>>> {
  const people = [...by.keys()]
  const year = periodAt(month.from, 'year')
  const begins = {
    ...Object.fromEntries(
      (['month', 'quarter'] as const).map((k) => [periodAt(month.from, k).key, periodAt(month.from, k).from]),
    ),
    [year.key]: year.from,
  }
  const first =
    [...by.values()].map((b) => (b.quotaPeriod ? begins[b.quotaPeriod]! : month.from)).toSorted()[0] ??
    month.from
  const ofPayments = people.filter((person) => by.get(person)!.terms.basis === 'paid')
  const ofDeals = people.filter((person) => !ofPayments.includes(person))
  const credits = Map.groupBy(
    [
      ...(ofDeals.length ? await creditsOf(c, ofDeals, first, month.until) : []),
      ...(ofPayments.length ? await paidCreditsOf(c, ofPayments, first, month.until) : []),
    ],
    (x) => x.person,
  )
  return new Map(
    [...by].map(([person, { terms, quota, quotaPeriod }]) => {
      const own = (credits.get(person) ?? []).map(({ person: _, ...credit }) => credit)
      const start = quotaPeriod ? begins[quotaPeriod]! : month.from
      const before = credited(own.filter((x) => x.closedOn >= start && x.closedOn < month.from))
      const steps = stepsOf(
        own.filter((x) => x.closedOn >= month.from),
        terms,
        quota,
        before,
      )
      return [person, { terms, quota, quotaPeriod, before, steps }]
    }),
  )
}

/** The statements of people for a month: the closed as they were closed, the others as they stand now. Read with the
 * system's eyes by who may see the statement: a share in a deal is his to know, also when the deal is another team's. */
export const statementsOf = (c: Context, people: readonly Person[], month: Period): Promise<Statement[]> =>
  c.tx.elevated(async () => {
    const ids = people.map((p) => p.id)
    const since = shifted(month, -corrected).key
    const closed = await c.tx
      .rows<Closed>(sql`select s.owner_id as owner, s.month, s.total::text, s.arithmetic, s.created_at as at, u.name as by
      from commission_statements s left join users u on u.id = s.by_id
      where s.owner_id = any(${ids}::uuid[]) and s.month >= ${since} and s.deleted_at is null order by s.month`)
    const plans = await plansOn(c)
    const quotas = await quotasOf(c, ids, month)
    const open = people.filter((p) => !closed.some((s) => s.owner === p.id && s.month === month.key))
    const terms = new Map(
      open.flatMap((p) => {
        const plan = planFor(plans, p, plusDays(month.until, -1))
        const quota = quotas.find((q) => q.owner === p.id)
        return plan
          ? [
              [
                p.id,
                { terms: plan, quota: quota?.value ?? null, quotaPeriod: quota?.period ?? null },
              ] as const,
            ]
          : []
      }),
    )
    const now = await reckoned(c, month, terms)
    const corrections = await correctedSince(
      c,
      closed.filter((s) => s.month < month.key && terms.has(s.owner)),
      closed,
    )
    return people.flatMap((person): Statement[] => {
      const done = closed.find((s) => s.owner === person.id && s.month === month.key)
      if (done)
        return [
          {
            person,
            month: month.key,
            ...done.arithmetic,
            total: new Decimal(done.total).toFixed(),
            closed: { at: done.at, by: done.by },
          },
        ]
      const found = now.get(person.id)
      if (!found) return []
      const own = corrections.get(person.id) ?? []
      return [
        {
          person,
          month: month.key,
          ...found,
          corrections: own,
          total: totalOf([...found.steps, ...own]),
          closed: null,
        },
      ]
    })
  })

/** By person, what closed months come to now by the terms that they were closed with, against all that was paid for them,
 * in them and since. */
async function correctedSince(
  c: Context,
  before: readonly Closed[],
  all: readonly Closed[],
): Promise<Map<string, Correction[]>> {
  const out = new Map<string, Correction[]>()
  for (const [key, statements] of Map.groupBy(before, (s) => s.month)) {
    const now = await reckoned(
      c,
      periodAt(`${key}-01`, 'month'),
      new Map(statements.map((s) => [s.owner, s.arithmetic])),
    )
    for (const s of statements) {
      const later = all
        .filter((x) => x.owner === s.owner)
        .flatMap((x) => x.arithmetic.corrections.filter((k) => k.month === key))
      const found = correctionsOf(key, now.get(s.owner)!.steps, [...s.arithmetic.steps, ...later])
      if (found.length) out.set(s.owner, [...(out.get(s.owner) ?? []), ...found])
    }
  }
  return out
}
