import sql from 'sql-template-tag'
import type { Store } from '#core/store.ts'
import type { ForecastCategory } from './forecast.ts'

export type StagePlace = {
  id: string
  pipeline: string
  outcome: 'open' | 'won' | 'lost'
  isDefault: boolean
  position: number
  name: string
  requires: string[]
  checklist: string[]
  probability: number | null
  maxDays: number | null
  forecastCategory: ForecastCategory | null
}

/** Every stage with its pipeline, the default pipeline's first ones first. */
export const stagesIn = (tx: Store): Promise<StagePlace[]> =>
  tx.rows<StagePlace>(sql`select s.id, s.pipeline_id as pipeline, s.outcome, coalesce(p.is_default, false) as "isDefault",
      coalesce(s.position, 0)::float as position, s.probability::float as probability, s.name,
      coalesce(s.requires, '[]') as requires, coalesce(s.checklist, '[]') as checklist, s.max_days::int as "maxDays",
      s.forecast_category as "forecastCategory"
    from stages s join pipelines p on p.id = s.pipeline_id and p.deleted_at is null
    where s.deleted_at is null
    order by coalesce(p.is_default, false) desc, p.position nulls last, p.id, s.position nulls last, s.id`)

/** Where a new deal starts. */
export const firstOpen = (stages: readonly StagePlace[]) => stages.find((s) => s.outcome === 'open')

/** The stage of the same pipeline in which a deal ends so, or goes on. */
export const stageFor = (stages: readonly StagePlace[], pipeline: string, outcome: StagePlace['outcome']) =>
  stages.find((s) => s.pipeline === pipeline && s.outcome === outcome)
