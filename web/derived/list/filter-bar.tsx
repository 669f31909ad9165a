import { ListFilter, Plus } from 'lucide-react'
import { lazy, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import type { Filter } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { toFilter, toGroup, type Condition, type Group } from './filter-model.ts'

const editor = () => import('./filter-editor.tsx')
const FieldPicker = lazy(() => editor().then((m) => ({ default: m.FieldPicker })))

export type Item = Condition | Group

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
