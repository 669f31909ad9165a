import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Kolo } from '#core/kolo.ts'
import type { Consumer, RelayEvent } from '#core/background.ts'
import { startRelay } from '#doors/relay/index.ts'
import { compare, readPosition, written } from '#doors/relay/position.ts'
import { openDoorWorld, pause, until, type DoorWorld } from './door-world.ts'

let w: DoorWorld
beforeAll(async () => void (w = await openDoorWorld()))
afterAll(() => w.close())

const reader = (name: string, more: Partial<Consumer> = {}) => {
  const seen: RelayEvent[] = []
  return {
    seen,
    consumer: {
      name,
      handle: async (events) => void seen.push(...events),
      ...more,
    } satisfies Consumer as Consumer,
  }
}
const account = async (name: string, kolo: Kolo = w.kolo) =>
  (await kolo.call(w.admin, 'account.create', { items: [{ name }] })).items[0].id as string
const names = (seen: RelayEvent[]) => seen.filter((e) => e.name === 'account.created').map((e) => e.record)

test('events come at once and in order, once, also after a new start', async () => {
  const a = reader('order')
  const relay = await startRelay(w.kolo, [a.consumer])
  const first = [await account('A'), await account('B')]
  await until(() => a.seen.length >= 2, 700)
  await relay.stop()
  const missed = await account('C')
  const again = reader('order')
  const next = await startRelay(w.kolo, [again.consumer])
  await until(() => again.seen.length)
  await next.stop()
  expect(names(a.seen)).toEqual(first)
  expect(names(again.seen)).toEqual([missed])
})

test('an event that commits late is not passed over', async () => {
  const a = reader('late')
  const relay = await startRelay(w.kolo, [a.consumer], { idle: 50 })
  let commit = () => {}
  const slow = w.db.system(async (tx) => {
    await tx.rows(
      sql`insert into events (id, name, entity) values ('01900000-0000-7000-8000-000000000001', 'test.slow', 'test')`,
    )
    await new Promise<void>((resolve) => (commit = resolve))
  })
  await pause(50)
  const quick = await account('Quick')
  await pause(300)
  expect(a.seen).toEqual([])
  commit()
  await slow
  await until(() => a.seen.length === 2)
  expect(a.seen.map((e) => e.name)).toEqual(['test.slow', 'account.created'])
  expect(a.seen[1]!.record).toBe(quick)
  await relay.stop()
})

test('a consumer that fails is served again from where it was, and does not hold up others', async () => {
  let faults = 0
  const good = reader('good')
  const bad = reader('bad', {
    async handle(events, tx) {
      await tx.rows(
        sql`insert into answers (key, actor_id, request_hash) values ('bad', ${w.admin.user}::uuid, 'x')`,
      )
      if (++faults < 3) throw new Error('not yet')
      bad.seen.push(...events)
    },
  })
  const told: unknown[] = []
  const relay = await startRelay(w.kolo, [bad.consumer, good.consumer], {
    idle: 50,
    onFault: (e) => told.push(e),
  })
  const id = await account('Twice')
  await until(() => bad.seen.length)
  await relay.stop()
  expect(names(good.seen)).toEqual([id])
  expect(names(bad.seen)).toEqual([id])
  expect(told).toHaveLength(2)
})

test('two processes share the work without doubling it', async () => {
  const seen: string[] = []
  const slowly: Consumer = {
    name: 'shared',
    async handle(events) {
      await pause(5)
      seen.push(...events.flatMap((e) => e.record ?? []))
    },
  }
  const relays = await Promise.all([1, 2, 3].map(() => startRelay(w.kolo, [slowly], { idle: 20 })))
  const made: string[] = []
  for (let i = 0; i < 20; i++) made.push(await account(`S${i}`))
  await until(() => seen.length >= 20)
  await pause(100)
  await Promise.all(relays.map((r) => r.stop()))
  expect(seen).toEqual(made)
})

test('many events pass in batches; unwanted ones are passed over unread', async () => {
  const sizes: number[] = []
  const counting: Consumer = { name: 'many', handle: async (events) => void sizes.push(events.length) }
  let asked = 0
  const nobody = reader('nobody', { wanted: async () => (asked++, false) })
  const relay = await startRelay(w.kolo, [counting, nobody.consumer])
  await w.kolo.call(w.admin, 'account.create', {
    items: Array.from({ length: 2000 }, (_, i) => ({ name: `M${i}` })),
    returning: false,
  })
  await until(() => sizes.reduce((a, b) => a + b, 0) === 2000)
  await relay.stop()
  expect(Math.max(...sizes)).toBeLessThanOrEqual(250)
  expect(nobody.seen).toEqual([])
  expect(asked).toBe(1)
})

test('transactions follow each other by number, not by their spelling', async () => {
  const told = ['98', '99', '100', '101'].map((xid, i) => ({
    id: `01900000-0000-7000-8000-00000000010${9 - i}`,
    xid,
  }))
  await w.db.system((tx) =>
    tx.rows(sql`insert into events (id, xid, name) select id, xid::text::xid8, 'test.' || xid
      from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as e(id uuid, xid int)`),
  )
  await w.db.system((tx) =>
    tx.rows(
      sql`insert into relay_cursors (consumer, xid, event_id) values ('spelling', '98', '00000000-0000-0000-0000-000000000000')`,
    ),
  )
  const a = reader('spelling')
  const relay = await startRelay(w.kolo, [a.consumer])
  await until(() => a.seen.length >= 4)
  await relay.stop()
  expect(a.seen.slice(0, 4).map((e) => e.name)).toEqual(['test.98', 'test.99', 'test.100', 'test.101'])
})

test('a place that another server gave does not silence the reader', async () => {
  await w.db.system((tx) =>
    tx.rows(
      sql`insert into relay_cursors (consumer, xid, event_id) values ('foreign', '999999999999', ${w.admin.user}::uuid)`,
    ),
  )
  const a = reader('foreign')
  const relay = await startRelay(w.kolo, [a.consumer])
  const id = await account('Heard')
  await until(() => a.seen.length)
  await relay.stop()
  expect(names(a.seen)).toEqual([id])
})

test('positions are ordered by number, and read back as written', () => {
  const id = '01900000-0000-7000-8000-000000000001'
  expect(compare({ xid: '9', id }, { xid: '10', id })).toBe(-1)
  expect(compare({ xid: '10', id }, { xid: '10', id })).toBe(0)
  expect(readPosition(written({ xid: '77', id }))).toEqual({ xid: '77', id })
  for (const bad of [undefined, '', 'x', '1', `-1-${id}`, `99999999999999999999-${id}`, `1-${id}x`])
    expect(readPosition(bad)).toBeNull()
})
