import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { Table, Th } from '../../ui/table.tsx'
import { ColumnLine } from './column-line.tsx'
import { FileFacts } from './file-facts.tsx'
import { Key } from './key.tsx'
import { Mendings } from './mendings.tsx'
import { useRun, type Column, type Run } from './run.ts'

/** Where each column of the file goes, and how its cells are read. */
export function ColumnsStep({ run, onCheck }: { run: Run; onCheck: () => void }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const { decide, begin } = useRun(run.id)
  // Lines that are begun and say nothing yet are not sent.
  const [more, setMore] = useState(0)
  const entity = entities[run.entity]!
  const empty: Column = { column: null, field: null }
  const lines = [...run.columns, ...Array.from({ length: more }, () => empty)]
  const change = (i: number, by: Partial<Column>) => {
    const next = lines.map((c, j) => (j === i ? { ...c, ...by } : c))
    if (i >= run.columns.length) setMore(0)
    const said = next.filter((c) => c.column !== null || c.field !== null)
    void decide({
      columns: said.map((c) => (c.column === null && c.template === undefined ? { value: '', ...c } : c)),
    })
  }
  const add = () => setMore((n) => n + 1)
  const missing = run.required.map((path) => run.targets.find((x) => x.field === path)?.label ?? path)
  const check = () => {
    onCheck()
    void begin('check')
  }
  return (
    <>
      <FileFacts run={run} />
      {run.warnings.length > 0 && (
        <Banner tone="warning">
          {run.warnings.map((w) => (
            <p key={w}>{w}</p>
          ))}
        </Banner>
      )}
      <section>
        <h2 className="text-lg font-semibold">{t('import.columns.title')}</h2>
        <p className="mb-2 text-ink-2">
          {t('import.columns.about', { what: entity.labelPlural.toLowerCase() })}
        </p>
        <Table>
          <thead>
            <tr>
              <Th>{t('import.columns.inFile')}</Th>
              <Th>{t('import.columns.first')}</Th>
              <Th className="w-64">{t('import.columns.goesTo')}</Th>
              <Th className="w-56">{t('import.columns.how')}</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((column, i) => (
              <ColumnLine
                key={`${i} ${column.column}`}
                run={run}
                entity={entity}
                column={column}
                onChange={(by) => change(i, by)}
              />
            ))}
          </tbody>
        </Table>
        <Button look="quiet" size="sm" className="mt-1" onClick={add}>
          <Plus size={13} /> {t('import.columns.add')}
        </Button>
      </section>
      <Mendings run={run} entity={entity} />
      <Key run={run} entity={entity} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-surface px-4 py-3 sm:-mx-8 sm:px-8">
        <Button look="solid" disabled={missing.length > 0} onClick={check}>
          {t('import.columns.check')}
        </Button>
        <span className={missing.length ? 'text-danger' : 'text-ink-3'}>
          {missing.length
            ? t('import.columns.missing', { what: missing.join(', ') })
            : t('import.columns.nothingYet')}
        </span>
      </div>
    </>
  )
}
