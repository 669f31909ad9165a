import type { Context } from '#core/operation.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { choice, ref } from '#core/kinds/index.ts'
import { create, update } from '#core/stock.ts'
import { deal } from './deal.ts'
import { arrivedAt, keepMoves, standing, type Moving } from './moves.ts'
import { firstOpen, stageFor, stagesIn, type StagePlace } from './stages.ts'

type Item = Record<string, unknown>
type Move = {
  stage?: string
  status?: StagePlace['outcome']
  from?: { pipeline: string; stage: string; status: string }
}

/** The stage that a request means: the one it names, or the one of its pipeline with the status it names. */
export function stageOf(
  stages: readonly StagePlace[],
  { stage, status, from }: Move,
): StagePlace | 'no_stage' | 'no_pipeline' | 'contradiction' {
  if (stages.length === 0) return 'no_pipeline'
  if (stage) {
    const named = stages.find((s) => s.id === stage)
    if (!named) return 'no_stage'
    return status && status !== named.outcome ? 'contradiction' : named
  }
  const pipeline = from?.pipeline ?? firstOpen(stages)?.pipeline ?? stages[0]!.pipeline
  if (from && (!status || status === from.status))
    return stages.find((s) => s.id === from.stage) ?? 'no_stage'
  return stageFor(stages, pipeline, status ?? 'open') ?? 'no_stage'
}

const messages = {
  no_stage: 'There is no such stage.',
  no_pipeline: 'Make a pipeline with stages first.',
  contradiction: 'The status is not that of the stage.',
}

/** A request's item with all that follows from the stage it leads to. */
function placed(
  c: Context,
  item: Item,
  was: Moving | undefined,
  stages: readonly StagePlace[],
  path: string,
) {
  const { status, ...rest } = item
  if (was && !item['stage'] && !status) return rest
  const found = stageOf(stages, {
    stage: item['stage'] as string,
    status: status as 'open',
    ...(was ? { from: was } : {}),
  })
  if (typeof found === 'string')
    throw new Invalid([{ path: `${path}.stage`, message: messages[found], code: found }])
  if (was?.stage === found.id) return rest
  const ends = found.outcome !== 'open' && was?.status !== found.outcome
  const closed = ends && item['closeDate'] === undefined ? { closeDate: c.today } : {}
  const reopened = was && was.status === 'lost' && found.outcome !== 'lost' ? { lossReason: null } : {}
  const from = stages.find((s) => s.id === was?.stage)
  const now = new Date().toISOString()
  const since = was
    ? now
    : arrivedAt({ openedOn: null, closeDate: null, ...item, status: found.outcome }, c.today, now).at
  return {
    ...closed,
    ...reopened,
    ...standing(found, since, from && { stage: from, category: was!.forecastCategory }),
    ...rest,
    stage: found.id,
  }
}

/** Another probability than the stage's needs its reason; with the stage's own there is nothing to explain. */
function explained(
  c: Context,
  item: Item,
  was: Moving | undefined,
  stages: readonly StagePlace[],
  path: string,
): Problem[] {
  if (item['probability'] === undefined) return []
  const stage = stages.find((s) => s.id === (item['stage'] ?? was?.stage))
  if (item['probability'] === null) item['probability'] = stage?.probability ?? null
  if (item['probability'] === (stage?.probability ?? null)) {
    item['probabilityReason'] = null
    return []
  }
  // Another system's file says what it says.
  return item['probabilityReason'] || c.actor.via === 'import'
    ? []
    : [
        {
          path: `${path}.probabilityReason`,
          message: 'Say why the probability is not that of the stage.',
          code: 'no_reason',
        },
      ]
}

async function prepared(c: Context, items: Item[], before: Item[]): Promise<Item[]> {
  const touches = (item: Item) => item['stage'] || item['status'] || item['probability'] !== undefined
  if (before.length && !items.some(touches)) return items
  const stages = await stagesIn(c.tx)
  const problems: Problem[] = []
  const out = items.map((item, i) => {
    const was = before[i] as Moving | undefined
    const ready = placed(c, item, was, stages, `items.${i}`)
    if (item['probability'] !== undefined) problems.push(...explained(c, ready, was, stages, `items.${i}`))
    return ready
  })
  if (problems.length) throw new Invalid(problems)
  return out
}

const status = choice({ options: deal.fields.status.options ?? [] })
const wrote = (c: Context, after: unknown[], before: unknown[]) =>
  keepMoves(c, after as Moving[], before as Moving[])

/** A new deal starts in the first stage; one that was already decided elsewhere may come in its last. */
export const createDeal = create(deal, {
  extra: { stage: ref('stage'), status },
  prepare: (c, items) => prepared(c, items, []),
  wrote,
})

/** Moving a deal to another stage, winning or losing it is an update too, by whichever door. */
export const updateDeal = update(deal, {
  extra: { stage: ref('stage'), status, lossReason: ref('lossReason') },
  prepare: prepared,
  wrote,
})
