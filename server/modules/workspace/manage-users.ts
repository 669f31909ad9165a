import sql, { raw } from 'sql-template-tag'
import type { Context, Operation } from '#core/operation.ts'
import { create, remove, update } from '#core/stock.ts'
import { isTimeZone } from '#core/actor.ts'
import { Invalid, Refused } from '#core/error.ts'
import { role } from './role.ts'
import { user } from './user.ts'

type Item = Record<string, unknown>
type Input = { items: (Item & { id: string })[] }

const lastAdministrator = {
  en: 'Somebody has to remain an active administrator.',
  uk: 'Хтось має залишитися активним адміністратором.',
}

/** An installation that nobody can administer any more would be lost. */
async function keepAnAdministrator(c: Context): Promise<void> {
  const left = await c.tx.elevated(() =>
    c.tx.one(sql`select 1 from users u join roles r on r.id = u.role_id
      where r.key = 'administrator' and u.is_active and u.deleted_at is null limit 1`),
  )
  if (!left) throw new Refused('last_administrator', lastAdministrator[c.actor.locale])
}

/** A record's team is its owner's team: who moves to another team takes his records along. */
async function carryRecords(c: Context, users: readonly string[]): Promise<void> {
  const owned = [...c.kolo.catalogue.entities.values()].filter(
    (e) => Object.hasOwn(e.fields, 'owner') && Object.hasOwn(e.fields, 'team'),
  )
  for (const table of [...owned.map((e) => e.table), 'custom_records'])
    await c.tx.elevated(() =>
      c.tx.rows(sql`update ${raw(`"${table}"`)} t set team_id = u.team_id from users u
        where t.owner_id = u.id and u.id = any(${users}::uuid[]) and t.team_id is distinct from u.team_id`),
    )
}

function checkZones(items: Item[]): Item[] {
  const problems = items.flatMap((item, i) =>
    item['timeZone'] && !isTimeZone(String(item['timeZone']))
      ? [{ path: `items.${i}.timeZone`, message: 'There is no such time zone.', code: 'no_time_zone' }]
      : [],
  )
  if (problems.length) throw new Invalid(problems)
  return items
}

export const createUser = create(user, { prepare: (_, items) => checkZones(items) })

const stockUpdate = update(user, { prepare: (_, items) => checkZones(items) })
export const updateUser: Operation = {
  ...stockUpdate,
  refusals: { last_administrator: lastAdministrator },
  async run(c, input) {
    const result = await stockUpdate.run(c, input)
    const { items } = input as unknown as Input
    const moved = items.filter((item) => item['team'] !== undefined).map((item) => item.id)
    if (moved.length) await carryRecords(c, moved)
    if (items.some((item) => item['role'] !== undefined || item['isActive'] !== undefined))
      await keepAnAdministrator(c)
    return result
  },
}

const stockRemove = remove(user)
export const removeUser: Operation = {
  ...stockRemove,
  refusals: { ...stockRemove.refusals, last_administrator: lastAdministrator },
  async run(c, input) {
    const result = await stockRemove.run(c, input)
    await keepAnAdministrator(c)
    return result
  },
}

const builtIn = {
  en: 'A built-in role stays; take its rights away instead.',
  uk: 'Вбудована роль лишається; натомість заберіть її права.',
}
const stockRemoveRole = remove(role)
export const removeRole: Operation = {
  ...stockRemoveRole,
  refusals: { ...stockRemoveRole.refusals, built_in: builtIn },
  async run(c, input) {
    const { ids } = input as unknown as { ids: string[] }
    const found = await c.tx.elevated(() =>
      c.tx.one(sql`select 1 from roles where id = any(${ids}::uuid[]) and is_built_in`),
    )
    if (found) throw new Refused('built_in', builtIn[c.actor.locale])
    return stockRemoveRole.run(c, input)
  },
}
