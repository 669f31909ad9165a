import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { stepName } from './cross-table.tsx'
import { share, type Cycle } from './cycle.ts'
import { Behind } from './figure.tsx'

const head = 'h-9 border-b border-line px-2 text-right text-sm font-medium whitespace-nowrap text-ink-3'

/** Of the deals that came in each month: what share came to each stage, whenever it did. The fuller, the darker. */
export function Cohorts({ cycle, step }: { cycle: Cycle; step: string }) {
  const { t } = useTranslation()
  if (cycle.cohorts.length === 0) return null
  return (
    <section>
      <h2 className="font-semibold">{t('analysis.cohorts')}</h2>
      <p className="mb-2 text-ink-2">{t('analysis.cohortsAbout')}</p>
      <div tabIndex={0} role="region" aria-label={t('analysis.cohorts')} className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-0.5">
          <thead>
            <tr>
              <th scope="col" className={`${head} pl-0! text-left!`}>
                {t('analysis.came')}
              </th>
              <th scope="col" className={head}>
                {t('analysis.dealsOf')}
              </th>
              {cycle.stages.map((s) => (
                <th key={s.id} scope="col" className={`${head} max-w-32 truncate`} title={s.name}>
                  {s.name}
                </th>
              ))}
              <th scope="col" className={head}>
                {t('analysis.won')}
              </th>
            </tr>
          </thead>
          <tbody>
            {cycle.cohorts.map((c) => (
              <tr key={c.from}>
                <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
                  {stepName(c.from, step, t)}
                </th>
                <td className="figures px-2 text-right">
                  <Behind plural="deals" filter={{ and: [cycle.filter, c.filter] }}>
                    {formatNumber(c.entered)}
                  </Behind>
                </td>
                {[...c.reached, c.won].map((n, i) => {
                  const stage = cycle.stages[i]
                  const part = c.entered ? n / c.entered : 0
                  return (
                    <td key={stage?.id ?? 'won'} className="p-0">
                      <Behind
                        plural="deals"
                        filter={{ and: [cycle.filter, c.filter, stage?.reachedFilter ?? cycle.wonFilter] }}
                        tip={t('analysis.nDeals', { count: n })}
                        className="figures block h-8 px-2 py-1.5 text-right text-ink"
                      >
                        <span
                          className="-mx-2 -my-1.5 block h-8 rounded-sm px-2 py-1.5"
                          style={{
                            background: `color-mix(in oklch, var(${stage ? '--accent' : '--success'}) ${Math.round(part * 42)}%, transparent)`,
                          }}
                        >
                          {share(n, c.entered)}
                        </span>
                      </Behind>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
