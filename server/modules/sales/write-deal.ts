import type { Context } from '#core/operation.ts'
import { Invalid } from '#core/error.ts'
import { choice, ref } from '#core/kinds/index.ts'
import { create, update } from '#core/stock.ts'
import { deal } from './deal.ts'
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

function placed(c: Context, items: Item[], before: Item[], stages: StagePlace[]): Item[] {
  return items.map((item, i) => {
    const was = before[i] as
      | { pipeline: string; stage: string; status: string; closeDate: string | null }
      | undefined
    const { status, ...rest } = item
    if (was && !item['stage'] && !status) return rest
    const found = stageOf(stages, {
      stage: item['stage'] as string,
      status: status as 'open',
      ...(was ? { from: was } : {}),
    })
    if (typeof found === 'string')
      throw new Invalid([{ path: `items.${i}.stage`, message: messages[found], code: found }])
    const ends = found.outcome !== 'open' && was?.status !== found.outcome
    const closed =
      ends && item['closeDate'] === undefined && !(was && was.status === found.outcome)
        ? { closeDate: c.today }
        : {}
    const reopened = was && was.status === 'lost' && found.outcome !== 'lost' ? { lossReason: null } : {}
    return {
      ...closed,
      ...reopened,
      ...rest,
      stage: found.id,
      pipeline: found.pipeline,
      status: found.outcome,
    }
  })
}

const status = choice({ options: deal.fields.status.options ?? [] })

/** A new deal starts in the first stage; one that was already decided elsewhere may come in its last. */
export const createDeal = create(deal, {
  extra: { stage: ref('stage'), status },
  prepare: async (c, items) => placed(c, items, [], await stagesIn(c.tx)),
})

/** Moving a deal to another stage, winning or losing it is an update too, by whichever door. */
export const updateDeal = update(deal, {
  extra: { stage: ref('stage'), status, lossReason: ref('lossReason') },
  prepare: async (c, items, before) =>
    items.some((item) => item['stage'] || item['status'])
      ? placed(c, items, before, await stagesIn(c.tx))
      : items,
})
