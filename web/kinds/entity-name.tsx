import { useCatalogue } from '../catalogue.ts'
import { Combobox } from '../ui/combobox.tsx'
import type { EditProps, WebKind } from './kind.ts'

type Kind = { name: string; label: string }

/** Kinds of records that stand by themselves, of those this user knows. */
function Edit({ field, value, onChange, onPicked, ...slot }: EditProps<string>) {
  const { entities } = useCatalogue()
  const kinds = Object.values(entities)
    .filter((e) => !e.part && !e.follows)
    .map(({ name, label }): Kind => ({ name, label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
  return (
    <Combobox
      {...slot}
      items={kinds}
      itemKey={(k) => k.name}
      itemLabel={(k) => k.label}
      required={field.required}
      value={value === null ? null : { name: value, label: entities[value]?.label ?? value }}
      onChange={(k) => (onChange(k?.name ?? null), k && onPicked?.())}
    />
  )
}

/** A kind of record, by its name in the catalogue. */
export const entityName: WebKind<string> = {
  text: (v) => v,
  Show: ({ value }) => useCatalogue().entities[value]?.label ?? value,
  Edit,
  width: 140,
}
