import type { Catalogue, Entity, Field } from '../../catalogue.ts'
import { kindOf } from '../../kinds/index.ts'

const fieldsWhere = (entity: Entity, test: (field: Field) => boolean) =>
  Object.entries(entity.fields).filter(([, f]) => f.read && test(f))

/** Fields whose values can head the groups of a table. */
export const groupable = (entity: Entity) =>
  fieldsWhere(
    entity,
    (f) =>
      f.sort && !f.many && (f.options !== undefined || f.entity !== undefined || kindOf(f).groups === true),
  )

/** Fields whose values can be a board's columns or a chart's bars: few and known beforehand. */
export const columnable = (entity: Entity) =>
  fieldsWhere(
    entity,
    (f) =>
      !f.many &&
      ((f.options !== undefined && f.ops.includes('is')) ||
        (f.entity !== undefined && f.entity !== entity.name)),
  )

export const datable = (entity: Entity) =>
  fieldsWhere(entity, (f) => kindOf(f).isTime === true && f.ops.includes('between'))

export const summable = (entity: Entity) =>
  fieldsWhere(entity, (f) => kindOf(f).align === 'end' && f.ops.includes('between'))

/** Where records stand on a map: by a place of their own, or of what they refer to. */
export function placeable(catalogue: Catalogue, entity: Entity): string[] {
  const places = (e: Entity | undefined) =>
    e ? fieldsWhere(e, (f) => f.ops.includes('at')).map(([key]) => key) : []
  const references = fieldsWhere(entity, (f) => !f.many && !!f.entity && f.entity !== entity.name)
  return [
    ...places(entity),
    ...references.flatMap(([key, f]) => places(catalogue.entities[f.entity!]).map((p) => `${key}.${p}`)),
  ]
}

/** A person without a place of his own stands where his company is. */
export const placeOtherwise = (paths: readonly string[], by: string | undefined) =>
  by === 'place' && paths.includes('account.place') ? 'account.place' : undefined

const preferred = ['stage', 'status', 'kind', 'source', 'owner']

/** The field a board or a chart begins with. */
export const startBy = (entity: Entity) => {
  const fields = columnable(entity).map(([key]) => key)
  return preferred.find((p) => fields.includes(p)) ?? fields[0]
}
