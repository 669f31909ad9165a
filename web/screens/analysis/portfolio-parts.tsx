import { useTranslation } from 'react-i18next'
import { formatMoneyShort, formatNumber, formatPercent } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { About, Behind, Change } from './figure.tsx'
import { PortfolioList } from './portfolio-list.tsx'
import { columnText, type Group, type Portfolio } from './portfolio.ts'

/** How much they are together, who they are by classes, and one by one. */
export function PortfolioParts({
  answer,
  part,
  isClients,
  onPart,
}: {
  answer: Portfolio
  part: string | undefined
  isClients: boolean
  onPart: (part: string | undefined) => void
}) {
  const { t } = useTranslation()
  const about = (key: string) => {
    const { label, about: text } = answer.columns.find((c) => c.key === key)!
    return <About label={label}>{text}</About>
  }
  const grid = { currency: answer.currency, part, onPart }
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        {answer.indicators.map((i) => (
          <div key={i.key} className="min-w-0 rounded-xl border border-line px-3 py-2.5">
            <dt className="flex items-center text-sm text-ink-3">
              <span className="truncate">
                {i.key === 'count' ? t(`insight.tabs.${isClients ? 'clients' : 'products'}`) : i.label}
              </span>
              <About label={i.label}>{i.about}</About>
            </dt>
            <dd className="mt-0.5 flex flex-wrap items-baseline gap-x-2">
              <span className="figures text-lg font-semibold">
                {i.key === 'total' ? (
                  <Behind {...answer.sales}>{columnText(i.kind, i.now, answer.currency)}</Behind>
                ) : i.filter ? (
                  <Behind plural={answer.plural} filter={i.filter}>
                    {columnText(i.kind, i.now, answer.currency)}
                  </Behind>
                ) : (
                  columnText(i.kind, i.now, answer.currency)
                )}
              </span>
              <Change
                figure={i.key}
                kind={i.kind === 'number' ? 'count' : (i.kind as 'percent')}
                now={i.now}
                before={i.before}
                currency={answer.currency}
              />
            </dd>
          </div>
        ))}
      </dl>
      <div className="grid gap-6 lg:grid-cols-[2fr_3fr]">
        <section className="min-w-0">
          <h2 className="flex items-center font-semibold">
            {t('insight.classes')}
            {about('abc')}
            {about('xyz')}
          </h2>
          <p className="mb-2 text-sm text-ink-2">
            {t(answer.months < 3 ? 'insight.fewMonths' : 'insight.classesAbout', { count: answer.months })}
          </p>
          <Grid
            {...grid}
            label={t('insight.classes')}
            groups={answer.classes}
            rows={['A', 'B', 'C']}
            columns={['X', 'Y', 'Z']}
            keyOf={(row, column) => `${row}${column}`}
          />
        </section>
        <section className="min-w-0">
          <h2 className="flex items-center font-semibold">
            {t('insight.rfm')}
            {about('recency')}
            {about('frequency')}
            {about('money')}
          </h2>
          <p className="mb-2 text-sm text-ink-2">{t('insight.rfmAbout')}</p>
          <Grid
            {...grid}
            label={t('insight.rfm')}
            groups={answer.rfm}
            rows={['R5', 'R4', 'R3', 'R2', 'R1']}
            columns={['F1', 'F2', 'F3', 'F4', 'F5']}
            keyOf={(row, column) => `${row}${column}`}
          />
        </section>
      </div>
      <PortfolioList answer={answer} part={part} onPart={onPart} isClients={isClients} />
    </>
  )
}

/** Classes crossed: how many are in each, the more of all sales the darker. A cell shows its own below. */
function Grid({
  label,
  groups,
  rows,
  columns,
  keyOf,
  currency,
  part,
  onPart,
}: {
  label: string
  groups: readonly Group[]
  rows: readonly string[]
  columns: readonly string[]
  keyOf: (row: string, column: string) => string
  currency: string
  part: string | undefined
  onPart: (part: string | undefined) => void
}) {
  const of = new Map(groups.map((g) => [g.key, g]))
  return (
    <table aria-label={label} className="w-full table-fixed border-separate border-spacing-0.5">
      <thead>
        <tr>
          <td className="w-8" />
          {columns.map((c) => (
            <th key={c} scope="col" className="h-6 text-center text-sm font-medium text-ink-3">
              {c}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row" className="w-8 text-sm font-medium text-ink-3">
              {row}
            </th>
            {columns.map((column) => {
              const key = keyOf(row, column)
              const group = of.get(key)
              if (!group) return <td key={key} className="h-11 rounded-sm bg-hover/50" />
              const share = Number(group.share ?? 0)
              return (
                <td key={key} className="p-0">
                  <button
                    type="button"
                    aria-pressed={part === key}
                    data-tip={formatMoneyShort(Number(group.sales), currency)}
                    onClick={() => onPart(part === key ? undefined : key)}
                    className={cx(
                      'figures flex h-11 w-full flex-col items-center justify-center rounded-sm text-ink hover:outline-1 hover:outline-line-2',
                      part === key && 'outline-2! outline-accent!',
                    )}
                    style={{
                      background: `color-mix(in oklch, var(--accent) ${Math.round(6 + Math.min(Math.max(share, 0), 60) * 0.6)}%, transparent)`,
                    }}
                  >
                    <span className="sr-only">{key}</span>
                    <span className="leading-4 font-medium">{formatNumber(group.count)}</span>
                    <span className="text-sm leading-4">
                      {group.share === null ? '—' : formatPercent(Math.round(share * 10) / 10)}
                    </span>
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
