import type { Sql } from 'sql-template-tag'
import { mayRead, nothing, type Rights } from '#core/access.ts'
import { fieldOf, type Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import type { Field } from '#core/kind.ts'
import type { Measure, Subject } from './subject.ts'

/** Whose rights, and what there is. */
export type House = { rights: Rights; entityOf(name: string): Entity }

const seesField = ({ rights }: House, path: string): boolean => {
  const [entity = '', field = ''] = path.split('.')
  const right = rights[entity] ?? nothing
  return right.read !== 'none' && mayRead(right, field)
}

/** Whether he sees every field along a path through the records it refers to. */
export function seesPath(house: House, e: Entity, path: string): boolean {
  try {
    new Joins(house.entityOf, house.rights).resolve(e, path)
    return true
  } catch (error) {
    if (error instanceof Invalid) return false
    throw error
  }
}

export const seesFields = (house: House, paths: readonly string[]): boolean =>
  paths.every((path) => seesField(house, path))

/** The figures that can be made for him: of facts whose every field he sees. */
export const measuresFor = (house: House, subject: Subject): [string, Measure][] =>
  Object.entries(subject.measures).filter(([, m]) =>
    m.facts.every((name) => seesFields(house, subject.facts[name]!.reads)),
  )

/** Not a day. */
export const isMoment = ({ kind }: Field): boolean => kind.input === 'time'

/** Its values can be listed in a filter; those of a yes-or-no cannot. */
export const isListed = ({ kind }: Field): boolean => 'in' in kind.ops

/** The value that a record is split by; of a yes-or-no, as its filter understands it. */
export const valueOf = ({ field, columns }: { field: Field; columns: Sql[] }): Sql =>
  isListed(field) ? columns[0]! : field.kind.ops['is']!(columns, true, field)

/** `order.account.region` from an order's line: the line's order, the order's account, its region. */
export function hops(e: Entity, path: string, house: House): string[] {
  const [head = '', ...rest] = path.split('.')
  const target = fieldOf(e, head)?.entity
  return [
    `${e.name}.${head}`,
    ...(rest.length && target ? hops(house.entityOf(target), rest.join('.'), house) : []),
  ]
}

/** Whose records a field is of, and whose it names. */
export const seenAt = (house: House, hop: string): string[] => {
  const [entity = '', key = ''] = hop.split('.')
  const target = fieldOf(house.entityOf(entity), key)?.entity
  return target ? [entity, target] : [entity]
}
