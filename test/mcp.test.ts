import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Env } from '#doors/http/environment.ts'
import { mcpDoor } from '#doors/mcp/index.ts'
import { openDoorWorld, type DoorWorld } from './door-world.ts'

let w: DoorWorld
let reader: Actor
let app: Hono<Env>
const people = new Map<string, Actor>()
const faults: unknown[] = []

beforeAll(async () => {
  w = await openDoorWorld()
  reader = await w.person('Reader', 'reader')
  for (const person of [w.admin, w.olena, w.petro, reader]) people.set(`Bearer ${person.user}`, person)
  app = new Hono<Env>()
  app.use(async (c, next) => (c.set('actor', people.get(c.req.header('authorization') ?? '')!), next()))
  app.route('/mcp', mcpDoor(w.kolo, { onFault: (error) => faults.push(error) }))
  const [pipeline] = (
    await w.kolo.call(w.admin, 'pipeline.create', { items: [{ name: 'Main', isDefault: true }] })
  ).items
  const stages = [
    ['New', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ].map(([name, outcome], i) => ({ name, outcome, pipeline: pipeline.id, position: i + 1 }))
  await w.kolo.call(w.admin, 'stage.create', { items: stages })
})
afterAll(() => w.close())
afterEach(() => expect(faults.splice(0)).toEqual([]))

async function agentOf(actor: Actor) {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StreamableHTTPClientTransport(new URL('http://kolo.test/mcp'), {
      requestInit: { headers: { authorization: `Bearer ${actor.user}` } },
      fetch: async (url, init) => app.request(String(url), init as RequestInit),
    }) as Parameters<Client['connect']>[0],
  )
  return {
    tools: async () => (await client.listTools()).tools,
    async call(name: string, input: object = {}): Promise<{ isError: boolean; body: any }> {
      const { isError = false, content } = await client.callTool({
        name,
        arguments: input as Record<string, unknown>,
      })
      return { isError: Boolean(isError), body: JSON.parse((content as { text: string }[])[0]!.text) }
    },
  }
}

test('an agent sees the tools of its user’s role', async () => {
  const [sales, look, admin] = [await agentOf(w.olena), await agentOf(reader), await agentOf(w.admin)]
  const names = async (agent: typeof sales) => (await agent.tools()).map((t) => t.name)
  expect(await names(sales)).toEqual(
    expect.arrayContaining(['describe', 'search', 'list', 'read', 'write', 'deal_win', 'deal_lose']),
  )
  expect(await names(sales)).not.toContain('role_set_rights')
  expect(await names(look)).not.toContain('deal_win')
  expect(await names(admin)).toEqual(expect.arrayContaining(['role_set_rights', 'webhook_replay']))
  const win = (await sales.tools()).find((t) => t.name === 'deal_win')!
  expect(win.inputSchema).toMatchObject({ type: 'object', required: ['id'], additionalProperties: false })
  expect(win.title).toBe('Close a deal as won')
  for (const tool of await admin.tools()) expect(tool.name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
})

test('it finds its way from describe to a deal that is won', async () => {
  const agent = await agentOf(w.olena)
  const { body: all } = await agent.call('describe')
  expect(all.entities.find((e: any) => e.name === 'deal')).toMatchObject({
    rights: { update: 'own' },
    operations: expect.arrayContaining(['deal.win']),
  })
  const { body: deal } = await agent.call('describe', { entity: 'deal' })
  expect(deal.write.create).toMatchObject({ type: 'object', required: ['name'] })
  expect(deal.write.update.required).toEqual(['id'])
  const made = await agent.call('write', {
    entity: 'account',
    action: 'create',
    items: [{ name: 'ТОВ «Ромашка»', phones: ['067 123 45 67'] }],
  })
  const account = made.body.items[0]
  expect(account.phones).toEqual([{ value: '+380671234567', primary: true }])
  const { body } = await agent.call('write', {
    entity: 'deal',
    action: 'create',
    items: [{ name: 'Перша', account: account.id, amount: { amount: '10.50', currency: 'UAH' } }],
  })
  const won = await agent.call('deal_win', { id: body.items[0].id })
  expect(won.body.status).toBe('won')
  expect((await agent.call('search', { text: 'ромашка' })).body.items).toMatchObject([
    { entity: 'account', id: account.id },
  ])
  const page = await agent.call('list', {
    entity: 'deal',
    filter: ['account.name', 'contains', 'Ромашка'],
    fields: ['name', 'status'],
    count: true,
  })
  expect(page.body).toMatchObject({
    items: [{ name: 'Перша', status: 'won' }],
    count: { value: 1, exact: true },
  })
  const history = await w.kolo.history(w.admin, 'deal', body.items[0].id)
  expect(history.items.map((h) => h.via)).toEqual(['mcp', 'mcp', 'mcp'])
})

test('it sees no more than its user, by any tool', async () => {
  const [account] = (await w.kolo.call(w.petro, 'account.create', { items: [{ name: 'Lviv only' }] })).items
  const agent = await agentOf(w.olena)
  expect((await agent.call('list', { entity: 'account', q: 'lviv only' })).body.items).toEqual([])
  expect((await agent.call('search', { text: 'lviv only' })).body.items).toEqual([])
  expect((await agent.call('read', { entity: 'account', ids: [account.id] })).body).toEqual({
    items: [],
    missing: [account.id],
  })
  const changed = await agent.call('write', {
    entity: 'account',
    action: 'update',
    items: [{ id: account.id, name: 'Mine' }],
  })
  expect(changed).toMatchObject({ isError: true, body: { error: 'missing' } })
  expect(await agent.call('list', { entity: 'webhook' })).toMatchObject({
    isError: true,
    body: { error: 'forbidden' },
  })
  expect(await agent.call('describe', { entity: 'webhook' })).toMatchObject({
    isError: true,
    body: { error: 'missing' },
  })
  const looking = await agentOf(reader)
  expect(
    await looking.call('write', { entity: 'account', action: 'delete', ids: [account.id] }),
  ).toMatchObject({ isError: true })
  expect(await looking.call('deal_win', { id: account.id })).toMatchObject({
    isError: true,
    body: { error: 'missing' },
  })
})

test('what is wrong is named, so that it can be mended', async () => {
  const agent = await agentOf(w.olena)
  const bad = await agent.call('write', {
    entity: 'account',
    action: 'create',
    items: [{ name: 'Good' }, { name: '', phonez: 1 }],
  })
  expect(bad.isError).toBe(true)
  expect(bad.body.problems.map((p: any) => p.path).toSorted()).toEqual(['items.1.name', 'items.1.phonez'])
  expect((await agent.call('list', { entity: 'account', q: 'Good' })).body.items).toEqual([])
  expect((await agent.call('list', { entity: 'account', filter: ['nothing', 'is', 1] })).body.error).toBe(
    'invalid',
  )
  expect((await agent.call('list', { entity: 'nothing' })).body).toMatchObject({ error: 'invalid' })
  expect((await agent.call('list', { entity: 'account', limit: 100_000 })).body.problems[0].path).toBe(
    'limit',
  )
  const [deal] = (await w.kolo.call(w.olena, 'deal.create', { items: [{ name: 'No amount' }] })).items
  expect((await agent.call('deal_win', { id: deal.id })).body).toMatchObject({
    error: 'refused',
    code: 'no_amount',
  })
  const again = await agent.call('write', {
    entity: 'deal',
    action: 'update',
    items: [{ id: deal.id, revision: 77, name: 'X' }],
  })
  expect(again.body).toMatchObject({ error: 'conflict', current: { name: 'No amount' } })
  expect((await agent.call('write', { entity: 'deal', action: 'create' })).body.error).toBe('invalid')
  expect((await agent.call('nonsense')).isError).toBe(true)
})

test('what is no request of the protocol is answered as such', async () => {
  const headers = {
    authorization: `Bearer ${w.olena.user}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
  const post = (body: string, more = {}) =>
    app.request('/mcp', { method: 'POST', headers: { ...headers, ...more }, body })
  expect((await post('{')).status).toBe(400)
  expect((await post('[]')).status).toBeLessThan(500)
  expect((await post('{}', { accept: 'text/html' })).status).toBe(406)
  expect((await app.request('/mcp', { headers })).status).toBe(405)
})
