import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useCatalogue, type Field } from '../catalogue.ts'
import type { Ref } from '../records.ts'
import { EntityIcon } from '../shell/icons.tsx'
import type { WebKind } from './kind.ts'

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

// Fetched with the first thing that is edited.
const RecordEdit = lazy(() => import('./record-edit.tsx').then((m) => ({ default: m.RecordEdit })))

export const record: WebKind<RecordRef> = {
  text: (value) => value.title ?? '',
  Show,
  Edit: (props) => (
    <Suspense>
      <RecordEdit {...props} />
    </Suspense>
  ),
  width: 240,
  wide: true,
  write: (value) => ({ entity: value.entity, id: value.id }),
}
