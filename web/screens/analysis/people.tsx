import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { share } from './cycle.ts'
import { About, Behind } from './figure.tsx'
import { sumText, type Counted, type Numbers } from './numbers.ts'

const columns = ['won', 'sold', 'open', 'withoutStep', 'stale', 'overdue', 'done'] as const
const plurals: Partial<Record<string, string>> = { sold: 'orders', overdue: 'activities', done: 'activities' }
const pressing = new Set<string>(['withoutStep', 'stale', 'overdue'])

/** Each of the team: load, conversion, what is left undone. */
export function People({ numbers }: { numbers: Numbers }) {
  const { t } = useTranslation()
  const { currency } = numbers
  const seen = columns.filter((key) => numbers.people.some((p) => p.figures[key]))
  const figure = (key: string, c: Counted | undefined) =>
    !c || c.count === 0 ? (
      <span className="text-ink-3">0</span>
    ) : (
      <Behind
        plural={plurals[key] ?? 'deals'}
        filter={c.filter}
        className={pressing.has(key) ? 'text-danger' : ''}
      >
        {c.sum !== null && (key === 'won' || key === 'sold' || key === 'open') && (
          <span>
            {sumText(c, currency)} <span className="text-ink-3">·</span>{' '}
          </span>
        )}
        {formatNumber(c.count)}
      </Behind>
    )
  return (
    <section>
      <h2 className="mb-1 font-semibold">{t('analysis.people')}</h2>
      <Table>
        <thead>
          <tr>
            <Th>{t('analysis.person')}</Th>
            {[...seen, 'winRate' as const].map((key) => (
              <Th key={key} className="text-right!">
                {t(`analysis.peopleColumns.${key}`)}
                <About label={t(`analysis.peopleColumns.${key}`)}>{t(`analysis.peopleAbout.${key}`)}</About>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbers.people.map((p) => {
            const [won, lost] = [p.figures['wonQuarter']?.count ?? 0, p.figures['lostQuarter']?.count ?? 0]
            return (
              <tr key={p.id}>
                <Td className="whitespace-nowrap">
                  <Link
                    to={'/manager-card' as never}
                    search={{ user: p.id } as never}
                    className="hover:text-accent-strong hover:underline"
                  >
                    {p.title ?? t('analysis.hidden')}
                  </Link>
                </Td>
                {seen.map((key) => (
                  <Td key={key} className="figures text-right whitespace-nowrap">
                    {figure(key, p.figures[key])}
                  </Td>
                ))}
                <Td className="figures text-right">{share(won, won + lost)}</Td>
              </tr>
            )
          })}
        </tbody>
      </Table>
    </section>
  )
}
