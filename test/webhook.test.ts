import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Env } from '#doors/http/environment.ts'
import { problemOf } from '#doors/http/problem.ts'
import type { Jobs } from '#core/background.ts'
import { startJobs } from '#doors/jobs/index.ts'
import { startRelay } from '#doors/relay/index.ts'
import { webhookDoor } from '#doors/webhook/index.ts'
import { openDoorWorld, pause, until, type DoorWorld } from './door-world.ts'

type Received = { headers: IncomingHttpHeaders; body: any; text: string }

let w: DoorWorld
let receiver: Server
let received: Received[]
let answer: (r: Received) => { status: number; headers?: Record<string, string>; text?: string } | null

beforeAll(async () => {
  w = await openDoorWorld()
  receiver = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const got = { headers: request.headers, text, body: JSON.parse(text) }
    received.push(got)
    const said = answer(got)
    if (said) response.writeHead(said.status, said.headers).end(said.text ?? 'thanks')
  }).listen(0, '127.0.0.1')
  await new Promise((done) => receiver.once('listening', done))
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await w.close()
})

let jobs: Jobs
let door: ReturnType<typeof webhookDoor>
let relay: Awaited<ReturnType<typeof startRelay>>
const faults: unknown[] = []

async function open(allowPrivate = true) {
  door = webhookDoor(w.kolo, { allowPrivate, timeoutMs: 1000 })
  jobs = await startJobs({
    config: w.config,
    kolo: w.kolo,
    queues: [door.queue],
    supervise: 1,
    onFault: (e) => faults.push(e),
  })
  relay = await startRelay(w.kolo, [door.consumer(jobs)], { idle: 50, onFault: (e) => faults.push(e) })
  await door.start(jobs)
}
async function close() {
  await relay.stop()
  await jobs.stop()
  door.stop()
}
beforeEach(async () => {
  received = []
  answer = () => ({ status: 200 })
  await open()
})
afterEach(async () => {
  await close()
  await w.db.system((tx) => tx.rows(sql`update webhooks set is_active = false`))
  expect(faults.splice(0)).toEqual([])
})

const url = (path = '') => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${path}`
const hook = async (events: string[], more: object = {}, by: Actor = w.admin) =>
  (await w.kolo.call(by, 'webhook.create', { items: [{ name: 'Receiver', url: url(), events, ...more }] }))
    .items[0] as { id: string; secret: string }
const account = async (name: string, by: Actor = w.admin) =>
  (await w.kolo.call(by, 'account.create', { items: [{ name }] })).items[0]

/** As the lead's door does: an actor, and problems as answers. */
async function ask(actor: Actor, method: string, path: string, body?: object) {
  const app = new Hono<Env>()
  app.use(async (c, next) => (c.set('actor', actor), next()))
  app.onError((error) => problemOf(error, { locale: 'en', onFault: (e) => faults.push(e) }))
  app.route('/', door.routes)
  const response = await app.request(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: response.status, body: (await response.json()) as any }
}
const ledger = async (id: string, query = '') =>
  (await ask(w.admin, 'GET', `/webhooks/${id}/deliveries${query}`)).body.items as any[]
/** Makes every wait end now. */
const hurry = async (id: string) => {
  await w.db.system((tx) =>
    tx.rows(
      sql`update webhook_deliveries set next_at = now() where webhook_id = ${id}::uuid and status = 'waiting'`,
    ),
  )
  await w.db.system((tx) => tx.rows(sql`update webhook_states set rests_until = null`))
  await door.start(jobs)
}

test('a change is told at once, signed, with what changed', async () => {
  const { id, secret } = await hook(['account.*'])
  const { id: record } = await account('ТОВ «Ромашка»')
  await w.kolo.call(w.admin, 'account.update', { items: [{ id: record, name: 'Ромашка плюс' }] })
  await until(() => received.length === 2)
  // Two are posted at a time: either may arrive first.
  const told = (event: string) => received.find((r) => r.body.event === event)!
  const [made, changed] = [told('account.created'), told('account.updated')]
  expect(made.body).toMatchObject({
    event: 'account.created',
    entity: 'account',
    recordId: record,
    actor: w.admin.user,
    changes: {},
  })
  expect(changed.body).toMatchObject({
    event: 'account.updated',
    record: { id: record, name: 'Ромашка плюс' },
  })
  expect(changed.body.changes).toEqual({ name: { before: 'ТОВ «Ромашка»', after: 'Ромашка плюс' } })
  const [, time, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(made.headers['kolo-signature'] as string) ?? []
  expect(createHmac('sha256', secret).update(`${time}.${made.text}`).digest('hex')).toBe(hex)
  expect(made.headers['kolo-event']).toBe('account.created')
  expect(made.headers['kolo-delivery']).toBe(made.body.id)
  const kept = await until(async () =>
    ledger(id, '?status=delivered').then((l) => (l.length === 2 ? l : null)),
  )
  expect(kept[0]).toMatchObject({
    event: 'account.updated',
    recordId: record,
    attempts: 1,
    responseStatus: 200,
    nextAt: null,
  })
  const one = (await ask(w.admin, 'GET', `/webhooks/deliveries/${kept[1].id}`)).body
  expect(one).toMatchObject({ body: made.text, response: 'thanks' })
})

test('only what was asked for is told, and an inactive webhook nothing', async () => {
  await hook(['deal.*', 'contact.created'])
  await hook(['*'], { isActive: false })
  await account('Nobody asks')
  await w.kolo.call(w.admin, 'contact.create', { items: [{ name: { last: 'Шевченко' } }] })
  await until(() => received.length)
  await pause(200)
  expect(received.map((r) => r.body.event)).toEqual(['contact.created'])
})

test('a receiver that fails is tried again, with the same id, and the ledger tells of it', async () => {
  answer = () => ({ status: 500, text: 'database\0 down' })
  const { id } = await hook(['account.*'])
  await account('Again')
  const [waiting] = await until(async () => ((await ledger(id))[0]?.attempts === 1 ? ledger(id) : null))
  expect(waiting).toMatchObject({ status: 'waiting', responseStatus: 500 })
  expect(Date.parse(waiting.nextAt) - Date.now()).toBeGreaterThan(5_000)
  expect((await ask(w.admin, 'GET', `/webhooks/deliveries/${waiting.id}`)).body.response).toBe(
    'database down',
  )
  answer = () => ({ status: 204, text: '' })
  await hurry(id)
  await until(async () => (await ledger(id, '?status=delivered')).length)
  expect(new Set(received.map((r) => r.headers['kolo-delivery']))).toEqual(new Set([waiting.id]))
  expect(received.map((r) => r.headers['kolo-attempt'])).toEqual(['1', '2'])
})

test('silence is an answer after the time limit; a redirect is not followed; 410 ends it', async () => {
  const { id } = await hook(['account.created'])
  answer = () => null
  await account('Silent')
  await until(async () => (await ledger(id))[0]?.reason?.startsWith('No answer within 1 s'))
  answer = () => ({ status: 302, headers: { location: url('elsewhere') } })
  await account('Redirected')
  await until(async () => (await ledger(id))[0]?.responseStatus === 302)
  answer = () => ({ status: 410 })
  await account('Gone')
  await until(async () => (await ledger(id))[0]?.status === 'failed')
  expect(received).toHaveLength(3)
})

test('an answer without end is read only so far', async () => {
  const { id } = await hook(['account.created'])
  answer = () => ({ status: 200, text: 'x'.repeat(3_000_000) })
  await account('Endless')
  const [one] = await until(async () => ledger(id, '?status=delivered').then((l) => (l.length ? l : null)))
  expect((await ask(w.admin, 'GET', `/webhooks/deliveries/${one.id}`)).body.response).toHaveLength(2000)
})

test('it tells what its maker may see, as his rights are now', async () => {
  const boss = await w.person('Boss', 'administrator')
  const { id } = await hook(['account.*', 'product.*'], {}, boss)
  await w.kolo.call(w.admin, 'product.create', {
    items: [{ name: 'GTX', cost: { amount: '5.00', currency: 'UAH' } }],
  })
  await until(() => received.length === 1)
  expect(received[0]!.body.record.cost).toEqual({ amount: '5.00', currency: 'UAH' })
  const sales = (await w.kolo.list(w.system, 'role', { filter: ['key', 'is', 'sales'] })).items[0]!.id
  await w.kolo.call(w.admin, 'user.update', {
    items: [{ id: boss.user, role: sales, team: (await w.kolo.get(w.admin, 'user', w.olena.user)).team }],
  })
  await w.kolo.call(w.admin, 'product.create', {
    items: [{ name: 'GTX 2', cost: { amount: '6.00', currency: 'UAH' } }],
  })
  await account('Of Lviv', w.petro)
  await account('Of Kyiv', w.olena)
  await until(
    async () =>
      (await ledger(id)).every((d) => d.status !== 'waiting') &&
      (await ledger(id)).length === 4 &&
      received.length >= 3,
  )
  const names = new Set(received.map((r) => r.body.record.name))
  expect([...names].toSorted()).toEqual(['GTX', 'GTX 2', 'Of Kyiv'])
  expect(received.find((r) => r.body.record.name === 'GTX 2')!.body.record).not.toHaveProperty('cost')
  expect((await ledger(id, '?status=skipped')).map((d) => d.reason)).toEqual(['not_visible'])
  await w.kolo.call(w.admin, 'user.update', { items: [{ id: boss.user, isActive: false }] })
  await account('After he left', w.olena)
  await until(async () => (await ledger(id, '?status=skipped')).some((d) => d.reason === 'no_maker'))
})

test('what failed is sent again on demand: one, or all that failed', async () => {
  answer = () => ({ status: 410 })
  const { id } = await hook(['account.created'])
  for (const name of ['R1', 'R2', 'R3']) await account(name)
  const failed = await until(async () =>
    ledger(id, '?status=failed').then((l) => (l.length === 3 ? l : null)),
  )
  answer = () => ({ status: 200 })
  received = []
  const one = await ask(w.admin, 'POST', `/webhooks/deliveries/${failed[2].id}/replay`)
  expect(one).toMatchObject({ status: 202, body: { deliveries: [failed[2].id], more: false } })
  await until(async () => (await ledger(id, '?status=delivered')).length === 1)
  expect(received[0]!.headers['kolo-delivery']).toBe(failed[2].id)
  await ask(w.admin, 'POST', `/webhooks/${id}/replay`, { status: 'failed' })
  await until(async () => (await ledger(id, '?status=delivered')).length === 3)
  expect(received.map((r) => r.body.record.name).toSorted()).toEqual(['R1', 'R2', 'R3'])
})

test('a test event goes to its webhook only, and a new secret signs it', async () => {
  const asked = await hook(['deal.won'])
  const { secret } = await w.kolo.call(w.admin, 'webhook.renew_secret', { id: asked.id })
  await hook(['*'])
  await w.kolo.call(w.admin, 'webhook.ping', { id: asked.id })
  await until(() => received.length)
  await pause(200)
  expect(received).toHaveLength(1)
  const [, time, hex] = /^t=(\d+),v1=(.*)$/.exec(received[0]!.headers['kolo-signature'] as string)!
  expect(createHmac('sha256', secret).update(`${time}.${received[0]!.text}`).digest('hex')).toBe(hex)
})

test('an inactive webhook is neither tested nor replayed', async () => {
  const { id } = await hook(['*'], { isActive: false })
  await expect(w.kolo.call(w.admin, 'webhook.ping', { id })).rejects.toMatchObject({ code: 'inactive' })
  await expect(w.kolo.call(w.admin, 'webhook.replay', { id, status: 'failed' })).rejects.toMatchObject({
    code: 'inactive',
  })
})

test('webhooks and their ledger are the administrators’', async () => {
  const { id } = await hook(['account.created'])
  await account('Seen')
  const [one] = await until(async () => ledger(id).then((l) => (l.length ? l : null)))
  const statuses = [
    await ask(w.olena, 'GET', `/webhooks/${id}/deliveries`),
    await ask(w.olena, 'GET', `/webhooks/deliveries/${one.id}`),
    await ask(w.olena, 'POST', `/webhooks/deliveries/${one.id}/replay`),
    await ask(w.olena, 'POST', `/webhooks/${id}/replay`, { status: 'delivered' }),
  ].map((r) => r.status)
  expect(statuses.every((s) => s === 403 || s === 404)).toBe(true)
  await expect(hook(['account.*'], {}, w.olena)).rejects.toThrow()
  expect(JSON.stringify(await w.kolo.get(w.admin, 'webhook', id))).not.toContain('kolo_whs_')
  await expect(w.db.as(w.admin, (tx) => tx.rows(sql`select secret from webhook_states`))).rejects.toThrow(
    'permission denied',
  )
})

test.each([[['nothing.created']], [['account']], [['account.x.y']], [[]]])(
  '%j is not a list of events',
  async (events) => {
    await expect(hook(events as string[])).rejects.toThrow(/event/)
  },
)

test('inside the network nothing is sent unless the operator allows it', async () => {
  await close()
  await open(false)
  const { id } = await hook(['account.created'])
  await account('Inside')
  await until(async () => (await ledger(id))[0]?.reason?.includes('inside this network'))
  expect(received).toEqual([])
})

test('a receiver that stays silent is given rest, and then everything arrives', async () => {
  answer = () => ({ status: 503 })
  const { id } = await hook(['account.created'])
  for (let i = 0; i < 4; i++) {
    await account(`Rest ${i}`)
    await until(
      async () => (await ledger(id)).filter((d) => d.attempts || d.reason === 'resting').length === i + 1,
    )
  }
  expect((await ledger(id)).map((d) => d.reason).filter(Boolean)).toEqual(['resting'])
  expect(received).toHaveLength(3)
  answer = () => ({ status: 200 })
  await hurry(id)
  await until(async () => (await ledger(id, '?status=delivered')).length === 4)
})
