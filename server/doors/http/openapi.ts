import { nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import { inputSchema } from '#core/schema.ts'
import { isCompared } from '#modules/duplicates/index.ts'
import { jsonSchema, pascal, problem, schemasOf, type Schema } from './openapi-schemas.ts'

const body = (schema: Schema) => ({ required: true, content: { 'application/json': { schema } } })
const answer = (description: string, schema?: Schema) => ({
  description,
  ...(schema ? { content: { 'application/json': { schema } } } : {}),
})
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const problems = { '4XX': { $ref: '#/components/responses/Problem' } }
const parameter = (name: string, schema: Schema, description: string) => ({
  name,
  in: 'query',
  schema,
  description,
})
const idParameter = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }
const ids = {
  type: 'object',
  required: ['ids'],
  properties: { ids: { type: 'array', items: { type: 'string', format: 'uuid' } } },
}
const onceHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 200 },
  description: 'The same request with the same key is done once.',
}
const matchHeader = {
  name: 'If-Match',
  in: 'header',
  schema: { type: 'string' },
  description: 'The revision in quotes; 412 when the record changed since.',
}

const likelyParameter = parameter(
  'duplicates',
  { type: 'boolean' },
  'The answer also tells whom each new record may be the same as; for at most 100 at once',
)

const listParameters = [
  parameter('filter', { type: 'string' }, 'JSON: ["field","op",value], {"and":[…]}, {"or":[…]}, {"not":…}'),
  parameter('sort', { type: 'string' }, 'Fields with - for falling, at most three: -closeDate,name'),
  parameter('fields', { type: 'string' }, 'Only these fields, also of related records: name,account.name'),
  parameter('limit', { type: 'integer', minimum: 1, maximum: 500, default: 50 }, 'Records in a page'),
  parameter('after', { type: 'string' }, 'The cursor that the page before gave as next'),
  parameter('q', { type: 'string' }, 'Words the records must hold'),
  parameter('bin', { type: 'boolean' }, 'Deleted records instead of living ones'),
  parameter('count', { type: 'boolean' }, 'Also how many there are, up to 10,000'),
]

function pathsOf(kolo: Kolo, actor: Actor, e: Entity): Record<string, Schema> {
  const name = pascal(e.name)
  const right = kolo.rightsOf(actor)[e.name] ?? nothing
  const tags = [e.labelPlural.en]
  const id = (verb: string, many = false) => `${verb}${many ? pascal(e.plural) : name}`
  const list = {
    type: 'object',
    required: ['items', 'next'],
    properties: {
      items: { type: 'array', items: ref(name) },
      next: { type: ['string', 'null'] },
      count: { type: 'object', properties: { value: { type: 'integer' }, exact: { type: 'boolean' } } },
    },
  }
  const items = (schema: Schema) => ({
    type: 'object',
    required: ['items'],
    properties: { items: { type: 'array', items: schema } },
  })
  const update = right.update !== 'none'
  const remove = right.delete !== 'none'
  const many: Schema = {
    get: {
      operationId: id('list', true),
      tags,
      parameters: listParameters,
      responses: { 200: answer('A page', list), ...problems },
    },
    ...(right.create
      ? {
          post: {
            operationId: id('create'),
            tags,
            parameters: [onceHeader, ...(isCompared(e) ? [likelyParameter] : [])],
            requestBody: body({ anyOf: [ref(`New${name}`), { type: 'array', items: ref(`New${name}`) }] }),
            responses: { 201: answer('Made; {items} when many were sent', ref(name)), ...problems },
          },
        }
      : {}),
    ...(update
      ? {
          patch: {
            operationId: id('update', true),
            tags,
            parameters: [onceHeader],
            requestBody: body({ type: 'array', items: ref(`${name}Change`) }),
            responses: { 200: answer('Changed', items(ref(name))), ...problems },
          },
        }
      : {}),
    ...(remove
      ? {
          delete: {
            operationId: id('delete', true),
            tags,
            parameters: [onceHeader],
            requestBody: body(ids),
            responses: { 200: answer('In the bin', ids), ...problems },
          },
        }
      : {}),
  }
  const single: Schema = {
    parameters: [idParameter],
    get: { operationId: id('get'), tags, responses: { 200: answer('The record', ref(name)), ...problems } },
    ...(update
      ? {
          patch: {
            operationId: id('update'),
            tags,
            parameters: [matchHeader, onceHeader],
            requestBody: body(ref(`${name}Patch`)),
            responses: { 200: answer('Changed', ref(name)), ...problems },
          },
        }
      : {}),
    ...(remove
      ? { delete: { operationId: id('delete'), tags, responses: { 204: answer('In the bin'), ...problems } } }
      : {}),
  }
  const history = {
    parameters: [idParameter],
    get: {
      operationId: id('historyOf'),
      tags,
      parameters: [parameter('after', { type: 'string' }, 'Cursor')],
      responses: { 200: answer('What happened to it, newest first', { type: 'object' }), ...problems },
    },
  }
  const timeline = {
    parameters: [idParameter],
    get: {
      operationId: id('timelineOf'),
      tags,
      parameters: [
        parameter('kind', { type: 'string' }, '“changes”, or the module whose facts are asked for'),
        parameter('by', { type: 'string' }, 'The user who did it'),
        parameter('own', { type: 'boolean' }, 'Only of the record itself'),
        parameter('after', { type: 'string' }, 'Cursor'),
        parameter('limit', { type: 'integer' }, 'At most 200'),
      ],
      responses: {
        200: answer('What happened to it and to all that belongs to it, newest first', { type: 'object' }),
        ...problems,
      },
    },
  }
  const card = {
    parameters: [idParameter],
    get: {
      operationId: id('cardOf'),
      tags,
      responses: { 200: answer('The record in a few lines', { type: 'object' }), ...problems },
    },
  }
  const restore = {
    post: {
      operationId: id('restore', true),
      tags,
      requestBody: body(ids),
      responses: { 200: answer('Out of the bin', ids), ...problems },
    },
  }
  return {
    [`/api/${e.plural}`]: many,
    [`/api/${e.plural}/{id}`]: single,
    [`/api/${e.plural}/{id}/history`]: history,
    [`/api/${e.plural}/{id}/timeline`]: timeline,
    [`/api/${e.plural}/{id}/card`]: card,
    ...(remove ? { [`/api/${e.plural}/restore`]: restore } : {}),
  }
}

/** OpenAPI 3.1 of all that this user may do. */
export function openapi(kolo: Kolo, actor: Actor): Schema {
  const rights = kolo.rightsOf(actor)
  const entities = [...kolo.allEntities()].filter((e) => (rights[e.name] ?? nothing).read !== 'none')
  const operations = [...kolo.catalogue.operations.values()].filter((o) => !o.stock && kolo.may(actor, o))
  const verbs = operations.map((o) => [
    `/api/operations/${o.name}`,
    {
      post: {
        operationId: o.name.replaceAll(/[._](\w)/g, (_, x: string) => x.toUpperCase()),
        tags: ['Operations'],
        summary: o.summary.en,
        ...(o.about ? { description: o.about.en } : {}),
        parameters: [onceHeader],
        requestBody: body(jsonSchema(inputSchema(o.input))),
        responses: { 200: answer('Done', {}), ...problems },
      },
    },
  ])
  return {
    openapi: '3.1.0',
    info: { title: 'Kolo', version: '1', license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' } },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths: {
      ...Object.assign({}, ...entities.map((e) => pathsOf(kolo, actor, e))),
      ...Object.fromEntries(verbs),
      '/api/search': {
        get: {
          operationId: 'search',
          tags: ['Search'],
          parameters: [parameter('q', { type: 'string' }, 'Words')],
          responses: { 200: answer('What was found', { type: 'object' }), ...problems },
        },
      },
      '/api/catalogue': {
        get: {
          operationId: 'catalogue',
          tags: ['Catalogue'],
          responses: { 200: answer('What this user may see', { type: 'object' }), ...problems },
        },
      },
    },
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'kolo.session_token' },
      },
      schemas: { Problem: problem, ...Object.assign({}, ...entities.map((e) => schemasOf(kolo, actor, e))) },
      responses: {
        Problem: {
          description: 'Why not',
          content: { 'application/problem+json': { schema: ref('Problem') } },
        },
      },
    },
  }
}
