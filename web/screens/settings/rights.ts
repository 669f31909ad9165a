import type { Entity, Scope } from '../../catalogue.ts'

export type FieldRight = 'none' | 'read' | 'write'
export type EntityRight = {
  read: Scope
  create: boolean
  update: Scope
  delete: Scope
  export: boolean
  fields: Record<string, FieldRight>
}
export type Rights = Record<string, EntityRight>

export const nothing: EntityRight = {
  read: 'none',
  create: false,
  update: 'none',
  delete: 'none',
  export: false,
  fields: {},
}

/** From the narrowest to the widest. */
const order: readonly Scope[] = ['none', 'client', 'own', 'team', 'record', 'all']
export const reaches = (a: Scope, b: Scope) => order.indexOf(a) >= order.indexOf(b)

/** Scopes that mean something for an entity. A client's only for a role that is a client's already. */
export const scopesFor = (entity: Entity, role: string): Scope[] => {
  const known =
    (entity as Entity & { scopes?: Scope[] }).scopes ??
    (entity.fields['owner'] ? ['own', 'team', 'all'] : ['all'])
  return order.filter((s) => s === 'none' || (known.includes(s) && (s !== 'client' || role === 'client')))
}

/** Nothing may be changed that is not seen: narrower reading narrows the rest. */
export function withRead(right: EntityRight, read: Scope): EntityRight {
  const within = (scope: Scope) => (reaches(read, scope) ? scope : read)
  return {
    ...right,
    read,
    update: within(right.update),
    delete: within(right.delete),
    export: right.export && read !== 'none',
  }
}
