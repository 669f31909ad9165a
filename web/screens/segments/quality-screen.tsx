import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatNumber, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'

type About = 'completeness' | 'validity' | 'freshness' | 'duplicates'
type Measure = { key: string; about: About; label: string; filter: Filter }
type Group = {
  value: string | null
  title: string | null
  filter: Filter
  total: number
  counts: Record<string, number>
}
type Quality = { plural: string; measures: Measure[]; groups: Group[] }

const abouts: readonly About[] = ['completeness', 'validity', 'freshness', 'duplicates']

/** How whole, right and fresh the client base is, by where it came from and who keeps it; each number is a list. */
export function QualityScreen() {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [of, setOf] = useState('contact')
  const [by, setBy] = useState('source')
  const [months, setMonths] = useState('6')
  const { data, error, refetch } = useQuery({
    queryKey: ['quality', of, by, months],
    queryFn: ({ signal }) =>
      api<Quality>('operations/quality.read', {
        method: 'POST',
        body: { of, by, months: parseInt(months, 10) },
        signal,
      }),
    placeholderData: (old) => old,
  })
  const measures = abouts.flatMap((a) => data?.measures.filter((m) => m.about === a) ?? [])
  const all = data && sumOf(data.groups)
  return (
    <>
      <PageBar>
        <PageTitle>{t('segments.quality.title')}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-auto border-t border-line px-4 pb-10">
        <div className="flex flex-wrap gap-2 pt-3">
          <Select
            className="w-36"
            aria-label={t('segments.quality.of')}
            items={['contact', 'account'].map((value) => ({
              value,
              label: entities[value]?.labelPlural ?? value,
            }))}
            value={of}
            onChange={setOf}
          />
          <Select
            className="w-44"
            aria-label={t('segments.quality.by')}
            items={(['source', 'owner'] as const).map((value) => ({
              value,
              label: entities[of]?.fields[value]?.label ?? value,
            }))}
            value={by as 'source' | 'owner'}
            onChange={setBy}
          />
          <Select
            className="w-52"
            aria-label={t('segments.quality.old')}
            items={['1', '3', '6', '12', '24'].map((value) => ({
              value,
              label: t('segments.quality.oldAfter', { count: parseInt(value, 10) }),
            }))}
            value={months}
            onChange={setMonths}
          />
        </div>
        {error && <FailedToLoad error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={8} />}
        {data && all && (
          <>
            <p className="py-3 text-sm text-ink-3">{t('segments.quality.how')}</p>
            <Table>
              <thead>
                <tr>
                  <Th>{entities[of]?.fields[by]?.label}</Th>
                  <Th className="text-right">{t('segments.quality.total')}</Th>
                  {measures.map((m) => (
                    <Th key={m.key} className="text-right min-w-24 align-bottom whitespace-normal!">
                      <span className="block text-xs text-ink-3">{t(`segments.quality.${m.about}`)}</span>
                      {m.label}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[all, ...data.groups].map((g, i) => (
                  <tr key={g.value ?? (i === 0 ? 'all' : 'none')} className={i === 0 ? 'font-medium' : ''}>
                    <Td className="min-w-32">
                      {i === 0 ? t('segments.quality.all') : (g.title ?? t('segments.quality.none'))}
                    </Td>
                    <Td className="figures text-right">
                      <Number n={g.total} plural={data.plural} filter={i === 0 ? null : g.filter} />
                    </Td>
                    {measures.map((m) => (
                      <Td key={m.key} className="figures text-right whitespace-nowrap">
                        <Number
                          n={g.counts[m.key] ?? 0}
                          of={g.total}
                          plural={data.plural}
                          filter={i === 0 ? m.filter : { and: [g.filter, m.filter] }}
                        />
                      </Td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </Table>
          </>
        )}
      </div>
    </>
  )
}

function sumOf(groups: readonly Group[]): Group {
  const counts: Record<string, number> = {}
  for (const g of groups)
    for (const [key, n] of Object.entries(g.counts)) counts[key] = (counts[key] ?? 0) + n
  const sum = (at: (g: Group) => number) => groups.reduce((n, g) => n + at(g), 0)
  return {
    value: null,
    title: null,
    filter: { and: [] },
    total: sum((g) => g.total),
    counts,
  }
}

/** A number that opens what it counts; beside it its share, the redder the larger. */
function Number({
  n,
  of,
  plural,
  filter,
}: {
  n: number
  of?: number
  plural: string
  filter: Filter | null
}) {
  if (n === 0) return <span className="text-ink-3">—</span>
  const share = of ? (n / of) * 100 : 0
  return (
    <Link
      to="/$plural"
      params={{ plural }}
      search={(filter ? { filter } : {}) as never}
      className={`hover:underline ${share >= 50 ? 'text-danger' : share >= 20 ? 'text-warning' : ''}`}
    >
      {formatNumber(n)}
      {of !== undefined && (
        <span className="ml-1.5 text-sm opacity-80">{formatPercent(Math.round(share))}</span>
      )}
    </Link>
  )
}
