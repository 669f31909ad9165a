import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { cx } from '../../ui/class.ts'
import { baseOf, type Counts, type Run } from './run.ts'

const tiles = [
  ['new', 'text-success'],
  ['changed', 'text-accent-strong'],
  ['unchanged', 'text-ink-2'],
  ['refused', 'text-danger'],
] as const

/** How many rows of each fate. */
export const CountTiles = ({ counts }: { counts: Counts }) => {
  const { t } = useTranslation()
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {tiles.map(([key, ink]) => (
        <div key={key} className="flex flex-col-reverse rounded-lg border border-line px-4 py-2.5">
          <dt className="text-ink-2">{t(`import.counts.${key}`)}</dt>
          <dd className={cx('figures text-xl font-semibold', counts[key] ? ink : 'text-ink-3')}>
            {formatNumber(counts[key])}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What else is worth knowing: records made in passing, rows without a reference, rows that were cut short. */
export function Remarks({ run, counts }: { run: Run; counts: Counts }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const fieldLabel = (path: string) => entities[run.entity]?.fields[baseOf(path)]?.label ?? path
  const lines = [
    ...Object.entries(counts.created).map(([name, count]) =>
      t('import.remarks.created', {
        what: entities[name]?.labelPlural ?? name,
        count,
        n: formatNumber(count),
      }),
    ),
    ...Object.entries(counts.without).map(([path, count]) =>
      t('import.remarks.without', { what: fieldLabel(path), count, n: formatNumber(count) }),
    ),
    ...(counts.short
      ? [t('import.remarks.short', { count: counts.short, n: formatNumber(counts.short) })]
      : []),
    ...run.warnings,
  ]
  if (lines.length === 0) return null
  return (
    <ul className="flex list-disc flex-col gap-0.5 pl-5 text-ink-2">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
