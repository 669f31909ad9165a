import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { ref, type Money } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { addedUp, ratesNow } from './credit.ts'

export type Debt = {
  account: { id: string; title: string }
  owed: Money
  /** Not yet due, then by days overdue. */
  ages: { notDue: string; to30: string; to60: string; to90: string; over90: string }
  oldest: string | null
  limit: Money | null
  /** Confirmed and not invoiced yet, in the currency of the limit. */
  waiting: string
  /** By how much all that is owed and confirmed, in whatever currencies, is more than the limit, in its currency; null: it
   * is not. Said once for a client. */
  over: string | null
  /** Currencies without a rate into the limit's: whether he is past it cannot be said. */
  noRate: string[]
  /** By how many days the oldest invoice is later than he may pay; null: it is not. */
  late: number | null
}

/** How far a client is past what he may owe, and past how long. */
export function pastLimit(
  limit: string | null,
  owed: string,
  { allowed, overdue }: { allowed: number | null; overdue: number | null },
): Pick<Debt, 'over' | 'late'> {
  const over = limit === null ? null : new Decimal(owed).minus(limit)
  const late = allowed === null ? 0 : (overdue ?? 0) - allowed
  return { over: over?.gt(0) ? over.toFixed() : null, late: late > 0 ? late : null }
}

/** Who owes how much, and since when, and who is past his limit; only of invoices that the actor may see. */
export const listDebts = operation({
  name: 'invoice.debts',
  summary: { en: 'Debts by age', uk: 'Борги за строками' },
  effect: 'read',
  input: { account: ref('account', { label: { uk: 'Компанія' } }) },
  needs: { invoice: 'read', account: 'read', order: 'read' },
  async run(c, { account }): Promise<{ items: Debt[] }> {
    const rows = await c.tx.rows<{
      id: string
      name: string
      currency: string
      owed: string
      ages: Debt['ages']
      oldest: string | null
      limit: string | null
      limitCurrency: string | null
      allowed: number | null
      overdue: number | null
      waiting: Money[] | null
    }>(sql`select a.id, a.name, i.due_currency as currency, sum(i.due)::text as owed, min(i.due_date)::text as oldest,
        a.credit_limit::text as limit, a.credit_limit_currency as "limitCurrency", a.credit_days::float as allowed,
        ${c.today}::date - min(i.due_date) filter (where i.kind = 'invoice') as overdue,
        (select jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text)) from (
          select o.total_currency as currency, sum(greatest(o.total - coalesce(o.invoiced_amount, 0), 0)) as amount from orders o
          where o.account_id = a.id and o.status = 'confirmed' and o.invoiced <> 'all' and o.total is not null
            and o.deleted_at is null group by 1) x) as waiting,
        jsonb_build_object(
          'notDue', coalesce(sum(i.due) filter (where i.due_date is null or i.due_date >= ${c.today}::date), 0)::text,
          'to30', coalesce(sum(i.due) filter (where ${c.today}::date - i.due_date between 1 and 30), 0)::text,
          'to60', coalesce(sum(i.due) filter (where ${c.today}::date - i.due_date between 31 and 60), 0)::text,
          'to90', coalesce(sum(i.due) filter (where ${c.today}::date - i.due_date between 61 and 90), 0)::text,
          'over90', coalesce(sum(i.due) filter (where ${c.today}::date - i.due_date > 90), 0)::text) as ages
      from invoices i join accounts a on a.id = i.account_id
      where i.status in ('open', 'part') and i.kind <> 'proforma' and i.deleted_at is null
        and (${account}::uuid is null or i.account_id = ${account}::uuid)
      group by a.id, a.name, a.credit_limit, a.credit_limit_currency, a.credit_days, i.due_currency having sum(i.due) <> 0
      order by min(i.due_date) nulls last, sum(i.due) desc limit 500`)
    const currencies = rows.flatMap((r) => [
      r.currency,
      r.limitCurrency ?? r.currency,
      ...(r.waiting ?? []).map((m) => m.currency),
    ])
    const rates = await ratesNow(c, new Set(currencies))
    const limits = new Map<string, Pick<Debt, 'waiting' | 'over' | 'noRate'>>()
    for (const [id, of] of Map.groupBy(rows, (r) => r.id)) {
      const [{ limit, limitCurrency, waiting }] = of as [(typeof rows)[number]]
      if (limit === null) continue
      const owed = of.map((r) => ({ amount: r.owed, currency: r.currency }))
      const confirmed = addedUp(waiting ?? [], limitCurrency!, rates)
      const all = addedUp([...(waiting ?? []), ...owed], limitCurrency!, rates)
      const { over } = pastLimit(limit, all.amount, { allowed: null, overdue: null })
      limits.set(id, {
        waiting: confirmed.amount,
        over: all.missing.length ? null : over,
        noRate: all.missing,
      })
    }
    const told = new Set<string>()
    return {
      items: rows.map((r) => {
        const isFirst = !told.has(r.id)
        told.add(r.id)
        const known = limits.get(r.id) ?? { waiting: '0', over: null, noRate: [] }
        return {
          account: { id: r.id, title: r.name },
          owed: { amount: r.owed, currency: r.currency },
          ages: r.ages,
          oldest: r.oldest,
          limit: r.limit ? { amount: r.limit, currency: r.limitCurrency! } : null,
          ...known,
          ...(isFirst ? {} : { over: null, noRate: [] }),
          late: pastLimit(null, '0', r).late,
        }
      }),
    }
  },
})
