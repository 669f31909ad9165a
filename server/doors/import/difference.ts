import type { Entity } from '#core/entity.ts'
import type { Field } from '#core/kind.ts'
import { valueOf } from '#core/row.ts'

type Values = Record<string, unknown>

const canonical = (v: unknown): string =>
  JSON.stringify(v ?? null, (_, x: unknown) =>
    x !== null && typeof x === 'object' && !Array.isArray(x)
      ? Object.fromEntries(Object.entries(x).toSorted(([p], [q]) => (p < q ? -1 : 1)))
      : x,
  )

const same = (f: Field, a: unknown, b: unknown): boolean => {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null)
  if (f.kind.same) return f.kind.same(a, b)
  // Cells come without the spaces around them: a file does not take them from a record.
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim()
  return canonical(a) === canonical(b)
}

const idOf = (v: unknown) => (v !== null && typeof v === 'object' && 'id' in v ? (v as { id: string }).id : v)
/** What makes two values of a list the same one. */
const identity = (v: unknown) => {
  if (v === null || typeof v !== 'object') return canonical(v)
  const { label: _label, primary: _primary, ...rest } = v as Values
  return canonical(
    'value' in rest
      ? [rest['kind'], rest['value']]
      : Object.fromEntries(Object.entries(rest).filter(([, x]) => x)),
  )
}

/** A list keeps what it has; the file adds what is missing. */
const merged = (before: unknown, given: unknown[]): unknown[] => {
  const has = Array.isArray(before) ? before : []
  const there = new Set(has.map(identity))
  return [...has, ...given.filter((v) => !there.has(identity(v))).map(secondary(has.length > 0))]
}
const secondary = (second: boolean) => (v: unknown) =>
  second && v !== null && typeof v === 'object'
    ? Object.fromEntries(Object.entries(v).filter(([k]) => k !== 'primary'))
    : v

/** What a row of a file changes in a record: the patch, and each field before and after. */
export function difference(
  e: Entity,
  before: Values,
  given: Values,
): { patch: Values; changes: Record<string, [unknown, unknown]> } {
  const patch: Values = {}
  const changes: Record<string, [unknown, unknown]> = {}
  const { custom, id: _id, ...own } = given
  const all = {
    ...own,
    ...Object.fromEntries(Object.entries((custom as Values) ?? {}).map(([k, v]) => [`custom.${k}`, v])),
  }
  for (const [key, value] of Object.entries(all)) {
    const f = e.fields[key]
    if (!f) continue
    const was = f.entity ? idOf(valueOf(before, key)) : valueOf(before, key)
    const now = Array.isArray(value) ? merged(was, value) : value
    if (same(f, was, now)) continue
    changes[key] = [valueOf(before, key), now]
    if (key.startsWith('custom.')) ((patch['custom'] ??= {}) as Values)[key.slice(7)] = now
    else patch[key] = now
  }
  return { patch, changes }
}
