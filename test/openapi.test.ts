import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateApi } from 'swagger-typescript-api'
import { openHttpWorld, type HttpWorld } from './http-world.ts'
import { scratchFolder } from './world/scratch.ts'

let w: HttpWorld
const folder = scratchFolder('client')
beforeAll(async () => {
  w = await openHttpWorld()
})
afterAll(() => w.close())

const specification = async (who = w.admin) => (await w.ask(who, '/api/openapi.json')).json

test('the document is valid OpenAPI 3.1, for the administrator and for a seller', async () => {
  for (const who of [w.admin, w.olena]) {
    const result = await new Validator().validate(await specification(who))
    expect(result.errors ?? []).toEqual([])
    expect(result.valid).toBe(true)
  }
})

test('who may not make products is not told how', async () => {
  const { paths } = await specification(w.olena)
  expect(paths['/api/products'].post).toBeUndefined()
  expect(paths['/api/contacts'].post).toBeDefined()
})

describe('a client made by a public generator', () => {
  // Of the whole document, which takes it long.
  beforeAll(async () => {
    await generateApi({
      spec: await specification(),
      output: folder,
      fileName: 'client.js',
      toJS: true,
      silent: true,
      httpClientType: 'fetch',
    } as never)
  })

  test('creates, lists and updates a contact', async () => {
    const { Api } = await import(pathToFileURL(join(folder, 'client.js')).href)
    const customFetch = (url: string, init: RequestInit) => w.app.request(url, init)
    const client = new Api({
      baseUrl: '',
      customFetch,
      baseApiParams: { format: 'json', headers: { authorization: `Bearer ${w.keys.get(w.admin.user)}` } },
    })
    const made = await client.api.createContact({
      name: { last: 'Українка', first: 'Леся' },
      phones: [{ value: '+380671234567' }],
    })
    expect(made.data.id).toBeDefined()
    const page = await client.api.listContacts({ filter: JSON.stringify(['phones', 'has', '067 123 45 67']) })
    expect(page.data.items.map((i: { id: string }) => i.id)).toEqual([made.data.id])
    const changed = await client.api.updateContact(
      made.data.id,
      { jobTitle: 'Поетка' },
      { headers: { 'If-Match': '"1"', authorization: `Bearer ${w.keys.get(w.admin.user)}` } },
    )
    expect([changed.data.jobTitle, changed.data.revision]).toEqual(['Поетка', 2])
  })
})
