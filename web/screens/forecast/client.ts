import type { TFunction } from 'i18next'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { formatMonth } from '../../format.ts'
import { keys, type Filter } from '../../records.ts'

export const buckets = ['won', 'commit', 'bestCase', 'pipeline'] as const
export type Bucket = (typeof buckets)[number]
export type Figures = Record<Bucket | 'weighted', string> & { count: number }
export type Pace = { quota: string; gap: string; attained: number | null; perWeek: string | null }
export type Override = {
  id: string
  amount: string
  currency: string
  computed: string | null
  reason: string
  at: string
  by: string | null
}
export type Line = Figures & {
  kind: 'team' | 'person'
  id: string | null
  title: string | null
  team: string | null
  depth: number
  teams: string[]
  plan: Pace | null
  overrides: Override[]
}
export type Period = { key: string; kind: 'month' | 'quarter' | 'year'; from: string; until: string }
export type Forecast = {
  period: Period
  currency: string
  daysLeft: number
  withoutRate: number
  total: Figures
  lines: Line[]
}
export type Whose = { person?: string; team?: string }

/** An operation that only reads, asked anew whenever a deal changes. */
export const useFigures = <T>(name: string, input: object, enabled = true) =>
  useQuery({
    queryKey: [...keys.lists('deals'), name, input],
    queryFn: ({ signal }) => api<T>(`operations/${name}`, { method: 'POST', body: input, signal }),
    placeholderData: (before) => before,
    enabled,
  })

export function periodName(key: string, t: TFunction): string {
  const [year, part] = key.split('-') as [string, string | undefined]
  if (!part) return year
  return part.startsWith('Q')
    ? t('forecast.quarterOf', { quarter: t(`forecast.roman.${part[1]}`), year })
    : formatMonth(Number(year), Number(part) - 1)
}

/** The period of a kind in which a day lies, some periods later. */
export function periodAt(day: string, kind: Period['kind'], by = 0): string {
  const length = { month: 1, quarter: 3, year: 12 }[kind]
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + by * length
  const year = Math.floor(months / 12)
  const month = months % 12
  return kind === 'year'
    ? String(year)
    : kind === 'quarter'
      ? `${year}-Q${Math.floor(month / 3) + 1}`
      : `${year}-${String(month + 1).padStart(2, '0')}`
}

const whose = (line: Pick<Line, 'kind' | 'id' | 'team' | 'teams'>): Filter[] =>
  line.kind === 'team'
    ? [['team', 'in', line.teams]]
    : [
        line.id === null ? ['owner', 'empty', null] : ['owner', 'is', line.id],
        line.team === null ? ['team', 'empty', null] : ['team', 'is', line.team],
      ]

/** Exactly the deals that a figure is made of. */
export const dealsOf = (
  period: Period,
  bucket: Bucket,
  line: Parameters<typeof whose>[0] | null,
): Filter => ({
  and: [
    ['closeDate', 'gte', period.from],
    ['closeDate', 'lt', period.until],
    ['status', 'is', bucket === 'won' ? 'won' : 'open'],
    ...(bucket === 'won'
      ? []
      : bucket === 'pipeline'
        ? [
            {
              or: [
                ['forecastCategory', 'is', bucket],
                ['forecastCategory', 'empty', null],
              ],
            } as Filter,
          ]
        : [['forecastCategory', 'is', bucket] as Filter]),
    ...(line ? whose(line) : []),
  ],
})
