import type { Field } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'
import type { Filter } from '../../records.ts'

/** A filter as it is built on screen: conditions under "all" or "any", one group inside another. */
export type Condition = { path: string; op: string; value?: unknown }
export type Group = { any: boolean; items: readonly (Condition | Group)[] }

export const isGroup = (item: Condition | Group): item is Group => 'items' in item

/** Any filter the server takes, as a group. What cannot be drawn (a "not") is kept as it is. */
export function toGroup(filter: Filter | undefined): Group {
  if (!filter) return { any: false, items: [] }
  if ('and' in filter) return { any: false, items: filter.and.map(toItem) }
  if ('or' in filter) return { any: true, items: filter.or.map(toItem) }
  return { any: false, items: [toItem(filter)] }
}

const toItem = (filter: Filter): Condition | Group =>
  Array.isArray(filter)
    ? { path: filter[0] as string, op: filter[1] as string, ...(filter.length > 2 && { value: filter[2] }) }
    : 'not' in filter
      ? ({ path: '', op: 'not', value: filter } satisfies Condition)
      : toGroup(filter)

/** The group as a filter; conditions that are not yet whole are left out. `{and: []}` says "no filter". */
export function toFilter(group: Group): Filter {
  const parts = group.items.filter(isWhole).map(fromItem)
  return group.any ? { or: parts } : { and: parts }
}

const fromItem = (item: Condition | Group): Filter =>
  isGroup(item)
    ? toFilter(item)
    : item.op === 'not'
      ? (item.value as Filter)
      : item.value === undefined
        ? [item.path, item.op]
        : [item.path, item.op, item.value]

/** How many values an operator takes, and of which sort. */
export type Arity = 'none' | 'one' | 'many' | 'two' | 'days' | 'period'
const arities: Record<string, Arity> = {
  empty: 'none',
  notEmpty: 'none',
  isMe: 'none',
  in: 'many',
  notIn: 'many',
  hasAny: 'many',
  at: 'many',
  between: 'two',
  last: 'days',
  next: 'days',
  this: 'period',
}
export const arityOf = (op: string): Arity => arities[op] ?? 'one'

export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const

export function isWhole(item: Condition | Group): boolean {
  if (isGroup(item)) return item.items.some(isWhole)
  const { op, value } = item
  const arity = arityOf(op)
  if (arity === 'none' || op === 'not') return true
  if (arity === 'many') return Array.isArray(value) && value.length > 0
  if (arity === 'two')
    return Array.isArray(value) && value.length === 2 && value.every((v) => v !== null && v !== undefined)
  return value !== null && value !== undefined && value !== ''
}

const best = ['in', 'isMe', 'this', 'contains', 'hasAny', 'has', 'gte', 'is']

/** What a new condition starts with: the operator people mean most often for such a field. */
export function startCondition(path: string, field: Field): Condition {
  const op =
    best.find(
      (o) => field.ops.includes(o) && o !== 'isMe' && !(o === 'in' && !field.options && !field.entity),
    ) ??
    field.ops[0] ??
    'is'
  const first = kindOf(field).comparesFirst
  return op === 'this'
    ? { path, op, value: 'month' }
    : first === undefined
      ? { path, op }
      : { path, op, value: first }
}

/** Another operator keeps the value when it still fits. */
export function withOp(condition: Condition, op: string): Condition {
  const [from, to] = [arityOf(condition.op), arityOf(op)]
  if (from === to) return { ...condition, op }
  if (from === 'one' && to === 'many' && condition.value !== undefined)
    return { ...condition, op, value: [condition.value] }
  if (from === 'many' && to === 'one')
    return { path: condition.path, op, value: (condition.value as unknown[] | undefined)?.[0] }
  if (to === 'days') return { path: condition.path, op, value: { days: 30 } }
  if (to === 'period') return { path: condition.path, op, value: 'month' }
  return { path: condition.path, op }
}

/** The group with one of its items changed, or without it. */
export const replaced = (group: Group, at: number, item: Condition | Group | null): Group => ({
  ...group,
  items:
    item === null
      ? group.items.filter((_, i) => i !== at)
      : group.items.map((old, i) => (i === at ? item : old)),
})
