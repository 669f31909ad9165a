import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { formatMoneyShort, formatNumber, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { periodName, useFigures, type Line, type Pace } from './client.ts'
import { Figure } from './figure.tsx'

type Named = { id: string; title: string }
type Item = {
  id: string
  period: string
  measure: 'value' | 'margin' | 'count'
  owner: Named | null
  team: Named | null
  group: Named | null
  target: string | null
  got: string | null
  pace: Pace | null
  filter: Filter
}
type Answer = { currency: string; items: Item[] }

/** Every quota of the period and of its parts, with what was brought; each figure opens its deals. */
export function Quotas({ period, line }: { period: string; line: Line | null }) {
  const { t } = useTranslation()
  const measures = useEntity('quota').fields['measure']?.options ?? []
  const { data } = useFigures<Answer>('quota.attainment', { period })
  if (!data) return <Skeleton lines={6} />
  const items = data.items.filter(
    (q) => !line?.id || (line.kind === 'person' ? q.owner?.id === line.id : q.team?.id === line.id),
  )
  if (items.length === 0)
    return <EmptyState title={t('forecast.noQuotas')}>{t('forecast.noQuotasHow')}</EmptyState>
  const right = 'figures text-right whitespace-nowrap'
  const measure = (q: Item) => measures.find((o) => o.key === q.measure)?.label
  const text = (q: Item, amount: string) =>
    q.measure === 'count' ? formatNumber(Number(amount)) : formatMoneyShort(Number(amount), data.currency)
  return (
    <Table>
      <thead>
        <tr>
          <Th>{t('forecast.who')}</Th>
          <Th className="max-sm:hidden">{t('forecast.period')}</Th>
          <Th className="max-sm:hidden">{t('forecast.counted')}</Th>
          <Th className="text-right">{t('forecast.plan')}</Th>
          <Th className="text-right">{t('forecast.came')}</Th>
          <Th className="text-right">{t('forecast.attained')}</Th>
          <Th className="text-right">{t('forecast.gap')}</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((q) => (
          <tr key={q.id}>
            <Td className="max-w-64 min-w-32 sm:truncate">
              <Link to="/$plural/$id" params={{ plural: 'quotas', id: q.id }} className="hover:underline">
                {(q.owner ?? q.team)?.title ?? t('forecast.nobody')}
              </Link>
              <span className="block text-sm text-ink-3 sm:hidden">
                {[periodName(q.period, t), measure(q), q.group?.title].filter(Boolean).join(' · ')}
              </span>
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">{periodName(q.period, t)}</Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              {measure(q)}
              {q.group && <span className="block text-sm text-ink-3">{q.group.title}</span>}
            </Td>
            <Td className={right}>{q.target === null ? '—' : text(q, q.target)}</Td>
            <Td className={right}>
              {q.got === null ? (
                <span className="text-ink-3">{t('analysis.hidden')}</span>
              ) : q.measure === 'count' && Number(q.got) > 0 ? (
                <Link
                  to="/$plural"
                  params={{ plural: 'deals' }}
                  search={{ filter: q.filter } as never}
                  className="hover:underline"
                >
                  {text(q, q.got)}
                </Link>
              ) : (
                <Figure amount={q.got} currency={data.currency} filter={q.filter} />
              )}
            </Td>
            <Td className={right}>
              {q.pace?.attained == null ? '—' : formatPercent(Math.round(q.pace.attained))}
            </Td>
            <Td className={right}>
              {q.pace &&
                (Number(q.pace.gap) > 0 ? (
                  <span className="text-warning">{text(q, q.pace.gap)}</span>
                ) : (
                  <span className="text-success">✓</span>
                ))}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
