import sql from 'sql-template-tag'
import type { Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { ratesInto } from './in-currency.ts'
import { periodAt, weekOf } from './period.ts'

/** Freezes the forecast of the week in which `day` lies, unless it is frozen already; answers how many deals it wrote.
 * Two servers at once write it once: the second waits for the first, then finds it. */
export const freeze = (kolo: Kolo, day: string): Promise<number> =>
  kolo.db.system(async (tx) => {
    const week = weekOf(day)
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`forecast ${kolo.db.workspace}`}, 0))`)
    const done = await tx.one(sql`select 1 from forecast_snapshots where week = ${week}::date limit 1`)
    if (done) return 0
    const rates = await ratesInto({ tx, kolo }, day)
    const own = kolo.workspace.currency
    const rows = await tx.rows<{ written: number }>(sql`with frozen as (
      insert into forecast_snapshots (id, week, deal, deal_name, status, category, stage_id, probability, close_date,
        amount, amount_currency, value, value_currency, owner_id, team_id, created_at, updated_at, revision)
      select gen_random_uuid(), ${week}::date, d.id, d.name, d.status, coalesce(d.forecast_category, 'pipeline'), d.stage_id,
        d.probability, d.close_date, d.amount, d.amount_currency, coalesce(round(d.amount * r.rate, 2), 0), ${own}::text,
        d.owner_id, d.team_id, now(), now(), 1
      from deals d left join ${rates} on r.currency = d.amount_currency
      where d.deleted_at is null and (d.status = 'open'
        or d.status = 'won' and d.close_date >= ${periodAt(day, 'quarter').from}::date)
      on conflict do nothing returning 1)
      select count(*)::int as written from frozen`)
    return rows[0]!.written
  })

/** Every day, so that a Monday slept through is made up for on the next day. */
export const freezing = (kolo: Kolo): Queue => ({
  name: 'forecast-freeze',
  cron: '5 1 * * *',
  run: async () => void (await freeze(kolo, new Date().toISOString().slice(0, 10))),
})
