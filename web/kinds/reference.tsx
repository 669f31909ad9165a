import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../catalogue.ts'
import type { Ref } from '../records.ts'
import { Avatar } from '../ui/avatar.tsx'
import { frame } from '../ui/input.tsx'
import type { WebKind } from './kind.ts'

// Fetched with the first thing that is edited: a list that is only looked at does without.
const ReferenceEdit = lazy(() => import('./reference-edit.tsx').then((m) => ({ default: m.ReferenceEdit })))

const people = new Set(['user', 'contact'])

export type Named = Ref & { of?: string | undefined }

/** A stage belongs to a pipeline: without its name, two stages called alike could not be told apart. */
export const parentOf = (target: Entity | undefined): string | undefined =>
  target?.fields['position']
    ? Object.entries(target.fields).find(([, f]) => f.entity && f.required && f.entity !== target.name)?.[0]
    : undefined

export const Title = ({
  entity,
  title,
  of,
}: {
  entity: string | undefined
  title: string
  of?: string | undefined
}) =>
  people.has(entity ?? '') ? (
    <span className="flex min-w-0 items-center gap-1.5">
      <Avatar name={title} size={18} />
      <span className="truncate">{title}</span>
    </span>
  ) : (
    <>
      {title}
      {of && <span className="text-ink-3"> · {of}</span>}
    </>
  )

function ReferenceShow({
  value,
  field,
  inside,
}: {
  value: Ref
  field: { entity?: string }
  inside?: boolean
}) {
  const target = useCatalogue().entities[field.entity ?? '']
  const { t } = useTranslation()
  // Named to nobody who may not see it.
  if (!value.title) return <span className="text-ink-3">{t('ui.hidden')}</span>
  const name = <Title entity={field.entity} title={value.title} />
  if (inside || !target) return name
  return (
    <Link
      to="/$plural/$id"
      params={{ plural: target.plural, id: value.id }}
      className="min-w-0 truncate hover:underline"
    >
      {name}
    </Link>
  )
}

export const reference: WebKind<Ref> = {
  text: (v) => v.title,
  Show: ReferenceShow,
  Edit: (props) => (
    <Suspense fallback={<div className={frame(props.bare)}>{props.value?.title}</div>}>
      <ReferenceEdit {...props} />
    </Suspense>
  ),
  width: 180,
  write: (v) => (typeof v === 'string' ? v : v.id),
}
