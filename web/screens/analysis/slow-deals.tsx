import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import { keys, type Filter, type Page, type Ref } from '../../records.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import type { CycleStage } from './cycle.ts'
import { Behind } from './figure.tsx'

const most = 15
const wanted = ['name', 'account', 'stage', 'daysInStage', 'amount', 'owner']

/** Open deals that stand in their stage for longer than nine of ten won ones did, the longest first. */
export function SlowDeals({ stages }: { stages: readonly CycleStage[] }) {
  const { t } = useTranslation()
  const deal = useEntity('deal')
  const slow = stages.filter((s) => s.slow && s.slowFilter)
  const filter: Filter = { or: slow.map((s) => s.slowFilter!) }
  const fields = wanted.filter((key) => deal.fields[key])
  const ask = { filter, sort: 'stageSince', limit: most, fields: fields.join(',') }
  const { data } = useQuery({
    queryKey: [...keys.lists('deals'), 'slow', slow.map((s) => [s.id, s.slow])],
    queryFn: ({ signal }) => api<Page>(`deals${query(ask)}`, { signal }),
    enabled: slow.length > 0,
  })
  const count = slow.reduce((sum, s) => sum + s.slow!, 0)
  const norms = new Map(stages.map((s) => [s.id, s.norm]))
  return (
    <section>
      <h2 className="font-semibold">
        {t('analysis.slowDeals')}{' '}
        <span className="figures font-normal text-ink-3">{formatNumber(count)}</span>
      </h2>
      <p className="mb-2 text-ink-2">{t(count ? 'analysis.slowDealsAbout' : 'analysis.noSlow')}</p>
      {data && count > 0 && (
        <>
          <Table>
            <thead>
              <tr>
                {fields.map((key) => (
                  <Th key={key} className={key === 'daysInStage' || key === 'amount' ? 'text-right!' : ''}>
                    {deal.fields[key]!.label}
                  </Th>
                ))}
                <Th className="text-right!">{t('analysis.norm')}</Th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((d) => (
                <tr key={d.id}>
                  {fields.map((key) => (
                    <Td
                      key={key}
                      className={
                        key === 'daysInStage' || key === 'amount'
                          ? 'figures text-right whitespace-nowrap'
                          : 'max-w-64 truncate'
                      }
                    >
                      {key === 'name' ? (
                        <Link
                          to="/$plural/$id"
                          params={{ plural: 'deals', id: d.id }}
                          className="font-medium hover:underline"
                        >
                          {String(d[key])}
                        </Link>
                      ) : (
                        <Value field={deal.fields[key]!} value={d[key]} />
                      )}
                    </Td>
                  ))}
                  <Td className="figures text-right text-ink-3">
                    {formatNumber(norms.get((d['stage'] as Ref).id) ?? 0, 1)}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
          {count > data.items.length && (
            <p className="mt-2">
              <Behind plural="deals" filter={filter} className="text-accent-strong">
                {t('analysis.allSlow', { count })}
              </Behind>
            </p>
          )}
        </>
      )}
    </section>
  )
}
