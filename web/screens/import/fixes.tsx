import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { maySayMissing } from './column-line.tsx'
import { baseOf, useRun, type Column, type Counts, type Run } from './run.ts'

/** Columns whose unknown names had rows refused: what else could be done with them, in one press. */
export function Fixes({ run, counts }: { run: Run; counts: Counts }) {
  const { t } = useTranslation()
  const entity = useCatalogue().entities[run.entity]!
  const { decide, begin } = useRun(run.id)
  const blamed = new Set(counts.samples.refused.map((r) => r.column))
  // What may be only a misspelling is asked about first: making it anew would double it.
  const isAsked = (c: Column) =>
    run.mendings.some((m) => !m.confirmed && m.value !== null && m.field === baseOf(c.field!))
  const open = run.columns.filter(
    (c) =>
      c.column !== null &&
      c.field &&
      blamed.has(c.column) &&
      (c.missing ?? 'refuse') === 'refuse' &&
      !isAsked(c),
  )
  const settle = async (column: Column, missing: 'create' | 'empty') => {
    await decide({ columns: run.columns.map((c) => (c === column ? { ...c, missing } : c)) })
    await begin('check')
  }
  return open.map((column) => {
    const may = maySayMissing(entity, column.field!)
    if (may.length < 2) return null
    const texts = [
      ...new Set(
        counts.samples.refused.flatMap((r) =>
          r.column === column.column ? [r.cells[run.header.indexOf(column.column!)] ?? ''] : [],
        ),
      ),
    ]
    return (
      <div
        key={column.column}
        className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line px-4 py-3"
      >
        <p className="min-w-0 flex-1 basis-64">
          {t('import.fixes.unknown', { column: column.column })}{' '}
          <span className="text-ink-3">
            {texts.slice(0, 5).join(', ')}
            {texts.length > 5 ? ' …' : ''}
          </span>
        </p>
        <span className="flex gap-2">
          {may.includes('create') && (
            <Button onClick={() => void settle(column, 'create')}>{t('import.fixes.create')}</Button>
          )}
          <Button onClick={() => void settle(column, 'empty')}>{t('import.fixes.empty')}</Button>
        </span>
      </div>
    )
  })
}
