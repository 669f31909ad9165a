import { afterAll, beforeAll, beforeEach } from 'vitest'
import { syncAccount } from '#modules/outlook/index.ts'
import { openDoorWorld } from '#test/door-world.ts'
import { openStandIn, type Json, type StandIn } from './stand-in.ts'

export let w: Awaited<ReturnType<typeof openDoorWorld>>
export let there: StandIn
beforeAll(async () => {
  w = await openDoorWorld()
  w.kolo.address = 'http://kolo.example'
})
afterAll(() => w.close())

/** A day in two months’ time, by UTC. */
export const day = (n: number, time: string) =>
  `${new Date(Date.now() + (60 + n) * 86_400_000).toISOString().slice(0, 10)}T${time}`
export const at = (n: number, time = '09:00:00') => ({ dateTime: day(n, time), timeZone: 'UTC' })
export const call = (name: string, input: object = {}) => w.kolo.call(w.olena, name, input)
export const records = async (entity: 'activity' | 'contact') =>
  (await w.kolo.list(w.olena, entity, { limit: 200 })).items as (Json & { id: string })[]
export const called = async (subject: string) =>
  (await records('activity')).filter((a) => a['subject'] === subject)
export const one = async (subject: string) =>
  (await w.kolo.get(w.olena, 'activity', (await called(subject))[0]!.id)) as Json & { id: string }
export const create = async (item: object, entity = 'activity') =>
  (await call(`${entity}.create`, { items: [item] })).items[0].id as string
export const change = (id: string, item: object, entity = 'activity') =>
  call(`${entity}.update`, { items: [{ id, ...item }] })
export const event = (subject: string) => there.alive('events').find((e) => e['subject'] === subject)!
export const sync = () => syncAccount(w.kolo, w.olena.user)
export const ledger = async (title: string) =>
  (await call('calendar.ledger')).items.filter((i: Json) => i['title'] === title) as Json[]
export const account = async () => (await call('outlook.account')).account as Json | null

export async function connect(
  input: object = { kinds: ['appointments', 'tasks', 'contacts'] },
  who = w.olena,
) {
  await w.kolo.call(w.admin, 'outlook.set', there.settings)
  const { address } = await w.kolo.call(who, 'outlook.connect', input)
  const back = await fetch(address, { redirect: 'manual' })
  const url = new URL(back.headers.get('location')!)
  const answer = { code: url.searchParams.get('code'), state: url.searchParams.get('state') }
  return w.kolo.call(who, 'outlook.finish', answer)
}

beforeEach(async () => {
  there = await openStandIn()
  // A new stand-in is a new account: the ids of another mean nothing.
  await w.db.system(async (tx) => {
    for (const table of ['calendar_items', 'outlook_cursors', 'outlook_accounts', 'activities', 'contacts'])
      await tx.rows({ text: `delete from ${table}`, values: [] })
  })
  return () => there.close()
})
