import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { today } from '../../days.ts'
import type { Filter } from '../../records.ts'
import { textIn, useAddress, type Crossed } from './ask.ts'
import { periodOf } from './period.ts'
import { useSaved } from './saved.ts'

type Choice = { key: string; label: string }
/** What the server says of a report. */
export type Report = Crossed & {
  rowsBy: string
  date: string | null
  dates: Choice[]
  figures: Choice[]
}

export const periodNames = [
  'ever',
  'thisMonth',
  'lastMonth',
  'thisQuarter',
  'lastQuarter',
  'thisYear',
  'lastYear',
  'twelveMonths',
  'wholeYear',
  'yearAhead',
] as const

/** A report as the address has it: what is asked, and how it is kept. */
export function useReport() {
  const { t } = useTranslation()
  const [search, set] = useAddress()
  const saved = { ...useSaved('reports', t('analysis.reports')), usual: t('analysis.allReports') }
  const own = periodOf(search, 'thisYear', today())
  const isOwn = own.name === 'own'
  const period = isOwn ? null : (periodNames.find((name) => name === search['period']) ?? 'ever')
  const filter = search['filter'] as Filter | undefined
  const measures = textIn(search, 'measures')?.split(',') ?? []
  const columns = textIn(search, 'columns')
  const comparison = textIn(search, 'comparison') ?? 'none'
  const input = {
    of: textIn(search, 'of'),
    ...(textIn(search, 'rows') ? { rows: textIn(search, 'rows') } : {}),
    ...(columns ? { columns } : {}),
    ...(measures.length ? { measures } : {}),
    ...(textIn(search, 'date') ? { date: textIn(search, 'date') } : {}),
    ...(period ? { period } : { from: own.from, to: own.to }),
    ...(comparison === 'none' ? {} : { comparison }),
    ...(filter ? { filter } : {}),
  }
  return { search, set, saved, input, period: { ...own, name: period ?? 'own' }, filter, columns, comparison }
}

type Standard = { name: string; reports: { key: string; name: string; question: Record<string, unknown> }[] }

export const useStandardReports = () =>
  useQuery({
    queryKey: ['analysis', 'report.standard'],
    queryFn: ({ signal }) =>
      api<{ groups: Standard[] }>('operations/report.standard', { method: 'POST', body: {}, signal }),
    staleTime: Infinity,
  })
