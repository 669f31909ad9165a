import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { odd } from './odd.ts'
import { openOddWorld, type OddWorld } from './world.ts'

let w: OddWorld
beforeAll(async () => {
  w = await openOddWorld()
})
afterAll(() => w.close())

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
      w.noFault(formula.slice(0, 40), status)
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
        w.noFault(JSON.stringify(item).slice(0, 100), status)
        if (status !== 201) continue
        w.noFault('catalogue', (await w.ask(w.admin, '/api/catalogue')).status)
        await w.ask(w.admin, `/api/customFields/${json.id}`, { method: 'DELETE' })
      }
  }, 120_000)
})
