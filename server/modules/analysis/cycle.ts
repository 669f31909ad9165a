import sql from 'sql-template-tag'
import { choice, date, json, ref } from '#core/kinds/index.ts'
import type { Filter } from '#core/filter.ts'
import { operation } from '#core/operation.ts'
import { cohortsOf, funnelFilter, type Cohort } from './funnel.ts'
import { movesOf, reads, thoseOf } from './moves.ts'
import { checked, type Period } from './period.ts'
import { seesFields } from './reach.ts'
import { stageTimes, type StageTimes } from './stage-times.ts'

export type CycleStage = StageTimes & {
  id: string
  name: string
  /** Deals of all cohorts that came so far or further. */
  reached: number
  reachedFilter: Filter
}
export type Cycle = {
  pipeline: { id: string; name: string }
  pipelines: { id: string; name: string }[]
  period: Period
  /** Deals that came into the pipeline in the period, and those of them that are won. */
  filter: Filter
  entered: number
  won: number
  wonFilter: Filter
  stages: CycleStage[]
  cohorts: Cohort[]
}

export const dealCycle = operation({
  name: 'deal.cycle',
  summary: {
    en: 'The sales cycle: how far deals come, how long they stand in each stage, which are slow',
    uk: 'Цикл продажу: як далеко доходять угоди, скільки стоять на кожному етапі, які повільні',
  },
  about: {
    en: `reached: of the deals that came into the pipeline in the period, how many came to this stage or further (a won deal came through all).
median, p90: days in the stage of the deals that left it in the period; half and nine of ten took no more.
norm: the same nine of ten, of deals that were won in the end; unknown when fewer than five.
slow: open deals that stand in the stage for longer than the norm.`,
    uk: `reached: скільки з угод, що потрапили у воронку в періоді, дійшли до цього етапу чи далі (виграна пройшла всі).
median, p90: днів на етапі в угод, що пішли з нього в періоді; половина та дев’ять із десяти стояли не довше.
norm: ті самі дев’ять із десяти, але угод, які зрештою виграно; невідома, якщо їх менше п’яти.
slow: відкриті угоди, що стоять на етапі довше за норму.`,
  },
  effect: 'read',
  input: {
    pipeline: ref('pipeline', {
      label: { en: 'Pipeline; the usual if empty', uk: 'Воронка; типова, якщо порожньо' },
    }),
    from: date({ required: true, label: { uk: 'Від' } }),
    to: date({ required: true, label: { uk: 'До' } }),
    step: choice({
      label: { en: 'Cohorts by', uk: 'Когорти за' },
      options: [
        { key: 'month', label: { en: 'Months', uk: 'Місяцями' } },
        { key: 'quarter', label: { en: 'Quarters', uk: 'Кварталами' } },
      ],
    }),
    filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
  },
  needs: { deal: 'read', stageChange: 'read', stage: 'read', pipeline: 'read' },
  refusals: {
    no_pipeline: { en: 'Make a pipeline with stages first.', uk: 'Спершу створіть воронку з етапами.' },
    hidden: {
      en: 'Your role does not see the stages of deals.',
      uk: 'Ваша роль не бачить етапів угод.',
    },
  },
  async run(c, { pipeline: asked, from, to, step, filter }): Promise<Cycle> {
    const house = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
    if (!seesFields(house, reads)) c.refuse('hidden')
    const period = { from, to }
    checked({ from, to })
    const pipelines = await c.tx.rows<{ id: string; name: string }>(
      sql`select id, name from pipelines where deleted_at is null order by is_default desc nulls last, position, name`,
    )
    const pipeline = asked ? pipelines.find((p) => p.id === asked) : pipelines[0]
    if (!pipeline) c.refuse('no_pipeline')
    const stages = await c.tx.rows<{ id: string; name: string }>(
      sql`select id, name from stages where pipeline_id = ${pipeline!.id}::uuid and outcome = 'open' and deleted_at is null order by position`,
    )
    const own: Filter = {
      and: [['pipeline', 'is', pipeline!.id], ...(filter ? [filter as Filter] : [])],
    }
    const ids = stages.map((s) => s.id)
    const those = thoseOf(house, own)
    const moves = await movesOf(c, { pipeline: pipeline!.id, those, isAll: !filter, period, stages: ids })
    const times = await stageTimes(c, { own, those, moves, stages: ids })
    const all = cohortsOf(moves, {
      period,
      step: step === 'quarter' ? 'quarter' : 'month',
      stages: ids.length,
    })
    const base: Filter = { and: [own, funnelFilter.entered(period)] }
    return {
      pipeline: pipeline!,
      pipelines,
      period,
      filter: base,
      entered: all.entered,
      won: all.won,
      wonFilter: ['status', 'is', 'won'],
      stages: stages.map((s, i) => ({
        ...s,
        reached: all.reached[i]!,
        reachedFilter: funnelFilter.reached(ids.slice(i)),
        ...times[i]!,
      })),
      cohorts: all.cohorts,
    }
  },
})
