import { mayRead, nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import { fieldOf, labelOf, systemFields, type Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import type { Field } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { ownId, partsOf } from '#doors/import/matching/targets.ts'
import { valueOf } from '#core/row.ts'

type Values = Record<string, unknown>
export type Cell = string | number | null
/** A column of the file, and what stands in it for a record. */
export type ExportColumn = { header: string; cell(item: Values): Cell }

/** A file has room for so many addresses of a record. */
const mostAddresses = 3

/** The columns of a file, for these fields or for all that the actor may read. The id comes first: with it the
 * file finds its records again. */
export function columnsOf(
  kolo: Kolo,
  actor: Actor,
  e: Entity,
  fields?: readonly string[],
): { columns: ExportColumn[]; paths: string[] } {
  const right = kolo.rightsOf(actor)[e.name] ?? nothing
  const paths = (
    fields?.length
      ? [...fields]
      : Object.keys(e.fields).filter((key) => mayRead(right, key) && key !== 'team')
  ).filter((p) => p !== 'id')
  const id: ExportColumn = {
    header: ownId[0],
    cell: (item) => item['id'] as string,
  }
  return { paths, columns: [id, ...paths.flatMap((path) => fieldColumns(kolo, actor, e, path))] }
}

/** Follows `account.industry` to its field and its name. */
function resolve(kolo: Kolo, actor: Actor, e: Entity, path: string): { field: Field; label: string } {
  const own = fieldOf(e, path)
  if (own) return { field: own, label: labelOf(path, own)[actor.locale] }
  const dot = path.indexOf('.')
  const head = dot > 0 ? fieldOf(e, path.slice(0, dot)) : undefined
  if (!head?.entity)
    throw new Invalid([{ path: 'fields', message: `${e.name} has no field ${path}.`, code: 'unknown_field' }])
  const inner = resolve(kolo, actor, kolo.entity(head.entity), path.slice(dot + 1))
  return { field: inner.field, label: `${labelOf(path.slice(0, dot), head)[actor.locale]} → ${inner.label}` }
}

function fieldColumns(kolo: Kolo, actor: Actor, e: Entity, path: string): ExportColumn[] {
  const { field, label } = resolve(kolo, actor, e, path)
  const of = (item: Values) => valueOf(item, path)
  const kind = field.kind.name
  if (kind === 'personName' || (kind === 'address' && field.many)) {
    const parts = Object.entries(partsOf(kind))
    if (kind === 'personName')
      return parts.map(([part, name]) => ({
        header: path === e.title ? name[actor.locale] : `${label}: ${name[actor.locale]}`,
        cell: (item) => ((of(item) as Values | null)?.[part] as string) ?? '',
      }))
    return Array.from({ length: mostAddresses }, (_, n) => n).flatMap((n) =>
      parts.map(([part]) => ({
        header: `${path}.${n + 1}.${part}`,
        cell: (item: Values) => ((of(item) as Values[] | null)?.[n]?.[part] as string) ?? '',
      })),
    )
  }
  if (kind === 'money') {
    const currency = partsOf('money')['currency']![actor.locale]
    const part = (name: string) => (item: Values) => (of(item) as Record<string, string> | null)?.[name] ?? ''
    return [
      { header: label, cell: (item) => numeric(part('amount')(item)) },
      { header: `${label}: ${currency}`, cell: part('currency') },
    ]
  }
  return [{ header: headerOf(e, path, label, actor), cell: (item) => cellOf(field, of(item), actor) }]
}

/** Fields of the system have names of their own; where a typed field has the same, the key tells them apart. */
function headerOf(e: Entity, path: string, label: string, actor: Actor): string {
  const twin = Object.entries(e.fields).some(
    ([key, f]) => key !== path && labelOf(key, f)[actor.locale] === label,
  )
  return twin && !Object.hasOwn(systemFields, path) ? path : label
}

// A spreadsheet keeps fifteen digits: longer amounts stay text.
const numeric = (text: string): Cell =>
  text !== '' && text.replaceAll(/[-.]/g, '').length <= 15 ? Number(text) : text

function cellOf(field: Field, value: unknown, actor: Actor): Cell {
  if (value === null || value === undefined) return ''
  if (field.entity) return (value as { title: string | null }).title ?? ''
  if (typeof value === 'number') return value
  return field.kind.format(value, actor.locale, field)
}
