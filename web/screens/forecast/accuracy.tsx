import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { periodName, useFigures, type Whose } from './client.ts'
import { Figure } from './figure.tsx'

type Item = {
  period: string
  promised: string
  hoped: string
  weighted: string
  came: string
  filter: Filter
  /** Frozen deals. */
  frozen: Record<'promised' | 'weighted' | 'hoped', Filter>
  miss: number | null
  weightedMiss: number | null
}
type Answer = { weeks: number; currency: string; items: Item[] }

const Miss = ({ of }: { of: number | null }) =>
  of === null ? null : (
    <span className={Math.abs(of) > 25 ? 'text-warning' : 'text-ink-3'}>
      {of > 0 && '+'}
      {formatPercent(of)}
    </span>
  )

const Frozen = (p: { amount: string; currency: string; filter: Filter }) => (
  <Figure {...p} plural={useEntity('forecastSnapshot').plural} />
)

/** What was forecast as long before the end as it is now, beside what came. */
export function Accuracy({ period, whose }: { period: string; whose: Whose }) {
  const { t } = useTranslation()
  const { data } = useFigures<Answer>('forecast.accuracy', { period, ...whose })
  if (!data) return <Skeleton lines={4} />
  if (data.items.length === 0)
    return <EmptyState title={t('forecast.noPast')}>{t('forecast.noPastHow')}</EmptyState>
  const right = 'figures text-right whitespace-nowrap'
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-prose text-ink-2">{t('forecast.accuracyHow', { count: data.weeks })}</p>
      <Table>
        <thead>
          <tr>
            <Th>{t('forecast.period')}</Th>
            <Th className="text-right">{t('forecast.promised')}</Th>
            <Th className="text-right">{t('forecast.miss')}</Th>
            <Th className="text-right">{t('forecast.byProbability')}</Th>
            <Th className="text-right">{t('forecast.miss')}</Th>
            <Th className="text-right">{t('forecast.hoped')}</Th>
            <Th className="text-right">{t('forecast.came')}</Th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((i) => (
            <tr key={i.period}>
              <Td className="whitespace-nowrap">{periodName(i.period, t)}</Td>
              <Td className={right}>
                <Frozen amount={i.promised} currency={data.currency} filter={i.frozen.promised} />
              </Td>
              <Td className={right}>
                <Miss of={i.miss} />
              </Td>
              <Td className={right}>
                <Frozen amount={i.weighted} currency={data.currency} filter={i.frozen.weighted} />
              </Td>
              <Td className={right}>
                <Miss of={i.weightedMiss} />
              </Td>
              <Td className={right}>
                <Frozen amount={i.hoped} currency={data.currency} filter={i.frozen.hoped} />
              </Td>
              <Td className={`${right} font-medium`}>
                <Figure amount={i.came} currency={data.currency} filter={i.filter} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
