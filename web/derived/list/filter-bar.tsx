import { ListFilter, Plus, X } from 'lucide-react'
import { lazy, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import type { Filter } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { isGroup, replaced, toFilter, toGroup, type Condition, type Group } from './filter-model.ts'
import { ConditionText, GroupText } from './filter-text.tsx'

const editor = () => import('./filter-editor.tsx')
const FieldPicker = lazy(() => editor().then((m) => ({ default: m.FieldPicker })))
const ConditionEditor = lazy(() => editor().then((m) => ({ default: m.ConditionEditor })))
const GroupEditor = lazy(() => editor().then((m) => ({ default: m.GroupEditor })))

type Item = Condition | Group

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

type Draft = {
  group: Group
  /** What the address said before, and what it will say when it has caught up: until then the draft is right. */
  before: Filter | undefined
  after: Filter | undefined
  fresh: number
}
const draftOf = (filter: Filter | undefined): Draft => ({
  group: toGroup(filter),
  before: filter,
  after: filter,
  fresh: -1,
})

const pause = 250

/** The filter as it is being built. Conditions still being made live here: the address carries only whole ones, and
 * is changed when the typing pauses. */
export function useFilterDraft(filter: Filter | undefined, onChange: (filter: Filter) => void) {
  const [kept, setDraft] = useState(() => draftOf(filter))
  const [adding, setAdding] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const draft = same(kept.after, filter) || same(kept.before, filter) ? kept : draftOf(filter)
  const change = (group: Group, fresh = -1) => {
    const after = toFilter(group)
    setDraft({ group, before: filter, after, fresh })
    clearTimeout(timer.current)
    if (!same(after, filter)) timer.current = setTimeout(() => onChange(after), pause)
  }
  const add = (item: Item) => {
    setAdding(false)
    change({ ...draft.group, items: [...draft.group.items, item] }, draft.group.items.length)
  }
  return { group: draft.group, fresh: draft.fresh, adding, setAdding, change, add }
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
