import { nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import { labelOf, type Entity } from '#core/entity.ts'
import type { Field, FieldMap } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { writable } from '#core/schema.ts'
import type { Text } from '#core/text.ts'

/** A place where a column may go. `base` is the entity's field, `part` what of it. */
export type Target = {
  path: string
  base: string
  part?: string
  label: Text
  kind: string
  required: boolean
}

/** What an export calls its first column. */
export const ownId = ['Kolo id', 'Kolo id'] as const

const text = (en: string, uk: string): Text => ({ en, uk })

/** Kinds whose values are made of parts that files keep in columns of their own. */
const parts: Record<string, Record<string, Text>> = {
  personName: {
    last: text('Last name', 'Прізвище'),
    first: text('First name', 'Ім’я'),
    middle: text('Middle name', 'По батькові'),
  },
  money: { currency: text('currency', 'валюта') },
  address: {
    country: text('country', 'країна'),
    region: text('region', 'область'),
    district: text('district', 'район'),
    city: text('city', 'місто'),
    street: text('street', 'вулиця'),
    postcode: text('postcode', 'індекс'),
    branch: text('branch', 'відділення'),
    latitude: text('latitude', 'широта'),
    longitude: text('longitude', 'довгота'),
    label: text('label', 'позначка'),
  },
  email: { label: text('label', 'позначка') },
  phone: { label: text('label', 'позначка') },
}
export const partsOf = (kind: string) => parts[kind] ?? {}

/** What this actor's role may write when it creates a record. */
export function writableFields(
  kolo: Kolo,
  actor: Actor,
  e: Entity,
  verb: 'create' | 'update' = 'create',
): FieldMap {
  const extra = kolo.operation(`${e.name}.${verb}`).stock?.extra ?? {}
  const fields = writable(e, kolo.rightsOf(actor)[e.name] ?? nothing, verb, extra)
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, f]) => !f.formula && !f.rollup && !['file', 'image', 'json'].includes(f.kind.name),
    ),
  )
}

export function targetsOf(kolo: Kolo, actor: Actor, e: Entity): Target[] {
  const fields = Object.entries(writableFields(kolo, actor, e))
  return [
    ...fields.flatMap(([key, f]) => [whole(e, key, f), ...pieces(e, key, f)]),
    { path: 'id', base: 'id', label: text(...ownId), kind: 'id', required: false },
  ]
}

const labelIn = (e: Entity, key: string, f: Field) => labelOf(key, e.fields[key] ?? f)

const whole = (e: Entity, key: string, f: Field): Target => ({
  path: key,
  base: key,
  label: labelIn(e, key, f),
  kind: f.kind.name,
  required: f.required && f.start === undefined && !f.managed,
})

const pieces = (e: Entity, key: string, f: Field): Target[] =>
  Object.entries(partsOf(f.kind.name)).map(([part, label]) => {
    const own = labelIn(e, key, f)
    const alone = f.kind.name === 'personName'
    return {
      path: f.many ? `${key}.1.${part}` : `${key}.${part}`,
      base: key,
      part,
      label: alone ? label : { en: `${own.en}: ${label.en}`, uk: `${own.uk}: ${label.uk}` },
      kind: 'text',
      required: false,
    }
  })

export type Path = { base: string; index: number; part?: string }

/** `emails.2.label` → base, index, part. Of `custom.key` the base has two words. */
export function pathOf(path: string): Path {
  const words = path.split('.')
  const base = words[0] === 'custom' ? words.splice(0, 2).join('.') : words.shift()!
  const index = /^\d+$/.test(words[0] ?? '') ? Number(words.shift()) : 1
  return words[0] ? { base, index, part: words[0] } : { base, index }
}
