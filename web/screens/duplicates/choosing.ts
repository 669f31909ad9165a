import type { Entity } from '../../catalogue.ts'
import { isEmpty } from '../../kinds/index.ts'
import { valueAt, type Rec } from '../../records.ts'
import type { Choice } from './use-decisions.ts'

/** Fields to compare: those in which some record says something, in the order of the form; what differs comes first. */
export function comparedFields(entity: Entity, records: readonly Rec[]) {
  const placed = entity.form.flatMap((s) => s.fields)
  const keys = [...new Set([entity.title, ...placed, ...Object.keys(entity.fields)])].filter((key) => {
    const field = entity.fields[key]
    return (
      field?.read &&
      !field.system &&
      key !== 'team' &&
      key !== entity.titleElse &&
      records.some((r) => !isEmpty(valueAt(r, key)))
    )
  })
  const differs = (key: string) =>
    new Set(records.map((r) => JSON.stringify(valueAt(r, key) ?? null))).size > 1
  return { differing: keys.filter(differs), same: keys.filter((key) => !differs(key)) }
}

/** What of many values all are kept of: lists and long texts are joined. */
export const isJoined = (entity: Entity, key: string) => {
  const field = entity.fields[key]!
  return Boolean(field.many) || field.kind === 'tags' || field.kind === 'multi' || field.kind === 'longText'
}

/** Whether the survivor will have a record's value of a field. */
export function isTaken(entity: Entity, key: string, record: Rec, ordered: readonly Rec[], choose: Choice) {
  if (choose[key]) return choose[key] === record.id
  if (isEmpty(valueAt(record, key))) return false
  return isJoined(entity, key) || ordered.find((r) => !isEmpty(valueAt(r, key)))?.id === record.id
}

/** Chosen by hand; the value that would be taken anyway needs no saying. */
export function choosing(
  entity: Entity,
  key: string,
  record: Rec,
  ordered: readonly Rec[],
  choose: Choice,
): Choice {
  const { [key]: was, ...rest } = choose
  const isPlain = !isJoined(entity, key) && isTaken(entity, key, record, ordered, rest)
  return was === record.id || isPlain ? rest : { ...rest, [key]: record.id }
}
