import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { ref, type Money } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'

export type Debt = {
  account: { id: string; title: string }
  owed: Money
  /** Not yet due, then by days overdue. */
  ages: { notDue: string; to30: string; to60: string; to90: string; over90: string }
  oldest: string | null
  limit: Money | null
  /** Confirmed and not invoiced yet, in the currency of the limit. */
  waiting: string
  /** By how much what is owed and confirmed is more than the limit; null: it is not. */
  over: string | null
  /** By how many days the oldest invoice is later than he may pay; null: it is not. */
  late: number | null
}

type Limited = Pick<Debt, 'waiting'> & { owed: string; currency: string; limit: string | null } & {
  limitCurrency: string | null
  allowed: number | null
  overdue: number | null
}

/** How far a client is past what he may owe, and past how long. */
export function pastLimit(r: Limited): Pick<Debt, 'over' | 'late'> {
  const most = r.limit !== null && r.limitCurrency === r.currency ? new Decimal(r.limit) : null
  const over = most && new Decimal(r.owed).plus(r.waiting).minus(most)
  const late = r.allowed === null ? 0 : (r.overdue ?? 0) - r.allowed
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
      waiting: string
    }>(sql`select a.id, a.name, i.due_currency as currency, sum(i.due)::text as owed, min(i.due_date)::text as oldest,
        a.credit_limit::text as limit, a.credit_limit_currency as "limitCurrency", a.credit_days::float as allowed,
        ${c.today}::date - min(i.due_date) filter (where i.kind = 'invoice') as overdue,
        coalesce((select sum(greatest(o.total - coalesce(o.invoiced_amount, 0), 0)) from orders o where o.account_id = a.id
          and o.status = 'confirmed' and o.invoiced <> 'all' and o.total_currency = a.credit_limit_currency
          and o.deleted_at is null), 0)::text as waiting,
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
    return {
      items: rows.map((r) => ({
        account: { id: r.id, title: r.name },
        owed: { amount: r.owed, currency: r.currency },
        ages: r.ages,
        oldest: r.oldest,
        limit: r.limit ? { amount: r.limit, currency: r.limitCurrency! } : null,
        waiting: r.waiting,
        ...pastLimit(r),
      })),
    }
  },
})
