import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../api.ts'
import { useCatalogue } from '../catalogue.ts'
import { keys, type Page, type Ref } from '../records.ts'
import { Combobox } from '../ui/combobox.tsx'
import { parentOf, Title, type Named } from './reference.tsx'
import { kindOf, titleOf } from './registry.ts'
import type { EditProps } from './kind.ts'

// Loaded when it is needed: most references are to what is there.
const CreateDialog = lazy(() =>
  import('../derived/form/create-dialog.tsx').then((m) => ({ default: m.CreateDialog })),
)

const wayTyped: Record<string, RegExp> = { email: /^\S+@\S+\.\S+$/, phone: /^\+?[\d\s().-]{7,}$/ }

/** Records of an entity by what is typed; the first ones when nothing is. */
export function useLookup(entity: string, typed: string, enabled: boolean) {
  const catalogue = useCatalogue()
  const e = catalogue.entities[entity]
  const q = useDeferredValue(typed)
  const found = useQuery({
    queryKey: [...keys.all(e?.plural ?? entity), 'lookup', q],
    queryFn: async ({ signal }) => {
      const parent = parentOf(e)
      const sort = q ? undefined : parent ? `${parent},${e!.list.sort}` : e!.list.sort
      const fields = [e!.title, ...(parent ? [parent] : [])].join(',')
      const page = await api<Page>(`${e!.plural}${query({ q, fields, limit: parent ? 100 : 20, sort })}`, {
        signal,
      })
      return page.items.map((r): Named => ({
        id: r.id,
        title: titleOf(catalogue, entity, r),
        of: parent ? (r[parent] as Ref | null)?.title : undefined,
      }))
    },
    enabled: enabled && e !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })
  // What was found for other letters is no answer to these: Enter would take the wrong one.
  const isLate = q !== typed || found.isPlaceholderData
  const said = typed.trim().toLocaleLowerCase()
  const data = isLate ? found.data?.filter((r) => r.title.toLocaleLowerCase().includes(said)) : found.data
  return { data, isLate }
}

export function ReferenceEdit({ field, value, onChange, onPicked, ...rest }: EditProps<Ref>) {
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(Boolean(rest.bare && rest.autoFocus))
  const [making, setMaking] = useState<string | null>(null)
  const found = useLookup(field.entity ?? '', typed, open)
  const target = useCatalogue().entities[field.entity ?? '']
  const name = typed.trim()
  const offers =
    target?.rights.create &&
    target.fields[target.title]?.create &&
    !target.part &&
    name !== '' &&
    !found.data?.some((r) => r.title === name)
  const valuesOf = (text: string) => {
    const title = target!.fields[target!.title]!
    // Where a record may be known by an address or a number, one that was typed is no name.
    const way = target!.oneOf?.find((key) => wayTyped[target!.fields[key]!.kind]?.test(text))
    if (way) return { [way]: [{ value: text, primary: true }] }
    return { [target!.title]: kindOf(title).fromText?.(text) ?? text }
  }
  const made = (r: Ref) => {
    onChange(r)
    onPicked?.()
  }
  return (
    <>
      <Combobox<Named>
        {...rest}
        footer={offers && <CreateOffer name={name} onCreate={() => setMaking(name)} />}
        items={found.data ?? []}
        value={value}
        required={field.required}
        itemKey={(r) => r.id}
        itemLabel={(r) => r.title}
        renderItem={(r) => <Title entity={field.entity} title={r.title} of={r.of} />}
        onSearch={setTyped}
        defaultOpen={rest.bare && rest.autoFocus}
        onOpenChange={(o) => (setOpen(o), !o && setTyped(''))}
        onChange={(r) => (onChange(r), r && onPicked?.())}
      />
      {making !== null && target && (
        <Suspense>
          <CreateDialog
            entity={target.name}
            values={valuesOf(making)}
            onMade={made}
            onClose={() => setMaking(null)}
          />
        </Suspense>
      )}
    </>
  )
}

function CreateOffer({ name, onCreate }: { name: string; onCreate: () => void }) {
  const { t } = useTranslation()
  return (
    // Pressed before the field loses the focus, which would close the list.
    <button
      type="button"
      onPointerDown={(e) => e.preventDefault()}
      onClick={onCreate}
      className="popup-item m-1 mt-0 border-t border-line text-accent-strong hover:bg-hover"
    >
      <Plus size={14} className="shrink-0" />{' '}
      <span className="truncate">{t('ui.createNamed', { name })}</span>
    </button>
  )
}
