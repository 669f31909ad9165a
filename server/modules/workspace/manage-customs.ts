import sql, { raw } from 'sql-template-tag'
import { z } from 'zod'
import { customKinds } from '#core/custom.ts'
import type { Entity } from '#core/entity.ts'
import { Invalid, type Problem } from '#core/error.ts'
import { expressions } from '#core/expression.ts'
import { formulaSql } from '#core/formula.ts'
import type { Context, AnyOperation } from '#core/operation.ts'
import { create, remove, restore, update } from '#core/stock.ts'
import { defaultRights, type Rights } from '#core/access.ts'
import { rollup, rollupHows } from '#core/rollup.ts'
import { choiceOption, customField, customObject } from './custom.ts'
import { changed } from './manage-roles.ts'

type Item = Record<string, unknown>

const rollupShape = z.strictObject({
  of: z.string().max(200),
  how: z.enum(rollupHows),
  what: z.string().max(200).nullish(),
  filter: z.unknown().optional(),
})

const keyRule = /^[a-z][A-Za-z0-9_]{0,39}$/
const keyMessage = 'Latin letters, digits and _, beginning with a small letter; at most 40.'

export function problemsOfField(c: Pick<Context, 'kolo'>, item: Item, at: string): Problem[] {
  const problem = (path: string, message: string) => [{ path: `${at}.${path}`, message }]
  const e = [...c.kolo.allEntities()].find((x) => x.name === item['entity'])
  if (!e) return problem('entity', 'There is no such entity.')
  if (!keyRule.test(String(item['key']))) return problem('key', keyMessage)
  if (
    Object.hasOwn(e.fields, String(item['key'])) ||
    Object.hasOwn(e.fields, `custom.${String(item['key'])}`)
  )
    return problem('key', 'There is a field with this key already.')
  if (!customKinds.includes(String(item['kind'])))
    return problem('kind', `Choose one of: ${customKinds.join(', ')}.`)
  return problemsOfKind(c, e, item, problem)
}

function problemsOfKind(
  c: Pick<Context, 'kolo'>,
  e: Entity,
  item: Item,
  problem: (path: string, message: string) => Problem[],
): Problem[] {
  const { kind } = item
  if (kind !== 'formula' && item['formula'])
    return problem('formula', 'Only a formula is computed: choose that kind.')
  if (kind !== 'rollup' && item['rollup'])
    return problem('rollup', 'Only a roll-up adds up: choose that kind.')
  if (kind === 'rollup') return problemsOfRollup(c, e, item['rollup'], problem)
  if (kind === 'choice' || kind === 'multi') return problemsOfOptions(item['options'], problem)
  if (kind === 'reference' && ![...c.kolo.allEntities()].some((x) => x.name === item['target']))
    return problem('target', 'Choose what it refers to.')
  if (kind === 'formula')
    try {
      computed(e, item)
    } catch (error) {
      if (error instanceof Invalid) return problem('formula', error.problems[0]?.message ?? '')
      throw error
    }
  return []
}

function problemsOfRollup(
  { kolo }: Pick<Context, 'kolo'>,
  e: Entity,
  asked: unknown,
  problem: (path: string, message: string) => Problem[],
): Problem[] {
  const read = rollupShape.safeParse(asked)
  if (!read.success) return problem('rollup', 'Choose what is added up, and how.')
  // What is added up itself cannot be added up again: a ring could not be told from a tower.
  const plain = new Map(
    [...kolo.allEntities()].map((x) => [
      x.name,
      { ...x, fields: Object.fromEntries(Object.entries(x.fields).filter(([, f]) => !f.rollup)) },
    ]),
  )
  try {
    rollup(e, read.data, plain, () => kolo.workspace.currency)
    return []
  } catch (error) {
    if (error instanceof Invalid) return error.problems.flatMap((p) => problem('rollup', p.message))
    throw error
  }
}

const computed = (e: Entity, item: Item) =>
  formulaSql(e, String(item['formula'] ?? ' '), (key, f) => expressions(e, key, f, 't')[0]!, [
    `custom.${String(item['key'])}`,
  ])

/** PostgreSQL says whether the formula computes a number: one that adds names would break every list it is in. */
async function refuseUncountable(c: Context, items: readonly Item[]): Promise<void> {
  for (const [i, item] of items.entries()) {
    if (item['kind'] !== 'formula') continue
    const e = c.kolo.entity(String(item['entity']))
    const table = raw(`"${e.table}"`)
    const type = await c.tx
      .one<{ type: string }>(
        sql`select pg_typeof(${computed(e, item)})::text as type from (select (null::${table}).*) t`,
      )
      .catch((error: Error) => ({ type: error.message }))
    if (type?.type !== 'numeric')
      refuseAll([
        { path: `items.${i}.formula`, message: 'This does not compute a number.', code: 'not_numeric' },
      ])
  }
}

/** A key that a field in the bin had keeps its values in the records; under another kind they would not read. */
async function refuseTaken(c: Context, items: readonly Item[]): Promise<void> {
  const gone = await c.tx.rows<{ entity: string; key: string; kind: string; many: boolean }>(
    sql`select entity, key, kind, coalesce(is_many, false) as many from custom_fields where deleted_at is not null`,
  )
  refuseAll(
    items.flatMap((item, i) =>
      gone.some(
        (g) =>
          g.entity === item['entity'] &&
          g.key === item['key'] &&
          (g.kind !== item['kind'] || g.many !== (item['isMany'] ?? false)),
      )
        ? [
            {
              path: `items.${i}.key`,
              message: 'A field in the bin has this key: choose another.',
              code: 'key_kept',
            },
          ]
        : [],
    ),
  )
}

function problemsOfOptions(
  options: unknown,
  problem: (path: string, message: string) => Problem[],
): Problem[] {
  if (!Array.isArray(options) || options.length === 0) return problem('options', 'Give at least one option.')
  const bad = options.some(
    (o: Item | null) =>
      !o || typeof o['key'] !== 'string' || typeof o['label'] !== 'string' || !o['key'] || !o['label'],
  )
  if (bad) return problem('options', 'Each option has a key and a label.')
  if (new Set(options.map((o: Item) => o['key'])).size < options.length)
    return problem('options', 'Two options have the same key.')
  return []
}

const refuseAll = (problems: Problem[]) => {
  if (problems.length) throw new Invalid(problems)
}

/** Runs the stock operation, then lets every process know. */
const announced = (o: AnyOperation): AnyOperation => ({
  ...o,
  async run(c, input) {
    const result = await o.run(c, input)
    await changed(c)
    return result
  },
})

export const createCustomField = announced(
  create(customField, {
    async prepare(c, items) {
      refuseAll(items.flatMap((item, i) => problemsOfField(c, item, `items.${i}`)))
      await refuseTaken(c, items)
      await refuseUncountable(c, items)
      return items
    },
  }),
)
export const updateCustomField = announced(
  update(customField, {
    async prepare(c, items, before) {
      const whole = items.map((item, i) => ({ ...before[i]!, ...item }) as Item)
      refuseAll(
        whole.flatMap((item, i) =>
          problemsOfKind(c, c.kolo.entity(String(item['entity'])), item, (path, message) => [
            { path: `items.${i}.${path}`, message },
          ]),
        ),
      )
      await refuseUncountable(c, whole)
      return items
    },
  }),
)

/** A new object is everybody's to read and write who may make contacts; administrators narrow it on screen. */
async function giveRights(c: Context, keys: string[]): Promise<void> {
  const roles = await c.tx.rows<{ id: string; key: string; rights: Rights }>(
    sql`select id, key, rights from roles where deleted_at is null`,
  )
  for (const r of roles) {
    const like =
      r.key === 'administrator'
        ? defaultRights(c.kolo.allEntities(), 'administrator')['contact']
        : r.rights['contact']
    if (!like) continue
    const scoped = {
      ...like,
      read: like.read === 'client' ? 'none' : like.read,
      update: like.update === 'client' ? 'none' : like.update,
      fields: {},
    }
    const rights = { ...r.rights, ...Object.fromEntries(keys.map((key) => [key, scoped])) }
    await c.tx.elevated(() =>
      c.tx.rows(sql`update roles set rights = ${JSON.stringify(rights)}::jsonb where id = ${r.id}::uuid`),
    )
  }
}

export const createChoiceOption = announced(
  create(choiceOption, {
    prepare(c, items) {
      const problemOf = (item: Item, i: number): Problem[] => {
        const e = [...c.kolo.allEntities()].find((x) => x.name === item['entity'])
        const f =
          e && Object.hasOwn(e.fields, String(item['field'])) ? e.fields[String(item['field'])] : undefined
        if (!f?.editable)
          return [{ path: `items.${i}.field`, message: 'This field has no options that may be added to.' }]
        const taken = f.options?.some((o) => o.key === item['key'])
        return taken ? [{ path: `items.${i}.key`, message: 'There is an option with this key already.' }] : []
      }
      refuseAll(items.flatMap(problemOf))
      return items
    },
  }),
)
export const updateChoiceOption = announced(update(choiceOption))

const makeObject = create(customObject, {
  prepare(c, items) {
    const taken = new Set([...c.kolo.allEntities()].flatMap((e) => [e.name, e.plural]))
    const problems = (name: 'key' | 'plural', value: string, i: number): Problem[] => {
      if (!keyRule.test(value)) return [{ path: `items.${i}.${name}`, message: keyMessage }]
      return taken.has(value) ? [{ path: `items.${i}.${name}`, message: 'This name is taken.' }] : []
    }
    refuseAll(
      items.flatMap((item, i) => [
        ...problems('key', String(item['key']), i),
        ...problems('plural', String(item['plural']), i),
      ]),
    )
    return items
  },
})

export const createCustomObject = announced({
  ...makeObject,
  async run(c, input) {
    const result = await makeObject.run(c, input)
    await giveRights(
      c,
      (input as unknown as { items: { key: string }[] }).items.map((i) => i.key),
    )
    return result
  },
})
export const updateCustomObject = announced(update(customObject))

// What goes keeps its values in the records: restored, it has them again.
export const leaveAndReturn = [customField, customObject, choiceOption].flatMap((e) => [
  announced(remove(e)),
  announced(restore(e)),
])
