import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { itemOf, odd } from './odd.ts'
import { openOddWorld, type OddWorld } from './world.ts'

let w: OddWorld
beforeAll(async () => {
  w = await openOddWorld()
})
afterAll(() => w.close())

describe('any value in any field', () => {
  test('of any entity: what is wrong is said of all of them at once', async () => {
    for (const e of w.kolo.allEntities())
      for (const value of odd) {
        const what = [e.name, JSON.stringify(value)?.slice(0, 60)]
        // In all of them the longest would be more than a request may have.
        const isLong = typeof value === 'string' && value.length > 5000
        for (const body of isLong ? [value] : [value, itemOf(Object.keys(e.fields), value)]) {
          const { status } = await w.ask(w.admin, `/api/${e.plural}`, { method: 'POST', body })
          w.noFault(what, status)
        }
      }
  }, 120_000)

  test('of an account that is there, so that it is stored and read', { timeout: 120_000 }, async () => {
    const made = await w.ask(w.admin, '/api/accounts', { method: 'POST', body: { name: 'Odd' } })
    const e = w.kolo.entity('account')
    for (const key of Object.keys(e.fields))
      for (const value of odd) {
        const body = itemOf([key], value)
        const { status } = await w.ask(w.admin, `/api/accounts/${made.json.id}`, { method: 'PATCH', body })
        w.noFault([key, JSON.stringify(value)?.slice(0, 60)], status)
        if (status !== 200) continue
        for (const [name, actor] of [
          ['utc', w.admin],
          ['kyiv', { ...w.admin, timeZone: 'Europe/Kyiv' }],
        ] as const)
          await w.kolo
            .get(actor, 'account', made.json.id)
            .catch((error) => expect([name, key, value, error]).toBe(null))
      }
  })

  test('as the query of a list', async () => {
    const queries = [
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=x',
      'bin=1',
      'count=yes',
      'unknown=1',
      'sort=-',
      'sort=,,,',
      'sort=name,name,name,name',
      'fields=',
      'fields=,',
      'fields=id',
      'after=W10',
      'after=W1tdLCIxIl0',
      'after=eyJhIjoxfQ',
      'filter={}',
      'filter=[]',
      'filter=null',
      'filter=1',
      'filter=["name"]',
      'filter=["name","is"]',
      'filter={"and":[]}',
      'filter={"or":[]}',
      'filter={"not":[]}',
      'filter={"and":1}',
      'filter=["account.account.account.account.account.account.name","is","x"]',
      'filter=["deal.account","some",["name","is","x"]]',
      'filter=["deal.account","some"]',
      'filter=["nobody.account","some"]',
      'filter=["custom.nothing","is",1]',
      "sort=custom.x'",
      'sort=phones',
      'sort=emails',
      'sort=owner.email',
      'sort=parent.parent.name',
    ]
    const nested = `filter=${encodeURIComponent(`${'{"not":'.repeat(500)}["name","is","a"]${'}'.repeat(500)}`)}`
    for (const query of [...queries, nested])
      w.noFault(query, (await w.ask(w.admin, `/api/accounts?${query}`)).status)
  })

  test('a body that is too deep, too large or in no language at all', { timeout: 60_000 }, async () => {
    const bodies = [
      '['.repeat(100_000),
      '{"a":'.repeat(50_000),
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      'x'.repeat(5_000_000),
      JSON.stringify({ name: 'x'.repeat(20_000_000) }),
      '\ufeff{}',
      '',
    ]
    for (const raw of bodies)
      w.noFault(raw.slice(0, 20), (await w.ask(w.admin, '/api/accounts', { method: 'POST', raw })).status)
    const bytes = new Uint8Array(1000).map((_, i) => i % 256)
    w.noFault('bytes', (await w.ask(w.admin, '/api/accounts', { method: 'POST', raw: bytes })).status)
  })
})
