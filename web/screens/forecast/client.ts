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
  /** Whose deals, within those of a figure. */
  filter: Filter
  overrides: Override[]
}
export type Period = { key: string; kind: 'month' | 'quarter' | 'year'; from: string; until: string }
/** The deals of each figure. */
export type Filters = Record<Bucket | 'weighted', Filter>
export type Forecast = {
  period: Period
  filters: Filters
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
