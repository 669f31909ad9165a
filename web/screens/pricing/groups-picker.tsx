import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { Rec, Ref } from '../../records.ts'
import { useAll } from '../settings/use-all.ts'

/** Groups of products as their tree; none chosen means all. */
export function GroupsPicker({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation()
  const { data = [] } = useAll('productGroups', { fields: 'name,parent', sort: 'name' })
  const rows: { group: Rec; depth: number }[] = []
  const walk = (parent: string | null, depth: number) => {
    if (depth > 8) return
    for (const group of data)
      if (((group['parent'] as Ref | null)?.id ?? null) === parent) {
        rows.push({ group, depth })
        walk(group.id, depth + 1)
      }
  }
  walk(null, 0)
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-sm font-medium text-ink-2">
        {t('pricing.groups')} <span className="font-normal text-ink-3">{t('pricing.groupsAll')}</span>
      </legend>
      <div className="max-h-40 overflow-y-auto rounded-md border border-line p-2">
        {rows.map(({ group, depth }) => (
          <label
            key={group.id}
            className="flex items-center gap-2 py-0.5"
            style={{ paddingLeft: depth * 18 }}
          >
            <Checkbox
              checked={value.includes(group.id)}
              onCheckedChange={(on) =>
                onChange(on ? [...value, group.id] : value.filter((v) => v !== group.id))
              }
            />
            {String(group['name'])}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
