import sql from 'sql-template-tag'
import { newId } from '#core/id.ts'
import type { Context } from '#core/operation.ts'
import type { Money } from '#core/kinds/index.ts'
import { categoryOf, probabilityOf, type ForecastCategory } from './forecast.ts'
import type { StagePlace } from './stages.ts'

/** A deal as far as its moves are concerned. */
export type Moving = {
  id: string
  name: string
  stage: string
  pipeline: string
  status: StagePlace['outcome']
  stageSince: string | null
  amount: Money | null
  openedOn: string | null
  closeDate: string | null
  forecastCategory: ForecastCategory | null
}

const day = 86_400_000

/** The first day on which it has stood in the stage for longer than it should. */
export const staleOn = (since: string, { outcome, maxDays }: Pick<StagePlace, 'outcome' | 'maxDays'>) =>
  outcome !== 'open' || maxDays === null
    ? null
    : new Date(Date.parse(since) + (maxDays + 1) * day).toISOString().slice(0, 10)

/** When a new deal came to its stage. One that is older than its record came when its own dates say: the day it was
 * closed, or else the day it was opened. */
export function arrivedAt(
  { status, openedOn, closeDate }: Pick<Moving, 'status' | 'openedOn' | 'closeDate'>,
  today: string,
  now: string,
): { at: string; isEstimated: boolean } {
  const known = (status === 'open' ? openedOn : closeDate) ?? today
  return known < today ? { at: `${known}T12:00:00.000Z`, isEstimated: true } : { at: now, isEstimated: false }
}

/** What changes on a deal that comes to a stage. Where it stands in the forecast follows the stage, unless somebody
 * put it elsewhere. */
export function standing(
  stage: StagePlace,
  since: string,
  from?: { stage: StagePlace; category: ForecastCategory | null },
) {
  const kept =
    stage.outcome === 'open' && from?.stage.outcome === 'open' && from.category !== categoryOf(from.stage)
      ? from.category
      : null
  return {
    stage: stage.id,
    pipeline: stage.pipeline,
    status: stage.outcome,
    stageSince: since,
    staleOn: staleOn(since, stage),
    probability: probabilityOf(stage),
    probabilityReason: null,
    forecastCategory: kept ?? categoryOf(stage),
  }
}

/** Keeps what moved. Every operation that writes a deal's stage ends with it; `before` is empty for new deals. */
export async function keepMoves(
  c: Context,
  after: readonly Moving[],
  before: readonly Moving[],
): Promise<void> {
  const moves = after.flatMap((deal, i) => {
    const was = before[i]
    if (was && was.stage === deal.stage) return []
    const at = deal.stageSince!
    const isEstimated = !was && arrivedAt(deal, c.today, at).isEstimated
    const seconds = was?.stageSince ? Math.round((Date.parse(at) - Date.parse(was.stageSince)) / 1000) : null
    return [
      {
        id: newId(),
        deal_id: deal.id,
        deal_name: deal.name,
        from_stage_id: was?.stage ?? null,
        to_stage_id: deal.stage,
        outcome: deal.status,
        at,
        seconds,
        amount: deal.amount?.amount ?? null,
        amount_currency: deal.amount?.currency ?? null,
        is_estimated: isEstimated,
      },
    ]
  })
  if (moves.length === 0) return
  // A ledger, which no role may write: kept beside the deal that this operation was allowed to write. It tells no event
  // of its own, since the deal's says the same.
  await c.tx.elevated(() =>
    c.tx
      .rows(sql`insert into stage_changes (id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, at, by_id, seconds, amount,
        amount_currency, is_estimated, owner_id, team_id, created_at, created_by, updated_at, updated_by, revision)
      select m.id, deal_id, deal_name, from_stage_id, to_stage_id, outcome, m.at, ${c.actor.user}::uuid, seconds, m.amount,
        m.amount_currency, is_estimated, d.owner_id, d.team_id, now(), ${c.actor.user}::uuid, now(), ${c.actor.user}::uuid, 1
      from jsonb_populate_recordset(null::stage_changes, ${JSON.stringify(moves)}::jsonb) m join deals d on d.id = m.deal_id`),
  )
}
