import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Field } from '../catalogue.ts'
import type { Ref } from '../records.ts'
import { EntityIcon } from '../shell/icons.tsx'
import { Select } from '../ui/select.tsx'
import type { EditProps, WebKind } from './kind.ts'
import { ReferenceEdit } from './reference.tsx'

export type RecordRef = Ref & { entity: string }

function Show({ value, inside }: { value: RecordRef; field: Field; inside?: boolean }) {
  const entity = useCatalogue().entities[value.entity]
  if (!entity || !value.title) return null
  const shown = (
    <>
      <span className="text-ink-3">
        <EntityIcon entity={entity} size={14} />
      </span>
      <span className="truncate">{value.title}</span>
    </>
  )
  const look = 'inline-flex max-w-full items-center gap-1.5 align-middle'
  if (inside) return <span className={look}>{shown}</span>
  return (
    <Link
      to="/$plural/$id"
      params={{ plural: entity.plural, id: value.id }}
      className={`${look} hover:underline`}
    >
      {shown}
    </Link>
  )
}

/** First of what kind, then which. */
function Edit({ field, value, onChange, ...rest }: EditProps<RecordRef>) {
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

export const record: WebKind<RecordRef> = {
  text: (value) => value.title ?? '',
  Show,
  Edit,
  width: 240,
  wide: true,
  write: (value) => ({ entity: value.entity, id: value.id }),
}
