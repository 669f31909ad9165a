import { afterAll, beforeAll, expect, test } from 'vitest'
import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { mergeCertain } from '#modules/duplicates/index.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w.close())

const make = async (last: string): Promise<string> =>
  (await w.kolo.call(w.system, 'contact.create', { items: [{ name: { last, first: 'Ганна' } }] })).items[0].id
/** As a search leaves them: how likely, and in which group. */
const found = (a: string, b: string, probability: number, group = a) =>
  w.kolo.db.system((tx) =>
    tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts)
      values ('contact', least(${a}::uuid, ${b}::uuid), greatest(${a}::uuid, ${b}::uuid), ${group}::uuid, ${probability}, 20, '[]')`),
  )
const rule = (enabled: boolean, threshold?: number, actor: Actor = w.system) =>
  w.kolo.call(actor, 'duplicate.set_rule', {
    entity: 'contact',
    enabled,
    ...(threshold ? { threshold } : {}),
  })
const isMerged = async (id: string) => (await w.kolo.get(w.system, 'contact', id)).id !== id
const ledger = async (actor: Actor = w.system) =>
  (await w.kolo.call(actor, 'merge.list', { entity: 'contact', byRule: true })).items

test('off, it merges nothing; only an administrator turns it on', async () => {
  const [a, b] = [await make('Перша'), await make('Перша')]
  await found(a, b, 0.99999)
  expect(await mergeCertain(w.kolo)).toBe(0)
  await expect(rule(true, 0.999, await w.asRole('manager'))).rejects.toThrow(/administrator/)
  await expect(rule(true, 0.5)).rejects.toThrow(/threshold/)
  expect((await w.kolo.call(w.system, 'duplicate.rules', {})).items).toMatchObject([
    { entity: 'contact', enabled: false, threshold: 0.999 },
    { entity: 'account', enabled: false },
    { entity: 'lead', enabled: false },
  ])
  await w.kolo.call(w.system, 'duplicate.dismiss', { entity: 'contact', pairs: [[a, b]] })
})

test('on, it merges the certain ones into the older, and says so; less certain ones and mixed groups wait', async () => {
  const [a, b] = [await make('Певна'), await make('Певна')]
  const [c, d] = [await make('Ймовірна'), await make('Ймовірна')]
  const [x, y, z] = [await make('Мішана'), await make('Мішана'), await make('Мішанна')]
  await found(a, b, 0.9999)
  await found(c, d, 0.98)
  await found(x, y, 0.9999)
  await found(y, z, 0.9, x)
  await rule(true)
  expect(await mergeCertain(w.kolo)).toBe(1)
  expect((await w.kolo.get(w.system, 'contact', b)).id).toBe(a)
  for (const id of [c, d, x, y, z]) expect(await isMerged(id)).toBe(false)
  expect(await ledger()).toMatchObject([
    {
      into: { id: a },
      from: [{ id: b, title: 'Певна Ганна' }],
      byRule: true,
      mergedBy: null,
      undoneAt: null,
    },
  ])
  expect((await ledger())[0].probability).toBeCloseTo(0.9999, 5)
  expect(await mergeCertain(w.kolo)).toBe(0)
})

test('what people took apart it never joins again, not even when it is found anew', async () => {
  const [{ id: merge, into, from }] = await ledger()
  await w.kolo.call(w.system, 'merge.undo', { merge })
  expect(await mergeCertain(w.kolo)).toBe(0)
  await w.kolo.call(w.system, 'duplicate.reopen', { entity: 'contact', pairs: [[into.id, from[0].id]] })
  await w.kolo.db.system((tx) =>
    tx.rows(sql`update duplicate_pairs set probability = 0.99999 where a_id = ${into.id}::uuid`),
  )
  expect(await mergeCertain(w.kolo)).toBe(0)
  const { items } = await w.kolo.call(w.system, 'duplicate.find', {
    entity: 'contact',
    values: { id: into.id },
  })
  expect(Array.isArray(items)).toBe(true)
})

test('a pair that the rule cannot merge keeps no other from it', async () => {
  const [a, b] = [await make('Зникла'), await make('Зникла')]
  const [c, d] = [await make('Друга'), await make('Друга')]
  await found(a, b, 0.99999)
  await found(c, d, 0.9999)
  await w.kolo.call(w.system, 'contact.delete', { ids: [b] })
  expect(await mergeCertain(w.kolo)).toBe(1)
  expect(await isMerged(d)).toBe(true)
})

test('an old id in a filter finds what refers to the record now', async () => {
  const [a, b] = [await make('Стара'), await make('Стара')]
  const account = (await w.kolo.call(w.system, 'account.create', { items: [{ name: 'Firm' }] })).items[0].id
  await w.kolo.call(w.system, 'affiliation.create', { items: [{ contact: b, account }] })
  await w.kolo.call(w.system, 'contact.merge', { into: a, from: [b] })
  const { items } = await w.kolo.list(w.system, 'affiliation', { filter: ['contact', 'is', b] })
  expect(items).toMatchObject([{ contact: { id: a } }])
})

test('groups are listed by how certain they are; records stand side by side with what would come', async () => {
  const [a, b] = [await make('Поруч'), await make('Поруч')]
  await found(a, b, 0.95)
  const listed = async (certainty: string) =>
    (await w.kolo.call(w.system, 'duplicate.list', { entity: 'contact', certainty })).items.map(
      (g: { id: string }) => g.id,
    )
  expect(await listed('likely')).toContain(a)
  expect(await listed('certain')).not.toContain(a)
  const account = (await w.kolo.call(w.system, 'account.create', { items: [{ name: 'Firm' }] })).items[0].id
  await w.kolo.call(w.system, 'affiliation.create', { items: [{ contact: b, account }] })
  const compared = await w.kolo.call(w.system, 'duplicate.compare', { entity: 'contact', ids: [a, b] })
  expect(compared.records.map((r: { id: string }) => r.id)).toEqual([a, b])
  expect(compared.links).toMatchObject([{ entity: 'affiliation', field: 'contact', counts: { [b]: 1 } }])
  expect(compared.pairs).toMatchObject([{ a, b, parts: [{ level: 'same' }, { level: 'same' }] }])
  const nobody = await w.asRole('sales')
  await expect(w.kolo.call(nobody, 'duplicate.compare', { entity: 'contact', ids: [a, b] })).rejects.toThrow(
    /contact/,
  )
})
