import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import { nextInstance } from './recurrence.ts'
import { dayIn } from './time-zone.ts'
import { recurringOf, type Timing } from './timing.ts'

type Planned = Timing & { deal: string; subject: string; at: string | null }
export type Step = { step: string | null; on: string | null }

/** The first thing planned; without a time is after all that have one. */
export function firstOf(planned: readonly Planned[], now: number): Step {
  const timed = planned
    .map((p) => {
      const recurring = recurringOf(p)
      return { ...p, at: recurring ? nextInstance(recurring, now) : p.at }
    })
    .toSorted((a, b) => ((a.at ?? '9') < (b.at ?? '9') ? -1 : 1))
  const [first] = timed
  return {
    step: first?.subject.slice(0, 300) ?? null,
    on: first?.at ? dayIn(Date.parse(first.at), first.timeZone ?? 'UTC') : null,
  }
}

/** What is planned first for a deal is its next step. When nothing is, a step that somebody wrote by hand stays, and one
 * that was an activity's (`were`) goes with it. Private ones are nobody else's to read, also here. */
export async function refreshNextSteps(
  tx: Tx,
  kolo: Kolo,
  deals: readonly string[],
  were: ReadonlySet<string>,
): Promise<void> {
  if (deals.length === 0) return
  const iso = (name: string) => `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const planned = await tx.rows<Planned>({
    text: `select deal_id as deal, subject, repeat, exceptions, extra_times as "extraTimes", time_zone as "timeZone",
      ${iso('starts_at')} as "startsAt", ${iso('due_at')} as "dueAt", ${iso('planned_at')} as at from activities
      where deal_id = any($1::uuid[]) and status in ('planned', 'started') and deleted_at is null and is_private is not true`,
    values: [deals],
  } as never)
  const now = await tx.rows<{ id: string; step: string | null; on: string | null }>(
    sql`select id, next_step as step, next_step_on as on from deals
      where id = any(${deals}::uuid[]) and status = 'open' and deleted_at is null`,
  )
  const byDeal = Map.groupBy(planned, (p) => p.deal)
  const items = now.flatMap(({ id, step, on }) => {
    const own = byDeal.get(id)
    if (!own && (step === null || !were.has(step))) return []
    const next = firstOf(own ?? [], Date.now())
    return next.step === step && next.on === on ? [] : [{ id, nextStep: next.step, nextStepOn: next.on }]
  })
  if (items.length) await kolo.runIn(tx, kolo.operation('deal.update'), { items, returning: false })
}

/** Of every open deal for which something is planned. */
export async function nextStepsOfAll(tx: Tx, kolo: Kolo): Promise<void> {
  const rows = await tx.rows<{ deal: string }>(
    sql`select distinct deal_id as deal from activities where deal_id is not null and status = 'planned'`,
  )
  await refreshNextSteps(
    tx,
    kolo,
    rows.map((r) => r.deal),
    new Set(),
  )
}
