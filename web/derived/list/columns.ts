import { fieldAt, labelAt, type Catalogue, type Entity, type Field } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'

export type Column = { path: string; field: Field; label: string; width: number }

export const narrowest = 64
export const widest = 800

/** 'name:240,account' → columns. Unknown ones (a field that is gone, or not this user's) are left out. */
export function readColumns(catalogue: Catalogue, entity: Entity, text: string | undefined): Column[] {
  const wanted = text?.split(',') ?? entity.list.columns
  const columns = wanted.flatMap((word): Column[] => {
    const [path = '', width] = word.split(':')
    const field = fieldAt(catalogue, entity, path)
    if (!field?.read) return []
    return [
      {
        path,
        field,
        label: labelAt(catalogue, entity, path),
        width: clamp(Number(width) || usual(entity, path, field)),
      },
    ]
  })
  // The name always stands first: a row must say whose it is.
  const title = entity.fields[entity.title]
  const named = columns.find((c) => c.path === entity.title)
  const first =
    named ??
    (title && {
      path: entity.title,
      field: title,
      label: title.label,
      width: usual(entity, entity.title, title),
    })
  return first ? [first, ...columns.filter((c) => c !== named)] : columns
}

/** As wide as its kind wants, and as its name needs with the arrow of sorting, or the longest of its options with its dot. */
const usual = (entity: Entity, path: string, field: Field) => {
  const longest = Math.max(field.label.length, ...(field.options ?? []).map((o) => o.label.length))
  return path === entity.title ? 260 : Math.max(kindOf(field).width, Math.min(200, longest * 7 + 38))
}

export const clamp = (width: number) => Math.round(Math.min(widest, Math.max(narrowest, width)))

export const writeColumns = (entity: Entity, columns: readonly Column[]) =>
  columns.map((c) => (c.width === usual(entity, c.path, c.field) ? c.path : `${c.path}:${c.width}`)).join(',')

/** Fields that can stand in a column, be filtered and sorted by: its own, and those of what it refers to. */
export function reachable(
  catalogue: Catalogue,
  entity: Entity,
): { path: string; field: Field; label: string }[] {
  const own = Object.entries(entity.fields).filter(([, f]) => f.read)
  const related = own.flatMap(([key, f]) => {
    const target = f.entity ? catalogue.entities[f.entity] : undefined
    if (!target || target.name === entity.name) return []
    return Object.entries(target.fields)
      .filter(([inner, g]) => g.read && !g.entity && inner !== target.title && !inner.startsWith('custom.'))
      .map(([inner, g]) => ({ path: `${key}.${inner}`, field: g, label: `${f.label} › ${g.label}` }))
  })
  return [...own.map(([path, field]) => ({ path, field, label: field.label })), ...related]
}
