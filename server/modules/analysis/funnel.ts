import type { Filter } from '#core/filter.ts'
import type { Moves } from './moves.ts'
import { during, stepFrom, stepOf, within, type Period, type Step } from './period.ts'

export type Cohort = {
  from: string
  entered: number
  won: number
  /** Of each stage in its order: how many came so far or further. */
  reached: number[]
  filter: Filter
}

/** The records behind a funnel's figures, as filters of deals. */
export const funnelFilter = {
  entered: (period: Period): Filter => [
    'stageChange.deal',
    'some',
    { and: [['fromStage', 'empty'], during('at', period, true)] },
  ],
  /** `stages`: this one and all after it. */
  reached: (stages: readonly string[]): Filter => ({
    or: [
      ['status', 'is', 'won'],
      ['stageChange.deal', 'some', ['toStage', 'in', stages]],
    ],
  }),
}

/** Deals by the day they came and the furthest stage they came to: whoever came to a stage came to all before it; whoever
 * won came to all. */
export function cohortsOf(
  moves: readonly Moves[],
  { period, step, stages }: { period: Period; step: Step; stages: number },
): { entered: number; won: number; reached: number[]; cohorts: Cohort[] } {
  const rows = moves.flatMap((m) => m.came)
  const sum = (those: typeof rows) => those.reduce((all, r) => all + r.count, 0)
  const figures = (those: typeof rows) => ({
    entered: sum(those),
    won: sum(those.filter((r) => r.furthest === -1)),
    reached: Array.from({ length: stages }, (_, i) =>
      sum(those.filter((r) => r.furthest === -1 || r.furthest > i)),
    ),
  })
  const cohorts = Map.groupBy(rows, (r) => stepOf(r.month, step))
  return {
    ...figures(rows),
    cohorts: [...cohorts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, those]) => ({
        from,
        ...figures(those),
        filter: funnelFilter.entered(within(stepFrom(from, step), period)),
      })),
  }
}
