import { formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'

export type CycleStage = {
  id: string
  name: string
  reached: number
  reachedFilter: Filter
  left: number
  median: number | null
  p90: number | null
  norm: number | null
  open: number
  openFilter: Filter
  slow: number | null
  slowFilter: Filter | null
}
export type Cohort = { from: string; entered: number; won: number; reached: number[]; filter: Filter }
export type Cycle = {
  pipeline: { id: string; name: string }
  pipelines: { id: string; name: string }[]
  filter: Filter
  entered: number
  won: number
  wonFilter: Filter
  stages: CycleStage[]
  cohorts: Cohort[]
}

export const share = (part: number, whole: number) =>
  whole === 0 ? '—' : formatPercent(Math.round((100 * part) / whole))
