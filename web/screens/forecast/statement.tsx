import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDate, formatMoney, formatNumber, formatPercent } from '../../format.ts'
import { Banner } from '../../ui/state.tsx'
import { Table, Td, Th } from '../../ui/table.tsx'
import { periodName } from './client.ts'

type Step = {
  deal: string
  of?: 'deals' | 'orders'
  name: string
  closedOn: string
  groupName: string | null
  value: string
  share: number
  credited: string
  rate: number
  factor: number
  pay: string
  returned?: string | null
}
type Correction = {
  month: string
  deal: string
  of?: 'deals' | 'orders'
  name: string
  paid: string
  owed: string
  pay: string
  isReturned?: boolean
}
export type Statement = {
  terms: { name: string; basis?: 'won' | 'paid'; percent: number; tiers: { from: number; factor: number }[] }
  quota: string | null
  quotaPeriod: string | null
  before: string
  steps: Step[]
  corrections: Correction[]
  total: string
  closed: { at: string; by: string | null } | null
}

/** Every deal with what it is multiplied by, so that whoever is paid can count it himself. */
export function StatementView({ statement: s, currency }: { statement: Statement; currency: string }) {
  const { t } = useTranslation()
  const money = (amount: string) => formatMoney({ amount, currency })
  const right = 'figures text-right whitespace-nowrap'
  const credited = s.steps.reduce((sum, x) => sum + Math.round(Number(x.credited) * 100), 0) / 100
  const reached = s.quota ? (100 * (Number(s.before) + credited)) / Number(s.quota) : null
  const isPaid = s.terms.basis === 'paid'
  const back = (x: Step) => x.returned && t('forecast.returned', { sum: money(x.returned) })
  const link = (of: Step | Correction) => (
    <Link to="/$plural/$id" params={{ plural: of.of ?? 'deals', id: of.deal }} className="hover:underline">
      {of.name}
    </Link>
  )
  return (
    <>
      {s.closed && (
        <Banner>
          {t('forecast.closedHow', { day: formatDate(s.closed.at.slice(0, 10)), who: s.closed.by ?? 'Kolo' })}
        </Banner>
      )}
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        <Fact label={t('forecast.pay')} value={money(s.total)} />
        <Fact label={t('forecast.credited')} value={money(String(credited))} />
        {s.quota && s.quotaPeriod && (
          <Fact
            label={t('forecast.planFor', { period: periodName(s.quotaPeriod, t) })}
            value={money(s.quota)}
            note={
              reached === null
                ? undefined
                : t('forecast.reached', { percent: formatPercent(Math.round(reached * 10) / 10) })
            }
          />
        )}
        <Fact
          label={t('forecast.scheme')}
          value={formatPercent(s.terms.percent)}
          note={[
            s.terms.name,
            ...(isPaid ? [t('forecast.ofPayments')] : []),
            ...s.terms.tiers.map((x) => t('forecast.tier', { from: x.from, factor: formatNumber(x.factor) })),
          ].join('; ')}
        />
      </dl>
      {s.steps.length === 0 && s.corrections.length === 0 && (
        <p className="text-ink-3">{t('forecast.nothingYet')}</p>
      )}
      {s.steps.length > 0 && (
        <ul className="flex flex-col divide-y divide-line border-y border-line sm:hidden">
          {s.steps.map((x, i) => (
            <li key={i} className="flex flex-col gap-0.5 py-2">
              <p className="flex items-baseline justify-between gap-3">
                <span className="min-w-0">{link(x)}</span>
                <span className="figures font-medium whitespace-nowrap">{money(x.pay)}</span>
              </p>
              <p className="text-sm text-ink-3">
                {[formatDate(x.closedOn), x.groupName, back(x)].filter(Boolean).join(' · ')}
              </p>
              <p className="figures text-sm text-ink-2">
                {x.share !== 100 && `${money(x.value)} × ${formatPercent(x.share)} = `}
                {`${money(x.credited)} × ${formatPercent(x.rate)}`}
                {x.factor !== 1 && ` × ${formatNumber(x.factor)}`}
              </p>
            </li>
          ))}
        </ul>
      )}
      {s.steps.length > 0 && (
        <Table className="max-sm:hidden">
          <thead>
            <tr>
              <Th>{t(isPaid ? 'forecast.order' : 'forecast.deal')}</Th>
              <Th>{t(isPaid ? 'forecast.paidOn' : 'forecast.wonOn')}</Th>
              <Th className="text-right">{t('forecast.value')}</Th>
              <Th className="text-right">{t('forecast.share')}</Th>
              <Th className="text-right">{t('forecast.credited')}</Th>
              <Th className="text-right">{t('forecast.rate')}</Th>
              <Th className="text-right">{t('forecast.pay')}</Th>
            </tr>
          </thead>
          <tbody>
            {s.steps.map((x, i) => (
              <tr key={i}>
                <Td className="min-w-44">
                  {link(x)}
                  {x.groupName && <span className="block text-sm text-ink-3">{x.groupName}</span>}
                  {x.returned && <span className="block text-sm text-ink-3">{back(x)}</span>}
                </Td>
                <Td className="figures whitespace-nowrap">{formatDate(x.closedOn)}</Td>
                <Td className={right}>{money(x.value)}</Td>
                <Td className={right}>{formatPercent(x.share)}</Td>
                <Td className={right}>{money(x.credited)}</Td>
                <Td className={right}>
                  {formatPercent(x.rate)}
                  {x.factor !== 1 && <span className="text-success"> × {formatNumber(x.factor)}</span>}
                </Td>
                <Td className={`${right} font-medium`}>{money(x.pay)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {s.corrections.length > 0 && (
        <section className="flex flex-col gap-1">
          <h3 className="font-semibold">{t('forecast.corrections')}</h3>
          <p className="max-w-prose text-ink-2">{t('forecast.correctionsHow')}</p>
          <Table>
            <thead>
              <tr>
                <Th>{t('forecast.deal')}</Th>
                <Th>{t('forecast.kinds.month')}</Th>
                <Th className="text-right">{t('forecast.paid')}</Th>
                <Th className="text-right">{t('forecast.owed')}</Th>
                <Th className="text-right">{t('forecast.pay')}</Th>
              </tr>
            </thead>
            <tbody>
              {s.corrections.map((k) => (
                <tr key={`${k.month} ${k.deal}`}>
                  <Td className="min-w-44">
                    {link(k)}
                    {k.isReturned && (
                      <span className="block text-sm text-ink-3">{t('forecast.isReturned')}</span>
                    )}
                  </Td>
                  <Td className="whitespace-nowrap">{periodName(k.month, t)}</Td>
                  <Td className={right}>{money(k.paid)}</Td>
                  <Td className={right}>{money(k.owed)}</Td>
                  <Td className={`${right} font-medium`}>{money(k.pay)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
    </>
  )
}

const Fact = ({ label, value, note }: { label: string; value: string; note?: string | undefined }) => (
  <div className="min-w-0">
    <dt className="text-sm text-ink-3">{label}</dt>
    <dd className="figures mt-0.5 text-md font-semibold">{value}</dd>
    {note && <dd className="text-sm text-ink-3">{note}</dd>}
  </div>
)
