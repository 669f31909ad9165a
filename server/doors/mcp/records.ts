import { z } from 'zod'
import { nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { catalogueView } from '#doors/http/catalogue-view.ts'
import { jsonSchema, type RecordTool } from './tool.ts'

const entity = z
  .string()
  .max(100)
  .describe('The name of an entity, as describe gives it: contact, account, deal …')
const ids = z.array(z.string().max(60)).min(1).max(200)
const fields = z.array(z.string().max(200)).max(100).optional()

const mayRead = (kolo: Kolo, actor: Actor, name: string) =>
  (kolo.rightsOf(actor)[name] ?? nothing).read !== 'none'

/** How the values of a record are written, as far as he may write them. */
function writing(kolo: Kolo, actor: Actor, name: string, verb: 'create' | 'update') {
  const o = kolo.operation(`${name}.${verb}`)
  if (!kolo.may(actor, o)) return {}
  const schema = jsonSchema(kolo.schemaOf(actor, o)) as {
    properties: { items: { items: unknown } }
    $defs?: unknown
  }
  return {
    [verb]: {
      ...(schema.properties.items.items as object),
      ...(schema.$defs ? { $defs: schema.$defs } : {}),
    },
  }
}

async function describe(kolo: Kolo, actor: Actor, { entity: name }: { entity?: string }) {
  const view = catalogueView(kolo, actor)
  if (name === undefined)
    return {
      user: { id: actor.user, name: actor.name, role: actor.role },
      entities: Object.values(view.entities).map((e) => ({
        name: e.name,
        label: e.label,
        plural: e.labelPlural,
        rights: e.rights,
        operations: e.operations,
      })),
    }
  if (!Object.hasOwn(view.entities, name)) throw new Missing('entity', name)
  return {
    ...view.entities[name],
    write: { ...writing(kolo, actor, name, 'create'), ...writing(kolo, actor, name, 'update') },
  }
}

/** Records by id, in the order of the ids; those he may not see are named as missing. */
async function read(kolo: Kolo, actor: Actor, asked: { entity: string; ids: string[]; fields?: string[] }) {
  const { items } = await kolo.list(actor, asked.entity, {
    filter: ['id', 'in', asked.ids],
    limit: asked.ids.length,
    ...(asked.fields ? { fields: asked.fields } : {}),
  })
  const found = new Map(items.map((item) => [item.id, item]))
  return {
    items: asked.ids.flatMap((id) => found.get(id) ?? []),
    missing: asked.ids.filter((id) => !found.has(id)),
  }
}

type Writing = {
  entity: string
  action: 'create' | 'update' | 'delete' | 'restore'
  items?: unknown[]
  ids?: string[]
}

const write = (kolo: Kolo, actor: Actor, { entity: name, action, items, ids: which }: Writing) =>
  kolo.call(
    actor,
    `${name}.${action}`,
    action === 'create' || action === 'update' ? { items } : { ids: which },
  )

/** The tools that reach every record, whatever its entity: few, so that an agent has room left to think. */
export const recordTools: readonly RecordTool[] = [
  {
    name: 'describe',
    title: { en: 'What there is', uk: 'Що тут є' },
    description:
      'What this user may see and do. Without entity: the entities. With one: its fields, their kinds and filter operators, and JSON Schemas of what create and update take. Ask this first.',
    input: z.strictObject({ entity: entity.optional() }),
    effect: 'read',
    run: describe,
  },
  {
    name: 'search',
    title: { en: 'Search', uk: 'Пошук' },
    description:
      'Records of every kind that hold all the words (names, phones, e-mails, codes), newest first.',
    input: z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(50).optional() }),
    effect: 'read',
    run: (kolo, actor, { text, limit }) => kolo.search(actor, text, limit),
  },
  {
    name: 'list',
    title: { en: 'List', uk: 'Список' },
    description:
      'A page of records. filter: ["field","op",value] or {"and":[…]}, {"or":[…]}, {"not":…}; a field may be reached through references ("account.industry"). sort: "-closeDate,name". The next page: pass next as after.',
    input: z.strictObject({
      entity,
      filter: z.json().optional(),
      sort: z.string().max(300).optional(),
      fields,
      q: z.string().max(200).optional().describe('Words the records must hold'),
      limit: z.int().min(1).max(200).optional(),
      after: z.string().max(4000).optional(),
      count: z.boolean().optional().describe('Also how many there are'),
    }),
    effect: 'read',
    run: (kolo, actor, { entity: name, ...query }) => kolo.list(actor, name, { limit: 20, ...query }),
  },
  {
    name: 'read',
    title: { en: 'Read', uk: 'Прочитати' },
    description: 'Whole records by their ids.',
    input: z.strictObject({ entity, ids, fields }),
    effect: 'read',
    run: read,
  },
  {
    name: 'card',
    title: { en: 'In five seconds', uk: 'За п’ять секунд' },
    description:
      'A record in a few lines: what it is worth, the last contact, the next step, what is open, warnings; and how many records refer to it. Ask this before you advise on a client.',
    input: z.strictObject({ entity, id: z.string().max(60) }),
    effect: 'read',
    run: (kolo, actor, { entity: name, id }) => kolo.card(actor, name, id),
  },
  {
    name: 'timeline',
    title: { en: 'What happened', uk: 'Що відбувалося' },
    description:
      'What happened to a record and to all that belongs to it (a client’s contacts, deals, activities, mails, files …), newest first. kind: "changes" or the name of a module; by: the id of a user; own: only the record itself. The next page: pass next as after; a page may be short and yet not the last.',
    input: z.strictObject({
      entity,
      id: z.string().max(60),
      kind: z.string().max(50).optional(),
      by: z.string().max(60).optional(),
      own: z.boolean().optional(),
      after: z.string().max(60).optional(),
      limit: z.int().min(1).max(200).optional(),
    }),
    effect: 'read',
    run: (kolo, actor, { entity: name, id, ...query }) =>
      kolo.timeline(actor, name, id, { limit: 20, ...query }),
  },
  {
    name: 'write',
    title: { en: 'Write', uk: 'Записати' },
    description:
      'Creates, changes, deletes (to the bin) or restores many records of one entity at once: all, or none when one is wrong. create: items with values; update: items with id, values, and revision as last read; delete and restore: ids.',
    input: z.strictObject({
      entity,
      action: z.enum(['create', 'update', 'delete', 'restore']),
      items: z.array(z.looseObject({})).max(1000).optional(),
      ids: z.array(z.string().max(60)).max(1000).optional(),
    }),
    effect: 'remove',
    run: write,
  },
]

/** May he change anything at all? Who may not is not shown how. */
export const mayWriteAnything = (kolo: Kolo, actor: Actor) =>
  [...kolo.allEntities()].some(
    (e) =>
      mayRead(kolo, actor, e.name) &&
      ['create', 'update', 'delete'].some((verb) => kolo.may(actor, kolo.operation(`${e.name}.${verb}`))),
  )
