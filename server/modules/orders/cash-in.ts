import sql from 'sql-template-tag'
import { operation } from '#core/operation.ts'

/** Weeks ahead that are told apart. */
const weeks = 8

export type CashIn = {
  /** 'overdue', a week that begins on this Monday, 'later', or 'unknown' when no day is said. */
  when: string
  /** The first and the last day. */
  from: string | null
  to: string | null
  sums: { currency: string; amount: string; count: number }[]
}

const plus = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** The Monday of a day's week. */
export const mondayOf = (day: string) => plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** What is to come in by week: what is left of unpaid invoices, on the day that was promised, else on the day it is due; only
 * of invoices that the actor may see. */
export const cashIn = operation({
  name: 'invoice.cash_in',
  summary: { en: 'Money to come by week', uk: 'Очікувані надходження за тижнями' },
  effect: 'read',
  input: {},
  needs: { invoice: 'read' },
  async run(c): Promise<{ items: CashIn[] }> {
    const monday = mondayOf(c.today)
    const rows = await c.tx.rows<{ week: number; currency: string; amount: string; count: number }>(
      sql`select case when day is null then ${weeks + 1} when day < ${c.today}::date then -1
            else least((day - ${monday}::date) / 7, ${weeks}) end as week, currency, sum(due)::text as amount, count(*)::int as count
        from (select coalesce(promised_on, due_date) as day, due, due_currency as currency from invoices
          where status in ('open', 'part') and kind = 'invoice' and deleted_at is null) i
        group by 1, 2 order by 1, 2`,
    )
    const bounds = (week: number): Omit<CashIn, 'sums'> => {
      if (week < 0) return { when: 'overdue', from: null, to: plus(c.today, -1) }
      if (week > weeks) return { when: 'unknown', from: null, to: null }
      const from = week === 0 ? c.today : plus(monday, week * 7)
      if (week === weeks) return { when: 'later', from, to: null }
      return { when: plus(monday, week * 7), from, to: plus(monday, week * 7 + 6) }
    }
    const all = Array.from({ length: weeks + 3 }, (_, i) => i - 1)
    return {
      items: all.flatMap((week) => {
        const sums = rows.filter((r) => r.week === week).map(({ week: _, ...sum }) => sum)
        return sums.length || (week >= 0 && week < weeks) ? [{ ...bounds(week), sums }] : []
      }),
    }
  },
})
