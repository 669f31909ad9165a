import { X } from 'lucide-react'
import { lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldAt, useCatalogue, type Entity } from '../../catalogue.ts'
import { Popover } from '../../ui/popover.tsx'
import { AddFilter, type FilterDraft, type Item } from './filter-bar.tsx'
import { isGroup, replaced } from './filter-model.ts'
import { ConditionText, GroupText } from './filter-text.tsx'

const editor = () => import('./filter-editor.tsx')
const ConditionEditor = lazy(() => editor().then((m) => ({ default: m.ConditionEditor })))
const GroupEditor = lazy(() => editor().then((m) => ({ default: m.GroupEditor })))

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
  const catalogue = useCatalogue()
  const [open, setOpen] = useState(isNew)
  // What is not about a field of its own is taken as it is, or taken away.
  const isFixed = !isGroup(item) && !fieldAt(catalogue, entity, item.path)
  return (
    <span className={chip}>
      {isFixed ? (
        <span className="min-w-0 max-w-80 truncate px-2 text-sm">
          <ConditionText entity={entity} condition={item} />
        </span>
      ) : (
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
      )}
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

/** The conditions of a list as chips, each opened to be changed; and a way to add one. */
export function FilterChips({ entity, draft }: { entity: Entity; draft: FilterDraft }) {
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
