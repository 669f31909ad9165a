import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { CreatePerson } from './gate.ts'

/** Makes users through the same operation as everybody else, so that it stands in the history. */
export const createPersonWith =
  (kolo: Kolo): CreatePerson =>
  async ({ name, email, role }) => {
    const found = await kolo.db.system((tx) =>
      tx.one<{ id: string }>(sql`select id from roles where key = ${role} and deleted_at is null`),
    )
    if (!found)
      throw new Error(`The identity provider is set to give new people the role “${role}”, which is gone.`)
    const made = await kolo.call<{ items: { id: string }[] }>(systemActor('web'), 'user.create', {
      items: [{ name, email, role: found.id }],
    })
    return made.items[0]!.id
  }
