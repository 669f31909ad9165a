import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { isEmpty, kindOf, titleOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { listQuery, valueAt, type Filter, type Rec } from '../../records.ts'
import { EntityIcon } from '../../shell/icons.tsx'
import { show } from '../../shell/overlays.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import type { Relation } from './tabs.ts'
import { say } from '../../ui/toast.tsx'
import { binRecords, restoreRecords } from '../../writing.ts'

const shownRows = 6
const shownColumns = 4

/** Where else this record is named. */
export function Related({
  entity,
  record,
  relations,
}: {
  entity: Entity
  record: Rec
  relations: readonly Relation[]
}) {
  // "Accounts" on an account says nothing: "Accounts: part of" does.
  const isTwice = (r: Relation) =>
    r.entity === entity.name || relations.filter((x) => x.entity === r.entity).length > 1
  return relations.map((r) => (
    <RelatedList
      key={`${r.entity} ${r.field}`}
      of={entity}
      record={record}
      relation={r}
      isTwice={isTwice(r)}
    />
  ))
}

function RelatedList({
  of,
  record,
  relation,
  isTwice,
}: {
  of: Entity
  record: Rec
  relation: Relation
  isTwice: boolean
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const other = catalogue.entities[relation.entity]!
  const filter: Filter = [relation.field, 'is', record.id]
  const columns = other.list.columns
    .filter((key) => key !== relation.field && other.fields[key])
    .slice(0, shownColumns)
  const fields = [...new Set([other.title, ...columns])].join()
  const query = useInfiniteQuery(
    listQuery(other.plural, { filter, fields, limit: shownRows, sort: other.list.sort }),
  )
  const page = query.data?.pages[0]
  const rows = page?.items ?? []
  const add = () => {
    const here = { id: record.id, title: titleOf(catalogue, of.name, record) }
    show({ kind: 'create', entity: other.name, values: { [relation.field]: here } })
  }
  const name =
    isTwice && relation.fieldLabel
      ? `${relation.label}: ${relation.fieldLabel.toLowerCase()}`
      : relation.label
  // People who may sign in are made in the settings; here they are only shown.
  const mayAdd = other.rights.create && other.name !== 'user'
  if (rows.length === 0 && !mayAdd) return null
  return (
    <section className="@container border-b border-line px-4 py-2.5 last:border-0" aria-label={name}>
      <header className="flex min-h-8 items-center gap-2">
        <span className="text-ink-3">
          <EntityIcon entity={other} size={15} />
        </span>
        <h2 className="font-medium">{name}</h2>
        {page?.count && page.count.value > 0 && (
          <Link
            to="/$plural"
            params={{ plural: other.plural }}
            search={{ filter } as never}
            className="figures text-sm text-ink-3 hover:text-ink hover:underline"
          >
            {formatNumber(page.count.value)}
            {page.count.exact ? '' : '+'}
          </Link>
        )}
        <span className="flex-1" />
        {mayAdd && (
          <IconButton size="sm" label={t('record.add', { what: other.label.toLowerCase() })} onClick={add}>
            <Plus size={15} />
          </IconButton>
        )}
      </header>
      {rows.length > 0 && <Rows entity={other} columns={columns} rows={rows} />}
      {page?.next && (
        <Link
          to="/$plural"
          params={{ plural: other.plural }}
          search={{ filter } as never}
          className="mt-1 inline-block py-1 text-accent-strong hover:underline"
        >
          {t('record.showAll')}
        </Link>
      )}
    </section>
  )
}

// As many as the place has room for, the name the widest.
const columnLooks = [
  'w-[40%]',
  'text-ink-2',
  'text-ink-2 hidden @sm:table-cell',
  'text-ink-2 hidden @2xl:table-cell',
]

function Rows({
  entity,
  columns,
  rows,
}: {
  entity: Entity
  columns: readonly string[]
  rows: readonly Rec[]
}) {
  // A name that a row may lack is no place for its link.
  const hasIn = (key: string) => columns.includes(key) && rows.every((row) => !isEmpty(valueAt(row, key)))
  const leading = [entity.title, ...columns].filter(hasIn)
  // Words lead, where a record is called by a figure: a price of a list stands behind its product.
  const first =
    leading.find((key) => kindOf(entity.fields[key]!).align !== 'end') ?? leading[0] ?? columns[0]!
  const ordered = [first, ...columns.filter((key) => key !== first)]
  return (
    <Table className="table-fixed">
      <thead>
        <tr>
          {ordered.map((key, i) => (
            <Th key={key} className={cx('h-0! border-0! py-0!', columnLooks[i])}>
              <span className="sr-only">{entity.fields[key]!.label}</span>
            </Th>
          ))}
          <Td className="h-0! w-9 border-0!" />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="group relative last:[&>td]:border-0">
            {ordered.map((key, i) => (
              <Td
                key={key}
                className={cx(
                  'truncate',
                  columnLooks[i],
                  kindOf(entity.fields[key]!).align === 'end' && 'figures text-right',
                )}
              >
                {i === 0 ? (
                  <RowLink entity={entity} row={row} path={key} />
                ) : (
                  <Value field={entity.fields[key]!} value={valueAt(row, key)} />
                )}
              </Td>
            ))}
            <Td className="w-9 pr-0 text-right">
              {entity.part && entity.rights.delete !== 'none' && <Drop entity={entity} row={row} />}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

const RowLink = ({ entity, row, path }: { entity: Entity; row: Rec; path: string }) => {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const value = valueAt(row, path)
  return (
    <Link
      to="/$plural/$id"
      params={{ plural: entity.plural, id: row.id }}
      className="font-medium hover:underline"
    >
      {value ? (
        <Value inside field={entity.fields[path]!} value={value} />
      ) : (
        titleOf(catalogue, entity.name, row) || t('record.untitled')
      )}
    </Link>
  )
}

/** A part is taken off where it stands; it comes back by Undo. */
function Drop({ entity, row }: { entity: Entity; row: Rec }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const drop = () =>
    void binRecords(client, entity, [row.id]).then(
      () =>
        say(t('record.removed'), {
          action: { label: t('ui.undo'), run: () => void restoreRecords(client, entity, [row.id]) },
        }),
      (error: unknown) =>
        say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' }),
    )
  return (
    <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
      <IconButton size="sm" label={t('record.remove')} onClick={drop}>
        <X size={14} />
      </IconButton>
    </span>
  )
}
