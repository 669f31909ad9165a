import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import type { Env } from '#doors/http/environment.ts'
import { liveDoor } from '#doors/live/index.ts'
import { openDoorWorld, pause, until, type DoorWorld } from './door-world.ts'

let w: DoorWorld
let live: ReturnType<typeof liveDoor>
let server: Server
/** Who may come in, by the name in the header; a session that ended is not here. */
const people = new Map<string, Actor>()

beforeAll(async () => {
  w = await openDoorWorld()
  for (const person of [w.admin, w.olena, w.petro]) people.set(person.user, person)
  const actorOf = async (headers: Headers) => people.get(headers.get('x-user') ?? '') ?? null
  live = liveDoor(w.kolo, { actorOf, heartbeatMs: 200, askMs: 600_000, idle: 50 })
  live.start()
  const app = new Hono<Env>()
  app.use(async (c, next) => (c.set('actor', (await actorOf(c.req.raw.headers))!), next()))
  app.route('/api', live.routes)
  app.onError((error, c) => c.text(error.message, error instanceof Missing ? 404 : 500))
  server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  await new Promise((done) => server.once('listening', done))
})
afterAll(async () => {
  await live.stop()
  server.close()
  await w.close()
})

/** A screen that listens, as a browser's EventSource does. */
async function listen(actor: Actor, since?: string, name = '') {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/live?screen=${name}`
  const headers = { 'x-user': actor.user!, ...(since ? { 'last-event-id': since } : {}) }
  const response = await fetch(address, { headers, signal: abort.signal })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const screen = { heard: [] as any[], at: '', ended: false, close: () => abort.abort() }
  void (async () => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        for (const line of text.slice(0, end).split('\n')) {
          if (line.startsWith('data: ')) screen.heard.push(JSON.parse(line.slice(6)))
          if (line.startsWith('id: ')) screen.at = line.slice(4)
        }
        text = text.slice(end + 2)
      }
    }
    screen.ended = true
  })().catch(() => (screen.ended = true))
  await until(() => screen.at)
  return screen
}
const account = async (name: string, by: Actor) =>
  (await w.kolo.call(by, 'account.create', { items: [{ name }] })).items[0].id as string
const rename = (id: string, name: string, by: Actor) =>
  w.kolo.call(by, 'account.update', { items: [{ id, name }] })

test('each hears of the records he may see, and of no others', async () => {
  const [admin, olena, petro] = [await listen(w.admin), await listen(w.olena), await listen(w.petro)]
  const id = await account('Ромашка', w.olena)
  await until(() => olena.heard.length && admin.heard.length)
  await rename(id, 'Ромашка плюс', w.olena)
  await until(() => olena.heard.length === 2 && admin.heard.length === 2)
  expect(olena.heard).toEqual([
    { entity: 'account', id, name: 'account.created', revision: 1, actor: w.olena.user },
    { entity: 'account', id, name: 'account.updated', revision: 2, actor: w.olena.user },
  ])
  expect(admin.heard).toEqual(olena.heard)
  expect(petro.heard).toEqual([])
  await w.kolo.call(w.olena, 'account.update', { items: [{ id, owner: w.petro.user }] })
  await until(() => petro.heard.length && olena.heard.length === 3)
  expect(petro.heard).toMatchObject([{ id, name: 'account.updated', revision: 3 }])
  expect(olena.heard[2]).toEqual({ entity: 'account', id, name: 'account.updated', gone: true })
  for (const screen of [admin, olena, petro]) screen.close()
  await until(() => live.count() === 0)
})

test('what a role may not read is not told of at all', async () => {
  const [admin, petro] = [await listen(w.admin), await listen(w.petro)]
  await w.kolo.call(w.admin, 'webhook.create', {
    items: [{ name: 'X', url: 'https://example.com', events: ['*'] }],
  })
  await until(() => admin.heard.some((n) => n.entity === 'webhook'))
  expect(petro.heard).toEqual([])
  admin.close()
  petro.close()
})

test('many at once are told in one word', async () => {
  const admin = await listen(w.admin)
  await w.kolo.call(w.admin, 'account.create', {
    items: Array.from({ length: 400 }, (_, i) => ({ name: `M${i}` })),
    returning: false,
  })
  await until(() => admin.heard.length)
  await pause(300)
  expect(admin.heard).toEqual([{ entity: 'account', many: true }])
  admin.close()
})

test('one who was away for a little while hears what he missed, else that he missed some', async () => {
  const before = await listen(w.admin)
  const { at } = before
  before.close()
  const id = await account('Missed', w.olena)
  const [admin, petro] = [await listen(w.admin, at), await listen(w.petro, at)]
  await until(() => admin.heard.length)
  expect(admin.heard).toMatchObject([{ entity: 'account', id }])
  await pause(200)
  expect(petro.heard).toEqual([])
  for (let i = 0; i < 6; i++)
    await w.kolo.call(w.admin, 'account.create', {
      items: Array.from({ length: 100 }, (_, n) => ({ name: `L${n}` })),
      returning: false,
    })
  const late = await listen(w.admin, at)
  const foreign = await listen(w.admin, `999999999-${w.admin.user}`)
  const nonsense = await listen(w.admin, 'nonsense')
  await until(() => late.heard.length && foreign.heard.length && nonsense.heard.length)
  for (const screen of [late, foreign, nonsense]) expect(screen.heard[0]).toEqual({ reset: true })
  for (const screen of [admin, petro, late, foreign, nonsense]) screen.close()
})

test('quiet screens are kept up to date of where they are', async () => {
  const petro = await listen(w.petro)
  const { at } = petro
  await account('Not his', w.olena)
  await until(() => petro.at !== at)
  expect(petro.heard).toEqual([])
  petro.close()
})

test('rights that change reach an open screen; a session that ends closes it', async () => {
  const [petro, olena] = [await listen(w.petro), await listen(w.olena)]
  people.set(w.petro.user, { ...w.petro, teams: w.olena.teams })
  await until(() => petro.heard.length)
  expect(petro.heard).toEqual([{ reset: true }])
  const id = await account('Now his', w.olena)
  await until(() => petro.heard.length > 1)
  expect(petro.heard[1]).toMatchObject({ id })
  people.delete(w.petro.user)
  await until(() => petro.ended)
  olena.heard.length = 0
  await w.kolo.call(w.admin, 'customField.create', {
    items: [{ entity: 'account', key: 'rating', kind: 'number', label: 'Rating' }],
  })
  await until(() => olena.heard.some((n) => n.reset))
  people.set(w.petro.user, w.petro)
  olena.close()
})

test('nobody opens streams without end', async () => {
  await until(() => live.count() === 0)
  const screens: Awaited<ReturnType<typeof listen>>[] = []
  for (let i = 0; i < 33; i++) screens.push(await listen(w.olena))
  expect(live.count()).toBeLessThanOrEqual(30)
  await until(() => screens.filter((s) => s.ended).length >= 3)
  for (const screen of screens) screen.close()
  await until(() => live.count() === 0)
})

test('who has a record open is told to those who may see it and him, until he leaves', async () => {
  await until(() => live.count() === 0)
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/live`
  const say = async (by: Actor, screen: string, open: object | null) => {
    const headers = { 'x-user': by.user!, 'content-type': 'application/json' }
    const answer = await fetch(`${at}/${screen}`, { method: 'PUT', headers, body: JSON.stringify({ open }) })
    return answer.ok ? (await answer.json()).people.map((p: { name: string }) => p.name) : answer.status
  }
  const record = { entity: 'account', id: await account('Ромашка', w.olena) }
  const kept = { ...(await w.person('Клієнт', 'client')), account: record.id }
  people.set(kept.user!, kept)
  const boss = await listen(w.admin, undefined, 'boss')
  const [one, two] = [await listen(w.olena, undefined, 'one'), await listen(w.olena, undefined, 'two')]
  const petro = await listen(w.petro, undefined, 'petro')
  await listen(kept, undefined, 'client')
  const asked = (screen: typeof boss, times: number) =>
    until(() => screen.heard.filter((n) => n.asked).length >= times)

  expect(await say(w.admin, 'boss', record)).toEqual([])
  expect(await say(w.olena, 'one', record)).toEqual(['Admin'])
  expect(await say(w.olena, 'two', record)).toEqual(['Admin'])
  await asked(boss, 1)
  // Twice open, one face; nobody says it with another's screen, nor of what is not his to see.
  expect(await say(w.admin, 'boss', record)).toEqual(['Олена'])
  expect(await say(w.petro, 'one', record)).toEqual([])
  expect(await say(w.petro, 'petro', record)).toBe(404)
  // A client sees the record, but no users: he neither sees nor is seen.
  expect(await say(kept, 'client', record)).toEqual([])
  expect(await say(w.admin, 'boss', record)).toEqual(['Олена'])
  expect(petro.heard.filter((n) => n.asked)).toEqual([])

  expect(await say(w.olena, 'one', null)).toEqual([])
  expect(await say(w.admin, 'boss', record)).toEqual(['Олена'])
  two.close()
  await until(async () => (await say(w.admin, 'boss', record)).length === 0)
  // Lost without a word: it is asked, does not answer, and is there no more.
  expect(await say(w.olena, 'one', record)).toEqual(['Admin'])
  for (let i = 0; i < 3; i++) {
    live.ask()
    await say(w.admin, 'boss', record)
  }
  expect(await say(w.admin, 'boss', record)).toEqual([])
  await until(() => one.ended)
})
