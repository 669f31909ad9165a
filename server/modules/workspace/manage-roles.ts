import sql from 'sql-template-tag'
import { z } from 'zod'
import { defaultRights, scopesOf, withLedgers, type Rights } from '#core/access.ts'
import { Invalid } from '#core/error.ts'
import { operation, type Context } from '#core/operation.ts'
import { json, ref } from '#core/kinds/index.ts'
import { enforce, type RoleRights } from '#core/rights.ts'
import { create, update } from '#core/stock.ts'
import { role } from './role.ts'

const scope = z.enum(['none', 'own', 'team', 'record', 'all', 'client'])
const entityRight = z.strictObject({
  read: scope,
  create: z.boolean(),
  update: scope,
  delete: scope,
  export: z.boolean(),
  fields: z.record(z.string(), z.enum(['none', 'read', 'write'])),
})

const order = ['none', 'client', 'own', 'team', 'record', 'all']

/** Every entity and field named must be there, no right may reach further than reading does. */
export function readRights(c: Pick<Context, 'kolo'>, given: unknown): Rights {
  const parsed = z.record(z.string(), entityRight).safeParse(given)
  if (!parsed.success)
    throw new Invalid(
      parsed.error.issues.map((i) => ({ path: `rights.${i.path.join('.')}`, message: i.message })),
    )
  const problems = Object.entries(parsed.data).flatMap(([name, right]) => {
    const e = [...c.kolo.allEntities()].find((x) => x.name === name)
    if (!e) return [{ path: `rights.${name}`, message: 'There is no such entity.' }]
    const scopes = ['none', ...scopesOf(e)]
    return [
      ...(['read', 'update', 'delete'] as const).flatMap((verb) => [
        ...(scopes.includes(right[verb])
          ? []
          : [{ path: `rights.${name}.${verb}`, message: `Choose one of: ${scopes.join(', ')}.` }]),
        ...(order.indexOf(right[verb]) > order.indexOf(right.read)
          ? [{ path: `rights.${name}.${verb}`, message: 'Reaches further than reading does.' }]
          : []),
      ]),
      ...Object.keys(right.fields)
        .filter((f) => !Object.hasOwn(e.fields, f))
        .map((f) => ({ path: `rights.${name}.fields.${f}`, message: 'There is no such field.' })),
      ...(right.fields[e.title] === 'none'
        ? [
            {
              path: `rights.${name}.fields.${e.title}`,
              message: 'The title names the record and cannot be hidden.',
            },
          ]
        : []),
    ]
  })
  if (problems.length) throw new Invalid(problems)
  return withLedgers(parsed.data, c.kolo.allEntities())
}

/** PostgreSQL is told in the same transaction, so that what stands on screen and what is enforced never differ. */
export async function enforceAll(c: Context): Promise<void> {
  const { tx, kolo } = c
  const roles = await tx.rows<RoleRights>(
    sql`select key, rights from roles where deleted_at is null order by key`,
  )
  await tx.client.query('set local role none')
  await enforce(
    (text) => tx.client.query(text),
    kolo.db.workspace,
    [...kolo.catalogue.entities.values()],
    roles,
  )
  await tx.client.query(`set local role "${kolo.db.workspace}_system"`)
  await changed(c)
  await tx.client.query(`set local role "${kolo.db.roleOf(tx.actor)}"`)
}

/** Every process reads roles and customers' own fields anew. */
export async function changed({ tx, kolo }: Context): Promise<void> {
  await tx.elevated(() => tx.rows(sql`update meta set version = version + 1`))
  tx.afterCommit(() => kolo.refresh())
}

export const createRole = create(role, {
  async prepare(c, items) {
    const problems = items.flatMap((item, i) =>
      /^[a-z][a-z0-9_]{1,29}$/.test(String(item['key']))
        ? []
        : [
            {
              path: `items.${i}.key`,
              message: 'Small Latin letters, digits and _, beginning with a letter.',
            },
          ],
    )
    if (problems.length) throw new Invalid(problems)
    return items.map((item) => ({
      ...item,
      rights: item['rights']
        ? readRights(c, item['rights'])
        : defaultRights(c.kolo.catalogue.entities.values(), String(item['key'])),
    }))
  },
})
const stockCreate = createRole.run
createRole.run = async (c, input) => {
  const result = await stockCreate(c, input)
  await enforceAll(c)
  return result
}

export const setRights = operation({
  name: 'role.set_rights',
  summary: { en: 'Change what a role may do', uk: 'Змінити права ролі' },
  effect: 'write',
  on: 'role',
  input: {
    id: ref('role', { required: true }),
    rights: json<unknown, { required: true }>({ required: true, label: { uk: 'Права' } } as {
      required: true
    }),
  },
  needs: { role: 'update' },
  refusals: {
    administrator: {
      en: 'The administrator has every right, always.',
      uk: 'Адміністратор завжди має всі права.',
    },
  },
  async run(c, { id, rights }) {
    const before = await c.tx.lock(role, id)
    if (before.key === 'administrator') c.refuse('administrator')
    const after = await c.tx.save(role, before, { rights: readRights(c, rights) })
    await enforceAll(c)
    c.emit('role.rights_changed', after)
    return after
  },
})

export const updateRole = update(role)
