import type { EntityRight, Rights } from '#core/access.ts'

const scopes = ['none', 'own', 'team', 'all']
const fields = ['none', 'read', 'write']

/** A client's scope compares with nothing but itself and none. */
const scopeWithin = (a: string, b: string) =>
  a === b || a === 'none' || (scopes.includes(a) && scopes.indexOf(a) <= scopes.indexOf(b))

const allows = (a: boolean | undefined, b: boolean | undefined) => !a || b === true

function rightWithin(a: EntityRight, b: EntityRight | undefined): boolean {
  if (!b) return a.read === 'none' && !a.create && a.update === 'none' && a.delete === 'none' && !a.export
  const named = new Set([...Object.keys(a.fields ?? {}), ...Object.keys(b.fields ?? {})])
  return (
    scopeWithin(a.read, b.read) &&
    scopeWithin(a.update, b.update) &&
    scopeWithin(a.delete, b.delete) &&
    allows(a.create, b.create) &&
    allows(a.export, b.export) &&
    [...named].every(
      (key) => fields.indexOf(a.fields?.[key] ?? 'write') <= fields.indexOf(b.fields?.[key] ?? 'write'),
    )
  )
}

/** Does `a` allow nothing that `b` does not? */
export const isWithin = (a: Rights, b: Rights) =>
  Object.entries(a).every(([entity, right]) => rightWithin(right, b[entity]))
