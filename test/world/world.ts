import { Database } from '#core/database.ts'
import { Files } from '#core/files.ts'
import { Kolo } from '#core/kolo.ts'
import { type Actor, systemActor } from '#core/actor.ts'
import { makeCatalogue } from '#modules/index.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import { newDatabase } from './database.ts'
import { scratchPlace } from './scratch.ts'

export type World = Awaited<ReturnType<typeof world>>

type Person = { name?: string; team?: string; account?: string; locale?: 'uk' | 'en' }

/** Kolo on a database of one's own. `from`: a database to copy instead of the empty migrated one. */
export async function world(from?: string) {
  const { name, config, drop } = await newDatabase(from)
  const db = new Database({ config, size: 6 })
  const kolo = new Kolo(makeCatalogue(), db)
  kolo.files = new Files(db, scratchPlace())
  await kolo.refresh()
  const system = systemActor('job')
  let people = 0

  const idOf = async (entity: string, item: Record<string, unknown>): Promise<string> =>
    (await kolo.call(system, `${entity}.create`, { items: [item] })).items[0].id

  const roleId = async (key: string) => {
    const { items } = await kolo.list(system, 'role', {
      filter: ['key', 'is', key],
      fields: ['key'],
      limit: 1,
    })
    if (!items[0]) throw new Error(`There is no role ${key}.`)
    return items[0].id
  }

  return {
    name,
    config,
    db,
    kolo,
    system,
    /** A new team, below another one perhaps. */
    team: (title = `Team ${++people}`, parent?: string) =>
      idOf('team', { name: title, ...(parent ? { parent } : {}) }),
    /** A new user with this role, as he acts; in a team of his own unless told. */
    async asRole(role: string, person: Person = {}): Promise<Actor> {
      const number = ++people
      const team = person.team ?? (await idOf('team', { name: `Team ${number}` }))
      const id = await idOf('user', {
        name: person.name ?? `Person ${number}`,
        email: `person${number}@example.com`,
        role: await roleId(role),
        team,
        locale: person.locale ?? 'en',
        isActive: true,
        ...(person.account ? { account: person.account } : {}),
      })
      const actor = await db.system((tx) => actorOfUser(tx, id, 'api'))
      return actor!
    },
    async close() {
      await db.close()
      await drop()
    },
  }
}
