import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { Filter } from '#core/filter.ts'
import { number, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { dealsOf, frozenOn } from './deals-of.ts'
import { figuresOf, type Bucket, type Figures } from './figures.ts'
import { ratesInto } from './in-currency.ts'
import { periodIn, plusDays, shifted, weekOf, type Period } from './period.ts'
import { daysLeft, dealFields, period, value, whomOf } from './read-forecast.ts'
import { needToSee } from './seen.ts'
import { ofWhom, snapshotFields, type Whose } from './waterfall.ts'

const weekBefore = (p: Period, weeks: number) => weekOf(plusDays(p.until, -7 * weeks))

/** How far what was forecast lay from what came, in percent of what came; null when nothing came. */
export const missOf = (forecast: string, came: string): number | null =>
  new Decimal(came).isZero()
    ? null
    : new Decimal(forecast).minus(came).div(came).times(100).toDecimalPlaces(1).toNumber()

type Frozen = { period: string; bucket: Bucket; value: string; weighted: string; count: number }

const frozen = (c: Context, periods: readonly Period[], weeks: number, whose: Whose) =>
  c.tx
    .rows<Frozen>(sql`select p.key as period, case when s.status = 'won' then 'won' else s.category end as bucket,
      sum(s.value)::text as value, sum(round(s.value * coalesce(s.probability, 0) / 100, 2))::text as weighted, count(*)::int as count
    from jsonb_to_recordset(${JSON.stringify(periods.map((p) => ({ ...p, week: weekBefore(p, weeks) })))}::jsonb)
      as p (key text, "from" date, until date, week date)
    join forecast_snapshots s on s.week = p.week and s.close_date >= p."from" and s.close_date < p.until
    where s.deleted_at is null and ${ofWhom(whose, sql`s`)} group by 1, 2`)

/** What the forecast of past periods was, so many weeks before their ends, beside what came. */
export const forecastAccuracy = operation({
  name: 'forecast.accuracy',
  summary: { en: 'How past forecasts came true', uk: 'Як справдилися минулі прогнози' },
  effect: 'read',
  input: {
    period,
    weeks: number({
      min: 0,
      max: 60,
      scale: 0,
      label: { en: 'Weeks before the end', uk: 'Тижнів до кінця' },
    }),
    person: ref('user', { label: { uk: 'Людина' } }),
    team: ref('team', { label: { uk: 'Команда' } }),
  },
  needs: { deal: 'read', forecastSnapshot: 'read' },
  async run(c, input) {
    const p = periodIn(input.period, c.today)
    needToSee(c, { deal: dealFields, forecastSnapshot: snapshotFields })
    // As near to its end as the asked period is now: only such forecasts compare with its own.
    const weeks = input.weeks ?? Math.max(1, Math.ceil(daysLeft(p.until, c.today) / 7))
    const past = Array.from({ length: 8 }, (_, i) => shifted(p, i - 8)).filter((one) => one.until <= c.today)
    const rates = await ratesInto(c, c.today)
    const rows = await frozen(c, past, weeks, input)
    const came = await c.tx.rows<{
      period: string
      value: string
    }>(sql`select p.key as period, sum(${value})::text as value
      from jsonb_to_recordset(${JSON.stringify(past)}::jsonb) as p (key text, "from" date, until date)
      join deals d on d.close_date >= p."from" and d.close_date < p.until
      left join ${rates} on r.currency = d.amount_currency
      where d.deleted_at is null and d.status = 'won' and ${ofWhom(input, sql`d`)} group by 1`)
    const whom = await whomOf(c, input)
    const items = past.flatMap((one) => {
      const of = rows.filter((r) => r.period === one.key)
      if (of.length === 0) return []
      const week = weekBefore(one, weeks)
      const { promised, hoped, weighted } = frozenOn(week, one)
      return [
        {
          period: one.key,
          week,
          /** What was frozen of it. */
          frozen: {
            promised: { and: [promised, ...whom] },
            hoped: { and: [hoped, ...whom] },
            weighted: { and: [weighted, ...whom] },
          } as Record<'promised' | 'hoped' | 'weighted', Filter>,
          /** The deals that came. */
          filter: { and: [dealsOf(one).won, ...whom] } as Filter,
          ...judged(figuresOf(of), came.find((r) => r.period === one.key)?.value ?? '0'),
        },
      ]
    })
    return { period: p, weeks, currency: c.kolo.workspace.currency, items }
  },
})

/** Closed and commit is what was promised; with the best case it was hoped for. */
function judged(f: Figures, came: string) {
  const promised = new Decimal(f.won).plus(f.commit).toFixed()
  const expected = new Decimal(f.won).plus(f.weighted).toFixed()
  return {
    promised,
    hoped: new Decimal(promised).plus(f.bestCase).toFixed(),
    weighted: expected,
    came: new Decimal(came).toFixed(),
    miss: missOf(promised, came),
    weightedMiss: missOf(expected, came),
  }
}
