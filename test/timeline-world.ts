import sql from 'sql-template-tag'
import { afterAll, beforeAll } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { timelineKeeper } from '#core/timeline/keeper.ts'
import type { TimelineEntry, TimelineQuery } from '#core/timeline/read.ts'
import { startRelay } from '#doors/relay/index.ts'
import { openHttpWorld, type HttpWorld } from './http-world.ts'
import { until } from './door-world.ts'

export let w: HttpWorld
/** A world with a pipeline, for the tests of the file that asks. */
export function openTimelines() {
  beforeAll(async () => {
    w = await openHttpWorld()
    const pipeline = await make('pipeline', { name: 'Sales', position: 1, isDefault: true })
    for (const [i, outcome] of ['open', 'won', 'lost'].entries())
      await make('stage', { name: outcome, pipeline, position: i, outcome })
  })
  afterAll(() => w.close())
}

/** What a running server does by itself. */
export async function settle() {
  const relay = await startRelay(w.kolo, [timelineKeeper(w.kolo)], { idle: 20 })
  await until(() =>
    w.db.system(
      async (tx) =>
        !(
          await tx.one<{ behind: boolean }>(sql`select exists (select from events e, relay_cursors c
            where c.consumer = 'timeline' and (e.xid, e.id) > (c.xid, c.event_id)) as behind`)
        )?.behind,
    ),
  )
  await relay.stop()
}

export const make = async (
  entity: string,
  item: Record<string, unknown>,
  who: Actor = w.admin,
): Promise<string> => (await w.kolo.call(who, `${entity}.create`, { items: [item] })).items[0].id
export const change = (entity: string, id: string, item: Record<string, unknown>, who: Actor = w.admin) =>
  w.kolo.call(who, `${entity}.update`, { items: [{ id, ...item }] })
export const told = async (entity: string, id: string, query: TimelineQuery = {}, who: Actor = w.admin) => {
  const { items } = await w.kolo.timeline(who, entity, id, query)
  return items.map((i) => `${i.name} ${i.record.title}`).toReversed()
}

/** Page by page, a few at a time. */
export async function paged(entity: string, id: string, limit: number) {
  const seen: TimelineEntry[] = []
  for (let after: string | undefined; ;) {
    const { items, next } = await w.kolo.timeline(w.admin, entity, id, { limit, ...(after ? { after } : {}) })
    seen.push(...items)
    if (!next) return seen
    after = next
  }
}

/** A client with one of everything. */
export async function client(name: string, who: Actor = w.admin) {
  const account = await make('account', { name }, who)
  const contact = await make('contact', { name: { last: `${name}енко` }, account }, who)
  const deal = await make(
    'deal',
    { name: `${name} deal`, account, contact, amount: { amount: '10', currency: 'UAH' } },
    who,
  )
  return { account, contact, deal }
}
