import type { Context } from '#core/operation.ts'
import type { Money } from '#core/kinds/index.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { entryProblems } from './entry.ts'
import { gapsOf, lossKeys, lossProblems, noLoss, reasonsIn, type Reason } from './loss.ts'
import { arrivedAt, standing, type Moving } from './moves.ts'
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

type House = { stages: readonly StagePlace[]; reasons: readonly Reason[]; gaps: ReadonlyMap<string, Money> }

/** One item of a request, with all that follows from the stage it leads to, and what stands against it. */
function place(c: Context, item: Item, was: (Moving & Item) | undefined, house: House, path: string) {
  const { stages, reasons, gaps } = house
  const { status, ...rest } = item
  const problems: Problem[] = []
  const answer = (ready: Item) => ({ ready, problems })
  const moves = !was || item['stage'] || status
  const found = moves
    ? stageOf(stages, {
        stage: item['stage'] as string,
        status: status as 'open',
        ...(was ? { from: was } : {}),
      })
    : stages.find((s) => s.id === was.stage)
  if (typeof found === 'string') {
    problems.push({ path: `${path}stage`, message: messages[found], code: found })
    return answer(rest)
  }
  const here = was && (!found || found.id === was.stage)
  if (here && was.status === 'lost' && lossKeys.some((key) => key in item))
    problems.push(...lossProblems({ ...was, ...item }, reasons, path))
  if (!found || here) return answer(rest)
  const ends = found.outcome !== 'open' && was?.status !== found.outcome
  const closed = ends && item['closeDate'] === undefined ? { closeDate: c.today } : {}
  const reopened = was?.status === 'lost' && found.outcome !== 'lost' ? noLoss : {}
  const from = stages.find((s) => s.id === was?.stage)
  const now = new Date().toISOString()
  const since = was
    ? now
    : arrivedAt({ openedOn: null, closeDate: null, ...item, status: found.outcome }, c.today, now).at
  const ready: Item = {
    ...closed,
    ...reopened,
    ...standing(found, since, from && { stage: from, category: was!.forecastCategory }),
    ...rest,
    stage: found.id,
  }
  if (was && found.outcome === 'lost') {
    ready['priceGap'] ??= gaps.get(was.id) ?? null
    ready['lostFrom'] = from?.outcome === 'open' ? from.id : null
  }
  // What another system's file tells of the past was decided there: it is kept as it is, its reason not recorded.
  if (was || c.actor.via !== 'import') {
    const whole = { ...was, ...ready }
    problems.push(...entryProblems(whole, found, path))
    if (found.outcome === 'lost') problems.push(...lossProblems(whole, reasons, path))
  }
  return answer(ready)
}

/** Another probability than the stage's needs its reason; with the stage's own there is nothing to explain. */
function explain(
  c: Context,
  item: Item,
  was: Moving | undefined,
  { stages }: House,
  path: string,
): Problem[] {
  const own = stages.find((s) => s.id === (item['stage'] ?? was?.stage))?.probability ?? null
  item['probability'] ??= own
  if (item['probability'] === own) {
    item['probabilityReason'] = null
    return []
  }
  // Another system's file says what it says.
  return item['probabilityReason'] || c.actor.via === 'import'
    ? []
    : [
        {
          path: `${path}probabilityReason`,
          message: 'Say why the probability is not that of the stage.',
          code: 'no_reason',
        },
      ]
}

const touches = (item: Item) => ['stage', 'status', 'probability', ...lossKeys].some((key) => key in item)

/** What a request writes, by whichever door it came. Throws Invalid with all that stands against it. */
export async function placed(c: Context, items: Item[], before: Item[], named = true): Promise<Item[]> {
  if (before.length && !items.some(touches)) return items
  const house = {
    stages: await stagesIn(c.tx),
    reasons: await reasonsIn(c.tx),
    gaps: await gapsOf(c.tx, before),
  }
  const problems: Problem[] = []
  const out = items.map((item, i) => {
    const was = before[i] as (Moving & Item) | undefined
    const path = named ? `items.${i}.` : ''
    const { ready, problems: against } = place(c, item, was, house, path)
    problems.push(...against)
    if (item['probability'] !== undefined) problems.push(...explain(c, ready, was, house, path))
    return ready
  })
  if (problems.length) throw new Invalid(problems)
  return out
}
