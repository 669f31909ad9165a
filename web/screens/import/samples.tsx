import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { StoredValue } from '../../derived/record/stored-value.tsx'
import { formatNumber } from '../../format.ts'
import { isEmpty } from '../../kinds/index.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { baseOf, type Counts, type Run } from './run.ts'

const kinds = ['refused', 'changed', 'new'] as const
type Kind = (typeof kinds)[number]
const mostColumns = 7

const valueOf = (values: Record<string, unknown>, path: string) =>
  path.startsWith('custom.')
    ? ((values['custom'] as Record<string, unknown> | undefined)?.[path.slice(7)] ?? values[path])
    : values[path]

/** Some rows of each fate, so that it can be judged before or looked at after. */
export function Samples({ run, counts }: { run: Run; counts: Counts }) {
  const { t } = useTranslation()
  const entity = useCatalogue().entities[run.entity]!
  const there = kinds.filter((k) => counts.samples[k].length > 0)
  const [chosen, setChosen] = useState<Kind | null>(null)
  const kind = chosen && there.includes(chosen) ? chosen : there[0]
  if (!kind) return null
  return (
    <section className="flex flex-col gap-3">
      <Tabs
        label={t('import.samples.label')}
        value={kind}
        onChange={setChosen}
        items={there.map((value) => ({ value, label: t(`import.counts.${value}`), count: counts[value] }))}
      />
      {kind === 'refused' && <Refused run={run} rows={counts.samples.refused} />}
      {kind === 'changed' && <Changed entity={entity} rows={counts.samples.changed} />}
      {kind === 'new' && <New run={run} entity={entity} rows={counts.samples.new} />}
      {counts[kind] > counts.samples[kind].length && (
        <p className="text-sm text-ink-3">
          {t('import.samples.some', { shown: counts.samples[kind].length, all: formatNumber(counts[kind]) })}
        </p>
      )}
    </section>
  )
}

const Line = ({ n }: { n: number }) => (
  <Td className="figures w-14 pr-3 text-right text-ink-3">{formatNumber(n)}</Td>
)

function Refused({ run, rows }: { run: Run; rows: Counts['samples']['refused'] }) {
  const { t } = useTranslation()
  const cellOf = (row: (typeof rows)[number]) =>
    row.cells[row.column === null ? 0 : run.header.indexOf(row.column)] ?? ''
  return (
    <Table>
      <thead>
        <tr>
          <Th className="text-right">{t('import.samples.line')}</Th>
          <Th>{t('import.samples.column')}</Th>
          <Th>{t('import.samples.cell')}</Th>
          <Th className="w-1/2">{t('import.samples.why')}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <Line n={row.line} />
            <Td className="text-ink-2">{row.column ?? '—'}</Td>
            <Td className="max-w-52 truncate" title={cellOf(row)}>
              {cellOf(row)}
            </Td>
            <Td className="py-1.5 text-danger">{row.reason}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Changed({ entity, rows }: { entity: Entity; rows: Counts['samples']['changed'] }) {
  const { t } = useTranslation()
  return (
    <Table>
      <thead>
        <tr>
          <Th className="text-right">{t('import.samples.line')}</Th>
          <Th>{entity.label}</Th>
          <Th>{t('import.samples.field')}</Th>
          <Th>{t('import.samples.before')}</Th>
          <Th>{t('import.samples.after')}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap((row) =>
          Object.entries(row.changes).map(([path, [before, after]], i) => (
            <tr key={`${row.line} ${path}`}>
              {i === 0 ? <Line n={row.line} /> : <Td />}
              <Td className="max-w-52 truncate">
                {i === 0 && (
                  <Link
                    to="/$plural/$id"
                    params={{ plural: entity.plural, id: row.id }}
                    target="_blank"
                    className="hover:underline"
                  >
                    {row.title}
                  </Link>
                )}
              </Td>
              <Td className="text-ink-2">{entity.fields[path]?.label ?? path}</Td>
              <Td className="max-w-52 truncate text-ink-3">
                <Cell entity={entity} path={path} value={before} />
              </Td>
              <Td className="max-w-52 truncate font-medium">
                <Cell entity={entity} path={path} value={after} />
              </Td>
            </tr>
          )),
        )}
      </tbody>
    </Table>
  )
}

function New({ run, entity, rows }: { run: Run; entity: Entity; rows: Counts['samples']['new'] }) {
  const { t } = useTranslation()
  const paths = [...new Set(run.columns.flatMap((c) => (c.field ? [baseOf(c.field)] : [])))]
    .filter((path) => entity.fields[path])
    .slice(0, mostColumns)
  return (
    <Table>
      <thead>
        <tr>
          <Th className="text-right">{t('import.samples.line')}</Th>
          {paths.map((path) => (
            <Th key={path}>{entity.fields[path]!.label}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <Line n={row.line} />
            {paths.map((path) => (
              <Td key={path} className="max-w-52 truncate">
                <Cell entity={entity} path={path} value={valueOf(row.values, path)} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

const Cell = ({ entity, path, value }: { entity: Entity; path: string; value: unknown }) => {
  const field = entity.fields[path]
  return isEmpty(value) || !field ? (
    <span className="text-ink-3">—</span>
  ) : (
    <StoredValue field={field} value={value} />
  )
}
