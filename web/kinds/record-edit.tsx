import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { Select } from '../ui/select.tsx'
import type { EditProps } from './kind.ts'
import type { RecordRef } from './record.tsx'
import { ReferenceEdit } from './reference-edit.tsx'

/** First of what kind, then which. */
export function RecordEdit({ field, value, onChange, ...rest }: EditProps<RecordRef>) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const offered = Object.values(entities).filter((e) => !e.part)
  const [kind, setKind] = useState(value?.entity ?? offered[0]?.name ?? null)
  const choose = (name: string) => {
    setKind(name)
    onChange(null)
  }
  return (
    <span className="flex min-w-0 gap-1.5">
      <Select
        className="w-36 shrink-0"
        aria-label={t('ui.kindOfRecord')}
        items={offered.map((e) => ({ value: e.name, label: e.label }))}
        value={kind}
        onChange={choose}
      />
      {kind && (
        <span className="min-w-0 flex-1">
          <ReferenceEdit
            key={kind}
            {...rest}
            field={{ ...field, entity: kind }}
            value={value}
            onChange={(ref) => onChange(ref && { ...ref, entity: kind })}
          />
        </span>
      )}
    </span>
  )
}
