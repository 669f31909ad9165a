import { Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldAt, labelAt, useCatalogue, type Entity } from '../../catalogue.ts'
import { IconButton } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Select } from '../../ui/select.tsx'
import { reachable } from './columns.ts'
import { isGroup, replaced, startCondition, withOp, type Condition, type Group } from './filter-model.ts'
import { useOpName } from './filter-text.tsx'
import { FilterValue } from './filter-value.tsx'

/** Chooses a field to filter by: of the record itself or of what it refers to. */
export function FieldPicker({ entity, onPick }: { entity: Entity; onPick: (condition: Condition) => void }) {
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

export function ConditionEditor({
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

export function GroupEditor({
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
