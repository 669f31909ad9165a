import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { groupable } from './shapes.ts'
import { reachable, writeColumns, type Column } from './columns.ts'
import type { ListState } from './use-list.ts'

const none = '-'

/** Order, groups and columns of a list. */
export const DisplayPanel = ({ list }: { list: ListState }) => (
  <div className="flex flex-col gap-2.5">
    <Order list={list} />
    {list.as === 'table' && <Grouping list={list} />}
    <Columns list={list} />
  </div>
)

const Line = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="flex items-center gap-3">
    <span className="w-24 shrink-0 text-ink-2">{label}</span>
    <div className="flex min-w-0 flex-1 gap-1.5">{children}</div>
  </div>
)

function Order({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const fields = useMemo(
    () => reachable(catalogue, list.entity).filter((f) => f.field.sort && !f.path.includes('.')),
    [catalogue, list.entity],
  )
  const [first = ''] = list.sort.split(',')
  const path = first.replace('-', '')
  const isFalling = first.startsWith('-')
  return (
    <Line label={t('list.order')}>
      <Select
        aria-label={t('list.order')}
        value={path}
        items={fields.map((f) => ({ value: f.path, label: f.label }))}
        onChange={(p) => list.set({ sort: isFalling ? `-${p}` : p })}
      />
      <IconButton
        look="outline"
        className="h-8!"
        label={t(isFalling ? 'list.sortDown' : 'list.sortUp')}
        onClick={() => list.set({ sort: isFalling ? path : `-${path}` })}
      >
        {isFalling ? <ArrowDown size={14} /> : <ArrowUp size={14} />}
      </IconButton>
    </Line>
  )
}

function Grouping({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const items = [
    { value: none, label: t('list.noGroups') },
    ...groupable(list.entity).map(([value, f]) => ({ value, label: f.label })),
  ]
  return (
    <Line label={t('list.groupBy')}>
      <Select
        aria-label={t('list.groupBy')}
        value={list.group ?? none}
        items={items}
        onChange={(group) => list.set({ group })}
      />
    </Line>
  )
}

function Columns({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const [text, setText] = useState('')
  const { entity, columns } = list
  const all = useMemo(() => reachable(catalogue, entity), [catalogue, entity])
  const set = (next: readonly Column[]) => list.set({ columns: writeColumns(entity, next) })
  const others = all.filter((f) => !columns.some((c) => c.path === f.path))
  const found = text
    ? others.filter((f) => f.label.toLocaleLowerCase().includes(text.toLocaleLowerCase()))
    : others.filter((f) => !f.path.includes('.') || f.path.startsWith('custom.'))
  const move = (from: number, to: number) => {
    const next = [...columns]
    next.splice(to, 0, ...next.splice(from, 1))
    set(next)
  }
  return (
    <section aria-label={t('list.columns')} className="border-t border-line pt-2.5">
      <Input
        aria-label={t('list.findColumn')}
        placeholder={t('list.findColumn')}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <ul className="mt-1.5 max-h-72 overflow-y-auto">
        {!text &&
          columns.map((c, i) => (
            <li key={c.path} className="group flex h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
              <Checkbox
                aria-label={c.label}
                checked
                disabled={i === 0}
                onCheckedChange={() => set(columns.filter((x) => x !== c))}
              />
              <span className="min-w-0 flex-1 truncate">{c.label}</span>
              {i > 0 && (
                <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
                  <IconButton
                    size="sm"
                    label={t('list.moveUp')}
                    disabled={i === 1}
                    onClick={() => move(i, i - 1)}
                  >
                    <ArrowUp size={13} />
                  </IconButton>
                  <IconButton
                    size="sm"
                    label={t('list.moveDown')}
                    disabled={i === columns.length - 1}
                    onClick={() => move(i, i + 1)}
                  >
                    <ArrowDown size={13} />
                  </IconButton>
                  <IconButton
                    size="sm"
                    label={t('list.widen')}
                    onClick={() =>
                      set(
                        columns.map((x) =>
                          x === c ? { ...x, width: x.width + 60 > 480 ? 100 : x.width + 60 } : x,
                        ),
                      )
                    }
                  >
                    <ChevronsUpDown size={13} className="rotate-90" />
                  </IconButton>
                </span>
              )}
            </li>
          ))}
        {found.map((f) => (
          <li key={f.path} className="flex h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
            <Checkbox
              aria-label={f.label}
              checked={false}
              onCheckedChange={() => set([...columns, { ...f, width: kindOf(f.field).width }])}
            />
            <span className="min-w-0 flex-1 truncate text-ink-2">{f.label}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
