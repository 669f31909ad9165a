import { ListFilter, Plus, Trash2, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldAt, labelAt, useCatalogue, type Entity } from '../../catalogue.ts'
import type { Filter } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import { reachable } from './columns.ts'
import {
  isGroup,
  startCondition,
  toFilter,
  toGroup,
  withOp,
  type Condition,
  type Group,
} from './filter-model.ts'
import { GroupText, ConditionText, useOpName } from './filter-text.tsx'
import { FilterValue } from './filter-value.tsx'

type Item = Condition | Group
const replaced = (group: Group, at: number, item: Item | null): Group => ({
  ...group,
  items:
    item === null
      ? group.items.filter((_, i) => i !== at)
      : group.items.map((old, i) => (i === at ? item : old)),
})

/** Chooses a field to filter by: of the record itself or of what it refers to. */
function FieldPicker({ entity, onPick }: { entity: Entity; onPick: (condition: Condition) => void }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const fields = useMemo(
    () => reachable(catalogue, entity).filter((f) => f.field.ops.length > 0),
    [catalogue, entity],
  )
  return (
    <Combobox
      autoFocus
      defaultOpen
      items={fields}
      value={null}
      itemKey={(f) => f.path}
      itemLabel={(f) => f.label}
      placeholder={t('list.pickField')}
      aria-label={t('list.pickField')}
      onChange={(f) => f && onPick(startCondition(f.path, f.field))}
    />
  )
}

function ConditionEditor({
  entity,
  condition,
  onChange,
}: {
  entity: Entity
  condition: Condition
  onChange: (c: Condition) => void
}) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const opName = useOpName()
  const field = fieldAt(catalogue, entity, condition.path)
  if (!field) return null
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center gap-1.5">
        <span className="min-w-0 truncate text-sm font-medium text-ink-2">
          {labelAt(catalogue, entity, condition.path)}
        </span>
        <Select
          bare
          aria-label={t('list.operator')}
          className="ml-auto h-6! w-auto! items-center rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover"
          value={condition.op}
          items={field.ops.map((op) => ({ value: op, label: opName(field, op) }))}
          onChange={(op) => onChange(withOp(condition, op))}
        />
      </div>
      <FilterValue
        key={condition.op}
        field={field}
        condition={condition}
        onChange={(value) => onChange({ ...condition, value })}
      />
    </div>
  )
}

function GroupEditor({
  entity,
  group,
  onChange,
}: {
  entity: Entity
  group: Group
  onChange: (g: Group) => void
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-2.5">
      <AllOrAny group={group} onChange={onChange} />
      {group.items.map((item, i) => (
        <div key={i} className="flex items-start gap-1.5 border-l-2 border-line pl-2.5">
          <div className="min-w-0 flex-1">
            {isGroup(item) ? (
              <GroupEditor entity={entity} group={item} onChange={(g) => onChange(replaced(group, i, g))} />
            ) : (
              <ConditionEditor
                entity={entity}
                condition={item}
                onChange={(c) => onChange(replaced(group, i, c))}
              />
            )}
          </div>
          <IconButton
            size="sm"
            label={t('list.removeCondition')}
            onClick={() => onChange(replaced(group, i, null))}
          >
            <Trash2 size={13} />
          </IconButton>
        </div>
      ))}
      <FieldPicker
        key={group.items.length}
        entity={entity}
        onPick={(c) => onChange({ ...group, items: [...group.items, c] })}
      />
    </div>
  )
}

const AllOrAny = ({ group, onChange }: { group: Group; onChange: (g: Group) => void }) => {
  const { t } = useTranslation()
  return (
    <Select
      aria-label={t('list.join')}
      value={group.any ? 'any' : 'all'}
      items={[
        { value: 'all', label: t('list.all') },
        { value: 'any', label: t('list.any') },
      ]}
      onChange={(v) => onChange({ ...group, any: v === 'any' })}
    />
  )
}

const chip = 'flex h-7 min-w-0 items-center rounded-md border border-line bg-surface pointer-coarse:h-9'

function Chip({
  entity,
  item,
  isNew,
  onChange,
}: {
  entity: Entity
  item: Item
  isNew: boolean
  onChange: (item: Item | null) => void
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(isNew)
  return (
    <span className={chip}>
      <Popover
        open={open}
        onOpenChange={setOpen}
        label={t('list.condition')}
        className="w-80 p-2.5"
        trigger={
          <button
            type="button"
            className="h-full min-w-0 max-w-80 truncate rounded-l-md px-2 text-sm hover:bg-hover"
          >
            {isGroup(item) ? (
              <GroupText entity={entity} group={item} />
            ) : (
              <ConditionText entity={entity} condition={item} />
            )}
          </button>
        }
      >
        {isGroup(item) ? (
          <GroupEditor entity={entity} group={item} onChange={onChange} />
        ) : (
          <ConditionEditor entity={entity} condition={item} onChange={onChange} />
        )}
      </Popover>
      <button
        type="button"
        aria-label={t('list.removeCondition')}
        onClick={() => onChange(null)}
        className="flex h-full w-6 shrink-0 items-center justify-center rounded-r-md border-l border-line text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:w-9"
      >
        <X size={12} />
      </button>
    </span>
  )
}

/** The filter as it is being built. Conditions still being made live here: the address carries only whole ones. */
export function useFilterDraft(filter: Filter | undefined, onChange: (filter: Filter) => void) {
  const [draft, setDraft] = useState<{ from: Filter | undefined; group: Group; fresh: number }>(() => ({
    from: filter,
    group: toGroup(filter),
    fresh: -1,
  }))
  const [adding, setAdding] = useState(false)
  const group = same(draft.from, filter) ? draft.group : toGroup(filter)
  const change = (next: Group, fresh = -1) => {
    const made = toFilter(next)
    setDraft({ from: made, group: next, fresh })
    onChange(made)
  }
  const add = (item: Item) => {
    setAdding(false)
    change({ ...group, items: [...group.items, item] }, group.items.length)
  }
  return { group, fresh: draft.fresh, adding, setAdding, change, add }
}
export type FilterDraft = ReturnType<typeof useFilterDraft>

// A group of one is the same filter as its one condition.
const plain = (filter: Filter | undefined) => JSON.stringify(toFilter(toGroup(filter)))
const same = (a: Filter | undefined, b: Filter | undefined) => plain(a) === plain(b)

/** Chooses the first or a further condition. */
export function AddFilter({ entity, draft }: { entity: Entity; draft: FilterDraft }) {
  const { t } = useTranslation()
  const isFirst = draft.group.items.length === 0
  return (
    <Popover
      open={draft.adding}
      onOpenChange={draft.setAdding}
      label={t('list.addFilter')}
      className="w-72 p-2.5"
      trigger={
        isFirst ? (
          <Button look="quiet" size="sm" aria-label={t('list.filter')}>
            <ListFilter size={14} />
            <span className="hidden lg:inline">{t('list.filter')}</span>
          </Button>
        ) : (
          <IconButton size="sm" label={t('list.addFilter')} keys="f">
            <Plus size={14} />
          </IconButton>
        )
      }
    >
      <FieldPicker entity={entity} onPick={draft.add} />
      <Button look="quiet" size="sm" className="mt-1.5" onClick={() => draft.add({ any: true, items: [] })}>
        {t('list.addGroup')}
      </Button>
    </Popover>
  )
}

/** The conditions of a list as chips, each opened to be changed; and a way to add one. */
export function FilterBar({ entity, draft }: { entity: Entity; draft: FilterDraft }) {
  const { t } = useTranslation()
  const { group, change } = draft
  return (
    <>
      {group.items.map((item, i) => (
        <span key={i} className="flex min-w-0 items-center gap-1.5">
          {i > 0 && (
            <button
              type="button"
              title={t('list.switchJoin')}
              onClick={() => change({ ...group, any: !group.any })}
              className="h-6 rounded-sm px-1 text-sm text-ink-3 hover:bg-hover hover:text-ink"
            >
              {t(group.any ? 'list.or' : 'list.and')}
            </button>
          )}
          <Chip
            entity={entity}
            item={item}
            isNew={draft.fresh === i}
            onChange={(changed) => change(replaced(group, i, changed))}
          />
        </span>
      ))}
      {group.items.length > 0 && <AddFilter entity={entity} draft={draft} />}
    </>
  )
}
