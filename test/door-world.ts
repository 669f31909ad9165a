import { systemActor, type Actor } from '#core/actor.ts'
import { Database } from '#core/database.ts'
import { Files } from '#core/files.ts'
import { Kolo } from '#core/kolo.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from './world/database.ts'
import { scratchPlace } from './world/scratch.ts'

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until it answers something, and answers that. */
export async function until<T>(what: () => T | Promise<T>, within = 40_000): Promise<NonNullable<T>> {
  const end = Date.now() + within
  for (;;) {
    const found = await what()
    if (found) return found
    if (Date.now() > end) throw new Error(`Did not come about within ${within} ms: ${what}`)
    await pause(25)
  }
}

/** A company on a database of its own: an administrator, and one seller in each of two towns. */
export async function openDoorWorld() {
  const database = await newDatabase()
  const db = new Database({ config: database.config })
  const kolo = new Kolo(makeCatalogue(), db)
  kolo.files = new Files(db, scratchPlace())
  await kolo.refresh()
  const system = systemActor('cli')
  const roles = new Map((await kolo.list(system, 'role', { limit: 50 })).items.map((r) => [r['key'], r.id]))
  const teams = (await kolo.call(system, 'team.create', { items: [{ name: 'Київ' }, { name: 'Львів' }] }))
    .items

  const person = async (
    name: string,
    role: string,
    team?: { id: string },
  ): Promise<Actor & { user: string }> => {
    const item = { name, role: roles.get(role), ...(team ? { team: team.id } : {}) }
    const [user] = (await kolo.call(system, 'user.create', { items: [item] })).items
    return { ...system, user: user.id, name, role, teams: team ? [team.id] : [], via: 'web' }
  }
  return {
    config: database.config,
    database,
    db,
    kolo,
    system,
    person,
    admin: await person('Admin', 'administrator'),
    olena: await person('Олена', 'sales', teams[0]),
    petro: await person('Петро', 'sales', teams[1]),
    async close() {
      await db.close()
      await database.drop()
    },
  }
}

export type DoorWorld = Awaited<ReturnType<typeof openDoorWorld>>
