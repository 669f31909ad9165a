import { afterAll, beforeAll, expect, test } from 'vitest'
import { lot } from '#core/store.ts'
import { openDoorWorld, type DoorWorld } from '../door-world.ts'

// Queries and round trips of the usual requests. What is sent without waiting for the answer before it goes along in
// the same trip. A change that needs more must say here that it does.

let w: DoorWorld
beforeAll(async () => void (w = await openDoorWorld()))
afterAll(() => w.close())

/** How many statements went to PostgreSQL, and how often somebody waited for it. */
async function counted<T>(run: () => Promise<T>) {
  const { pool } = w.db
  const kept = pool.connect.bind(pool)
  const seen = { queries: 0, trips: 0 }
  pool.connect = (async () => {
    const client = await kept()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    let waiting = 0
    client.query = ((...args: unknown[]) => {
      seen.queries++
      if (waiting++ === 0) seen.trips++
      return query(...args).finally(() => waiting--)
    }) as typeof client.query
    const release = client.release.bind(client)
    client.release = (error) => {
      client.query = query as typeof client.query
      client.release = release
      release(error)
    }
    return client
  }) as typeof pool.connect
  const result = await run()
  pool.connect = kept
  return { ...seen, result }
}

const many = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ name: `Budget ${i}`, emails: [`b${i}@example.com`] }))

test('a list of one page, and its count', async () => {
  await w.kolo.call(w.olena, 'account.create', { items: many(120) })
  expect(await counted(() => w.kolo.list(w.olena, 'account', { limit: 50 }))).toMatchObject({
    queries: 3,
    trips: 2,
  })
  expect(
    await counted(() =>
      w.kolo.list(w.olena, 'account', {
        limit: 50,
        count: true,
        q: 'budget',
        filter: ['owner', 'isMe', true],
      }),
    ),
  ).toMatchObject({ queries: 4, trips: 3 })
})

test('one record, its search and its history', async () => {
  const { id } = (await w.kolo.list(w.olena, 'account', { limit: 1 })).items[0]!
  expect(await counted(() => w.kolo.get(w.olena, 'account', id))).toMatchObject({ queries: 3, trips: 2 })
  expect(await counted(() => w.kolo.search(w.olena, 'budget'))).toMatchObject({ queries: 3, trips: 2 })
  expect(await counted(() => w.kolo.history(w.olena, 'account', id))).toMatchObject({ queries: 9, trips: 6 })
})

test('create takes for a thousand what it takes for one, and a statement for each further lot', async () => {
  const one = await counted(() => w.kolo.call(w.olena, 'account.create', { items: many(1) }))
  const thousand = await counted(() => w.kolo.call(w.olena, 'account.create', { items: many(1000) }))
  expect(one).toMatchObject({ queries: 5, trips: 3 })
  // Which goes out while the database writes the one before.
  expect(thousand.queries).toBe(one.queries + 1000 / lot - 1)
  expect(thousand.trips).toBe(one.trips + 1)
})

test('update and delete too', async () => {
  const ids = (await w.kolo.list(w.olena, 'account', { limit: 500 })).items.map((i) => i.id)
  const update = (some: string[]) => () =>
    w.kolo.call(w.olena, 'account.update', {
      items: some.map((id) => ({ id, description: `D ${some.length}` })),
    })
  const one = await counted(update(ids.slice(0, 1)))
  const most = await counted(update(ids))
  expect(one).toMatchObject({ queries: 5, trips: 3 })
  expect([most.queries, most.trips]).toEqual([one.queries, one.trips])
  const gone = await counted(() => w.kolo.call(w.olena, 'account.delete', { ids: ids.slice(0, 1) }))
  expect(gone.queries).toBeLessThanOrEqual(14)
  const allGone = await counted(() => w.kolo.call(w.olena, 'account.delete', { ids: ids.slice(1, 200) }))
  expect(allGone.queries).toBe(gone.queries)
})
