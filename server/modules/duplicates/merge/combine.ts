import type { Entity } from '#core/entity.ts'
import type { Field } from '#core/kind.ts'
import { equal, valueOf, type Plain, type Values } from '#core/row.ts'

/** Of each field that the merge changes: what the survivor had and what it got. */
export type Changes = Record<string, { before: unknown; after: unknown }>
/** Field → the id of the record whose value is taken. */
export type Choice = Record<string, string>

type ListItem = string | (Record<string, unknown> & { primary?: boolean })

const isEmpty = (v: unknown) =>
  v === null || v === undefined || v === '' || (Array.isArray(v) && v.length === 0)

/** What an item of a list is, apart from its label and whether it comes first. */
export function identityOf(item: ListItem): string {
  if (typeof item === 'string') return item
  const { label: _label, primary: _primary, ...rest } = item
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** All items of all lists once; the survivor's come first and keep their primary one. */
function united(lists: readonly ListItem[][]): ListItem[] {
  const [own = [], ...others] = lists
  const added = others
    .flat()
    .map((item) => (typeof item === 'string' ? item : withoutPrimary(item, own.length > 0)))
  return [
    ...new Map([...own, ...added].toReversed().map((item) => [identityOf(item), item])).values(),
  ].toReversed()
}
const withoutPrimary = (item: Exclude<ListItem, string>, drop: boolean): ListItem => {
  if (!drop) return item
  const { primary: _primary, ...rest } = item
  return rest
}

function combined(f: Field, values: readonly unknown[]): unknown {
  const filled = values.filter((v) => !isEmpty(v))
  if (filled.length === 0) return null
  if (filled.every(Array.isArray)) return united(isEmpty(values[0]) ? filled : (filled as ListItem[][]))
  if (f.kind.name === 'longText') return joined(filled as string[])
  return filled[0]
}
const joined = (texts: string[]) =>
  texts.reduce((all, text) => (all.includes(text.trim()) ? all : `${all}\n\n${text}`))

/** What the survivor becomes: its own values, those it lacks from the others in turn, lists united, long texts one
 * after the other; a chosen field is taken as its record has it. */
export function combine(e: Entity, [into, ...from]: readonly Plain[], choose: Choice): Changes {
  const all = [into!, ...from]
  const out: Changes = {}
  for (const [key, f] of Object.entries(e.fields)) {
    if (f.formula || f.rollup || f.from || key === 'team') continue
    const chosen = all.find((r) => r.id === choose[key])
    const before = valueOf(into!, key)
    const after = chosen
      ? valueOf(chosen, key)
      : combined(
          f,
          all.map((r) => valueOf(r, key)),
        )
    // What refers to the record itself or to one that becomes it would lead nowhere.
    if (f.entity === e.name && all.some((r) => r.id === after)) continue
    if (!equal(f, before, after)) out[key] = { before, after }
  }
  // A record's team is its owner's.
  if (out['owner'] && Object.hasOwn(e.fields, 'team')) {
    const giver = all.find((r) => r['owner'] === out['owner']!.after)!
    out['team'] = { before: valueOf(into!, 'team'), after: valueOf(giver, 'team') }
  }
  return out
}

/** What the survivor becomes when a merge is undone: what nobody edited since is as before; of an edited list only
 * what the merge had added goes. */
export function uncombine(e: Entity, now: Plain, changes: Changes): Values {
  const patch: Values = {}
  for (const [key, { before, after }] of Object.entries(changes)) {
    const f = e.fields[key]
    if (!f) continue
    const current = valueOf(now, key)
    if (equal(f, current, after)) patch[key] = before
    else if (Array.isArray(current) && Array.isArray(after)) patch[key] = without(current, after, before)
  }
  return nested(patch)
}

function without(current: ListItem[], after: ListItem[], before: unknown): ListItem[] {
  const had = new Set(Array.isArray(before) ? (before as ListItem[]).map(identityOf) : [])
  const added = new Set(after.map(identityOf).filter((i) => !had.has(i)))
  return current.filter((item) => !added.has(identityOf(item)))
}

/** `custom.key` → under `custom`, as a patch carries it. */
export function nested(values: Values): Values {
  const own = Object.entries(values).filter(([key]) => !key.startsWith('custom.'))
  const custom = Object.entries(values).filter(([key]) => key.startsWith('custom.'))
  return {
    ...Object.fromEntries(own),
    ...(custom.length ? { custom: Object.fromEntries(custom.map(([key, v]) => [key.slice(7), v])) } : {}),
  }
}
