import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api, query } from '../api.ts'
import { useCatalogue, type Catalogue } from '../catalogue.ts'
import { keys, type Page, type Rec, type Ref } from '../records.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { textOf } from './index.ts'
import type { EditProps, WebKind } from './kind.ts'

const people = new Set(['user', 'contact'])

/** A record's name, as its entity says. */
export function titleOf(catalogue: Catalogue, entity: string, record: Rec): string {
  const e = catalogue.entities[entity]
  const field = e?.fields[e.title]
  return field && e ? textOf(field, record[e.title]) : record.id
}

/** Records of an entity by what is typed; the first ones when nothing is. */
function useLookup(entity: string, typed: string, enabled: boolean) {
  const catalogue = useCatalogue()
  const e = catalogue.entities[entity]
  const q = useDeferredValue(typed)
  return useQuery({
    queryKey: [...keys.all(e?.plural ?? entity), 'lookup', q],
    queryFn: async ({ signal }) => {
      const page = await api<Page>(`${e!.plural}${query({ q, fields: e!.title, limit: 20, sort: q ? undefined : e!.list.sort })}`, { signal })
      return page.items.map((r) => ({ id: r.id, title: titleOf(catalogue, entity, r) }))
    },
    enabled: enabled && e !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })
}

export function ReferenceEdit({ field, value, onChange, onPicked, ...rest }: EditProps<Ref>) {
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(Boolean(rest.bare && rest.autoFocus))
  const found = useLookup(field.entity ?? '', typed, open)
  return (
    <Combobox<Ref>
      {...rest}
      items={found.data ?? []}
      value={value}
      required={field.required}
      itemKey={(r) => r.id}
      itemLabel={(r) => r.title}
      renderItem={(r) => <Named entity={field.entity} title={r.title} />}
      onSearch={setTyped}
      defaultOpen={rest.bare && rest.autoFocus}
      onOpenChange={(o) => (setOpen(o), !o && setTyped(''))}
      onChange={(r) => (onChange(r), r && onPicked?.())}
    />
  )
}

const Named = ({ entity, title }: { entity: string | undefined; title: string }) =>
  people.has(entity ?? '') ? (
    <span className="flex min-w-0 items-center gap-1.5">
      <Avatar name={title} size={18} />
      <span className="truncate">{title}</span>
    </span>
  ) : (
    <>{title}</>
  )

function ReferenceShow({ value, field, inside }: { value: Ref; field: { entity?: string }; inside?: boolean }) {
  const target = useCatalogue().entities[field.entity ?? '']
  const name = <Named entity={field.entity} title={value.title} />
  if (inside || !target) return name
  return (
    <Link to="/$plural/$id" params={{ plural: target.plural, id: value.id }} className="min-w-0 truncate hover:underline">
      {name}
    </Link>
  )
}

export const reference: WebKind<Ref> = {
  text: (v) => v.title,
  Show: ReferenceShow,
  Edit: ReferenceEdit,
  width: 180,
  write: (v) => (typeof v === 'string' ? v : v.id),
}
