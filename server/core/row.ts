import { columnNames, type Entity } from './entity.ts'
import { newId } from './id.ts'
import type { Field } from './kind.ts'
import { searchText } from './search.ts'

export type Values = Record<string, unknown>
/** A record as operations see it: references are plain ids. */
export type Plain = { id: string; revision: number; custom: Values } & Values

export const withoutEmpty = (custom: Values): Values =>
  Object.fromEntries(Object.entries(custom).filter(([, v]) => v !== null && v !== undefined))

const same = (a: unknown, b: unknown) => canonical(a) === canonical(b)
// jsonb gives keys back in an order of its own.
const canonical = (v: unknown): string =>
  JSON.stringify(v ?? null, (_, x: unknown) =>
    x !== null && typeof x === 'object' && !Array.isArray(x)
      ? Object.fromEntries(Object.entries(x).toSorted(([p], [q]) => (p < q ? -1 : 1)))
      : x,
  )

export const valueOf = (row: Values, key: string): unknown =>
  key.startsWith('custom.')
    ? ((row['custom'] as Values | undefined)?.[key.slice(7)] ?? null)
    : (row[key] ?? null)

/** The patch as field → value, with customers' own fields under `custom.key`. */
export const flat = (patch: Values): Values => {
  const { custom, ...own } = patch
  const entries = Object.entries((custom as Values | undefined) ?? {}).map(
    ([k, v]) => [`custom.${k}`, v] as const,
  )
  return { ...own, ...Object.fromEntries(entries) }
}

// An empty text or list is kept as nothing.
const filled = (v: unknown) =>
  v === '' || v === undefined || (Array.isArray(v) && v.length === 0) ? null : v

export const isFilled = (v: unknown) => filled(v) !== null

/** Whether a field would be kept the same. */
export function equal(f: Field, before: unknown, after: unknown): boolean {
  const [a, b] = [filled(before), filled(after)]
  return a !== null && b !== null && f.kind.same ? f.kind.same(a, b) : same(a, b)
}

export function columnsOf(e: Entity, row: Values, keys: readonly string[]): Values {
  const out: Values = {}
  for (const key of keys) {
    const f = e.fields[key]!
    if (f.custom || f.formula) continue
    const value = row[key] ?? null
    const cells = value === null ? [] : f.kind.write(value, f)
    columnNames(key, f).forEach((name, i) => (out[name] = cells[i] ?? null))
  }
  return out
}

/** What the record is found by. */
export const searchOf = (e: Entity, row: Values): string =>
  searchText(
    Object.entries(e.fields)
      .filter(([, f]) => f.search)
      .map(([key, f]) => [f, valueOf(row, key)] as const)
      .map(([f, v]) => (v === null ? null : f.kind.words(v, f))),
  )
export const hasSearch = (e: Entity) =>
  Boolean(e.object) || Object.values(e.fields).some((f) => f.search && !f.custom)

/** A new record, and the columns that it does not share with all that are made with it. */
export function newRow(e: Entity, item: Values, keys: readonly string[], now: string) {
  const row: Plain = {
    ...item,
    id: (item['id'] as string | undefined) ?? newId(),
    revision: 1,
    custom: withoutEmpty((item['custom'] as Values | undefined) ?? {}),
    createdAt: now,
    updatedAt: now,
  }
  const columns: Values = { id: row.id, ...columnsOf(e, row, keys), custom: row.custom }
  if (e.object) columns['object_id'] = e.object
  if (hasSearch(e)) columns['search'] = searchOf(e, row)
  return { row, columns }
}
