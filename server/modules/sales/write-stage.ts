import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { categoryOf } from './forecast.ts'
import { stage, type Stage } from './pipeline.ts'
import { stepsOf } from './playbook.ts'

const decides = (s: Stage) => [s.probability, s.maxDays, s.forecastCategory, s.outcome].join()

/** Open deals follow their stage where nobody said otherwise. It is no change of theirs: nobody edited them, so that
 * their history and revision stay as they are. */
async function carry(c: Context, after: Stage[], before: Stage[]): Promise<void> {
  for (const [i, s] of after.entries()) {
    const was = before[i]!
    if (decides(s) === decides(was) || s.outcome !== 'open') continue
    const place = (x: Stage) => categoryOf(x as Parameters<typeof categoryOf>[0])
    await c.tx.elevated(() =>
      c.tx.rows(sql`update deals set
          probability = case when probability_reason is null then ${s.probability}::numeric else probability end,
          forecast_category = case when forecast_category = ${place(was)} then ${place(s)} else forecast_category end,
          stale_on = (stage_since at time zone 'UTC')::date + ${s.maxDays}::int + 1
        where stage_id = ${s.id}::uuid and status = 'open'`),
    )
  }
}

const withSteps = (_: unknown, items: Record<string, unknown>[]) =>
  items.map((item, i) =>
    'steps' in item ? { ...item, steps: stepsOf(item['steps'], `items.${i}.steps`) } : item,
  )

export const createStage = create(stage, { prepare: withSteps })
export const updateStage = update(stage, {
  prepare: withSteps,
  wrote: (c, after, before) => carry(c, after as unknown as Stage[], before as unknown as Stage[]),
})
