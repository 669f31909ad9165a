import { z } from 'zod'
import { nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Entity } from '#core/entity.ts'
import type { Field, FieldMap } from '#core/kind.ts'
import type { Kolo } from '#core/kolo.ts'
import { readable } from '#core/reading.ts'
import { fieldSchema, itemSchema, writable } from '#core/schema.ts'

export type Schema = Record<string, unknown>

export const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

export const jsonSchema = (schema: z.ZodType): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    unrepresentable: 'any',
  }) as Schema
  return rest
}

const reference = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string', format: 'uuid' }, title: { type: ['string', 'null'] } },
}

const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })

/** What a reading gives for a field: nothing is required of it, since a role may not see it. */
const read = (f: Field): Schema => {
  if (f.entity) return orNull(reference)
  if (f.rolledUp) return orNull(jsonSchema(f.rolledUp.shown.schema(f)))
  if (f.formula) return { type: [f.kind.computes === 'boolean' ? 'boolean' : 'number', 'null'] }
  const { anyOf, ...rest } = jsonSchema(fieldSchema({ ...f, required: true }))
  const whole = f.many
    ? { type: 'array', items: { type: 'object', additionalProperties: true } }
    : anyOf
      ? { anyOf }
      : rest
  return f.required ? whole : orNull(whole)
}

const isOwn = (key: string) => key.startsWith('custom.')

function recordSchema(e: Entity, keys: string[]): Schema {
  const own = keys.filter(isOwn)
  const properties: Schema = {
    id: { type: 'string', format: 'uuid' },
    revision: { type: 'integer' },
    ...Object.fromEntries(keys.filter((k) => !isOwn(k)).map((k) => [k, read(e.fields[k]!)])),
    ...(own.length
      ? {
          custom: {
            type: 'object',
            properties: Object.fromEntries(own.map((k) => [k.slice(7), read(e.fields[k]!)])),
          },
        }
      : {}),
    createdAt: { type: 'string', format: 'date-time' },
    createdBy: orNull(reference),
    updatedAt: { type: 'string', format: 'date-time' },
    updatedBy: orNull(reference),
    deletedAt: { type: ['string', 'null'], format: 'date-time' },
  }
  return { type: 'object', required: ['id', 'revision'], properties }
}

/** The schemas of an entity: its record, and what making and changing it take. */
export function schemasOf(kolo: Kolo, actor: Actor, e: Entity): Record<string, Schema> {
  const name = pascal(e.name)
  const right = kolo.rightsOf(actor)[e.name] ?? nothing
  const extra = (verb: 'create' | 'update'): FieldMap =>
    kolo.operation(`${e.name}.${verb}`).stock?.extra ?? {}
  const change = jsonSchema(itemSchema(writable(e, right, 'update', extra('update')), 'update')) as {
    properties: Schema
    required?: string[]
  }
  const { id: _, revision: __, ...patch } = change.properties
  return {
    [name]: recordSchema(e, readable(e, kolo.rightsOf(actor))),
    ...(right.create
      ? { [`New${name}`]: jsonSchema(itemSchema(writable(e, right, 'create', extra('create')), 'create')) }
      : {}),
    ...(right.update !== 'none'
      ? { [`${name}Change`]: change, [`${name}Patch`]: { ...change, properties: patch, required: [] } }
      : {}),
  }
}

export const problem = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    reference: { type: 'string' },
    current: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' }, code: { type: 'string' } },
      },
    },
  },
}
