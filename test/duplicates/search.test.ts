import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { startRelay } from '#doors/relay/index.ts'
import { duplicateWatch, startSearches } from '#modules/duplicates/index.ts'
import { world, type World } from '#test/world/world.ts'
import { until } from '#test/door-world.ts'
import { people } from '../../bench/duplicates-people.ts'

type Likely = { id: string; title: string; probability: number; parts: { field: string; level: string }[] }
type Group = { records: { id: string }[]; pairs: { a: string; b: string }[] }

describe('duplicates in the database', () => {
  let w: World
  let searches: ReturnType<typeof startSearches>
  const truth = new Map<string, number>()
  const make = async (actor: Actor, entity: string, item: Record<string, unknown>): Promise<string> =>
    (await w.kolo.call(actor, `${entity}.create`, { items: [item] })).items[0].id
  const find = async (actor: Actor, entity: string, values: unknown): Promise<Likely[]> =>
    (await w.kolo.call(actor, 'duplicate.find', { entity, values })).items

  beforeAll(async () => {
    w = await world()
    await w.kolo.call(w.system, 'customField.create', {
      items: [{ entity: 'contact', key: 'card', kind: 'text', label: 'Card' }],
    })
    await w.kolo.refresh()
    searches = startSearches(w.kolo, (error) => {
      throw error
    })
  })
  afterAll(async () => {
    await searches.stop()
    await w.close()
  })

  test('a draft is answered with who it may be, before anything is learnt', async () => {
    const id = await make(w.system, 'contact', {
      name: { last: 'Шевченко', first: 'Олександр' },
      phones: [{ value: '067 123 45 67' }],
      emails: ['o.shevchenko@example.com'],
    })
    await make(w.system, 'contact', { name: { last: 'Шевченко', first: 'Марія' } })
    const [first, ...others] = await find(w.system, 'contact', {
      name: { last: 'Szewczenko', first: 'Сашко' },
      phones: ['+380 67 123 45 67'],
    })
    expect(first!.id).toBe(id)
    expect(first!.title).toBe('Шевченко Олександр')
    expect(first!.probability).toBeGreaterThan(0.8)
    expect(first!.parts.find((p) => p.field === 'name.first')!.level).toBe('sameName')
    expect(others).toEqual([])
    expect(await find(w.system, 'contact', { id })).toEqual([])
    expect(await find(w.system, 'contact', { name: { last: 'Ніхто', first: 'Ніде' } })).toEqual([])
    expect(await find(w.system, 'contact', { emails: ['half@'], name: { last: 'Шев' } })).toEqual([])
  })

  test('a shared e-mail is told of even where the names differ', async () => {
    const id = await make(w.system, 'contact', {
      name: { last: 'Одна', first: 'Ганна' },
      emails: ['office@firma.example'],
    })
    const found = await find(w.system, 'contact', {
      name: { last: 'Інший', first: 'Петро' },
      emails: ['OFFICE@firma.example'],
    })
    expect(found.map((f) => f.id)).toEqual([id])
  })

  test('companies are found by code and by name in any legal form and spelling', async () => {
    const id = await make(w.system, 'account', { name: 'ТОВ «Ромашка Плюс»', registrationCode: '32855961' })
    expect(
      (await find(w.system, 'account', { name: 'Зовсім інша', registrationCode: '32855961' }))[0]!.id,
    ).toBe(id)
    expect((await find(w.system, 'account', { name: 'Romashka Plius LLC' }))[0]!.id).toBe(id)
    expect(await find(w.system, 'account', { name: 'ТОВ «Барвінок»' })).toEqual([])
  })

  test('who may not see a record is not told of it', async () => {
    const olena = await w.asRole('sales')
    const petro = await w.asRole('sales')
    const id = await make(olena, 'contact', {
      name: { last: 'Таємничий', first: 'Остап' },
      phones: ['+380501112233'],
    })
    const draft = { name: { last: 'Таємничий', first: 'Остап' }, phones: ['+380501112233'] }
    expect((await find(olena, 'contact', draft)).map((f) => f.id)).toEqual([id])
    expect(await find(petro, 'contact', draft)).toEqual([])
    await expect(w.kolo.call(petro, 'duplicate.scan', { entity: 'contact' })).rejects.toThrow()
    await expect(
      w.kolo.call(await w.asRole('client'), 'duplicate.list', { entity: 'deal' }),
    ).rejects.toThrow()
  })

  test('the whole base is searched, listed for review, decided', async () => {
    const items = [...people(1500)].map((p, i) => {
      truth.set(`p${i}`, p.truth)
      return {
        name: { last: p.last, first: p.first, ...(p.middle ? { middle: p.middle } : {}) },
        ...(p.phone ? { phones: [{ value: p.phone }] } : {}),
        ...(p.email ? { emails: [{ value: p.email }] } : {}),
        ...(p.birthday ? { birthday: p.birthday } : {}),
        ...(p.street ? { addresses: [{ city: p.city ?? '', street: p.street }] } : {}),
        code: `p${i}`,
        custom: { card: `${1000 + p.truth}x` },
      }
    })
    await w.kolo.call(w.system, 'contact.create', { items, returning: false })
    await w.kolo.call(w.system, 'duplicate.scan', { entity: 'contact' })
    const scan = await until(async () => {
      const { scan } = await w.kolo.call(w.system, 'duplicate.status', { entity: 'contact' })
      return ['done', 'failed'].includes(scan.status) ? scan : null
    }, 60_000)
    expect(scan.problem).toBeNull()
    expect(scan).toMatchObject({ status: 'done', progress: 1 })

    const page = (await w.kolo.call(w.system, 'duplicate.list', { entity: 'contact', limit: 100 })) as {
      items: Group[]
      next: string | null
    }
    expect(page.items.length).toBeGreaterThan(20)
    const codeOf = new Map(
      page.items.flatMap((g) => g.records).map((r) => [r.id, (r as unknown as { code: string }).code]),
    )
    const pairs = page.items.flatMap((g) => g.pairs)
    const right = pairs.filter((p) => truth.get(codeOf.get(p.a)!) === truth.get(codeOf.get(p.b)!))
    expect(right.length / pairs.length).toBeGreaterThan(0.8)

    const two = page.items.filter((g) => g.records.length === 2)
    const [first, second] = two as [Group, Group]
    const ids = first.records.map((r) => r.id)
    await w.kolo.call(w.system, 'duplicate.dismiss', { entity: 'contact', pairs: [ids] })
    const { merge } = await w.kolo.call(w.system, 'contact.merge', {
      into: second.records[0]!.id,
      from: [second.records[1]!.id],
    })
    const shown = async () => {
      const { items } = await w.kolo.call(w.system, 'duplicate.list', { entity: 'contact', limit: 100 })
      return new Set((items as Group[]).flatMap((g) => g.records.map((r) => r.id)))
    }
    expect((await shown()).has(ids[0]!)).toBe(false)
    expect((await shown()).has(second.records[0]!.id)).toBe(false)
    await w.kolo.call(w.system, 'merge.undo', { merge })
    await w.kolo.call(w.system, 'duplicate.reopen', { entity: 'contact', pairs: [ids] })
    expect((await shown()).has(ids[0]!)).toBe(true)
    expect((await shown()).has(second.records[0]!.id)).toBe(true)
    // What comes later is compared as it comes.
    const relay = await startRelay(w.kolo, [duplicateWatch(w.kolo)], { idle: 50 })
    const again = await make(w.system, 'contact', { ...items[5], code: 'again' })
    await until(async () => (await shown()).has(again))
    await w.kolo.call(w.system, 'contact.update', {
      items: [
        {
          id: again,
          name: { last: 'Зовсім', first: 'Інший' },
          phones: null,
          emails: null,
          birthday: null,
          addresses: null,
          custom: { card: null },
        },
      ],
    })
    await until(async () => !(await shown()).has(again))
    await relay.stop()
    // A stranger sees none of it.
    expect(
      (await w.kolo.call(await w.asRole('sales'), 'duplicate.list', { entity: 'contact' })).items,
    ).toEqual([])
    // What was learnt serves drafts now.
    const [one] = items
    const found = await find(w.system, 'contact', {
      name: one!.name,
      ...(one!.phones ? { phones: one!.phones } : {}),
      custom: one!.custom,
    })
    expect(found[0]!.probability).toBeGreaterThan(0.9)
  })
})

describe('who may merge', () => {
  let w: World
  beforeAll(async () => (w = await world()))
  afterAll(() => w.close())

  test('he needs the right to change and to delete every one of them', async () => {
    const olena = await w.asRole('sales')
    const petro = await w.asRole('sales')
    const reader = await w.asRole('reader')
    const make = async (actor: Actor, last: string): Promise<string> =>
      (await w.kolo.call(actor, 'contact.create', { items: [{ name: { last } }] })).items[0].id
    const [a, b, hers] = [await make(petro, 'A'), await make(petro, 'B'), await make(olena, 'C')]
    const merge = (actor: Actor, into: string, from: string[], more = {}) =>
      w.kolo.call(actor, 'contact.merge', { into, from, ...more })
    await expect(merge(petro, a, [hers])).rejects.toThrow(/contact/)
    await expect(merge(petro, hers, [a])).rejects.toThrow(/contact/)
    await expect(merge(reader, a, [b])).rejects.toThrow()
    await expect(merge(petro, a, [a])).rejects.toThrow(/itself/)
    await expect(merge(petro, a, [b], { choose: { nonsense: b } })).rejects.toThrow(/nonsense/)
    await expect(merge(petro, a, [b], { choose: { name: hers } })).rejects.toThrow(/merged records/)
    const done = await merge(petro, a, [b], { choose: { name: b } })
    expect((await w.kolo.get(petro, 'contact', a))['name']).toEqual({ last: 'B' })
    await expect(w.kolo.call(petro, 'contact.restore', { ids: [b] })).rejects.toThrow(/merge/)
    await expect(w.kolo.call(olena, 'merge.undo', { merge: done.merge })).rejects.toThrow(/contact/)
    expect((await w.kolo.call(petro, 'merge.list', { entity: 'contact', id: a })).items).toMatchObject([
      { from: [{ id: b, title: 'B' }], into: { id: a }, byRule: false, undoneAt: null },
    ])
    await w.kolo.call(petro, 'merge.undo', { merge: done.merge })
    expect((await w.kolo.get(petro, 'contact', a))['name']).toEqual({ last: 'A' })
    expect((await w.kolo.get(petro, 'contact', b))['deletedAt']).toBeNull()
  })

  test('an old id goes on working: to read, to change, to refer to, and in the history', async () => {
    const boss = w.system
    const make = async (entity: string, item: Record<string, unknown>): Promise<string> =>
      (await w.kolo.call(boss, `${entity}.create`, { items: [item] })).items[0].id
    const [a, b, c] = [
      await make('contact', { name: { last: 'A' } }),
      await make('contact', { name: { last: 'B' } }),
      await make('contact', { name: { last: 'C' } }),
    ]
    await w.kolo.call(boss, 'contact.update', { items: [{ id: c, department: 'Sales' }] })
    await w.kolo.call(boss, 'contact.merge', { into: b, from: [c] })
    const first = await w.kolo.call(boss, 'contact.merge', { into: a, from: [b] })
    expect((await w.kolo.get(boss, 'contact', c)).id).toBe(a)
    expect(await w.kolo.get(boss, 'contact', c, ['name'])).toMatchObject({ id: a, name: { last: 'A' } })
    await w.kolo.call(boss, 'contact.update', { items: [{ id: c, jobTitle: 'Director' }] })
    expect((await w.kolo.get(boss, 'contact', a))['jobTitle']).toBe('Director')
    const account = await make('account', { name: 'Firm' })
    const link = await make('affiliation', { contact: b, account })
    expect((await w.kolo.get(boss, 'affiliation', link))['contact']).toEqual({ id: a, title: 'A' })
    const names = (await w.kolo.history(boss, 'contact', c)).items.map((h) => h.name)
    expect(names.filter((n) => n === 'contact.created')).toHaveLength(3)
    expect(names.filter((n) => n === 'contact.merged')).toHaveLength(2)
    await expect(w.kolo.call(boss, 'contact.delete', { ids: [b] })).rejects.toThrow()
    const later = (await w.kolo.call(boss, 'merge.list', { entity: 'contact', id: a })).items
    expect(later.map((m: { id: string }) => m.id)).toEqual([first.merge])
    await w.kolo.call(boss, 'merge.undo', { merge: first.merge })
    expect((await w.kolo.get(boss, 'contact', c)).id).toBe(b)
  })

  test('links that he cannot see move too, and what a link says stays', async () => {
    const petro = await w.asRole('sales')
    const boss = w.system
    const make = async (actor: Actor, entity: string, item: Record<string, unknown>): Promise<string> =>
      (await w.kolo.call(actor, `${entity}.create`, { items: [item] })).items[0].id
    const [one, two] = [
      await make(boss, 'account', { name: 'One' }),
      await make(boss, 'account', { name: 'Two' }),
    ]
    const owner = petro.user!
    const a = await make(boss, 'contact', { name: { last: 'A' }, account: one, owner })
    const b = await make(boss, 'contact', { name: { last: 'B' }, account: two, jobTitle: 'Director', owner })
    await make(boss, 'affiliation', { contact: b, account: one, function: 'Advisor' })
    await w.kolo.call(petro, 'contact.merge', { into: a, from: [b] })
    const { items } = await w.kolo.list(boss, 'affiliation', {
      filter: ['contact', 'is', a],
      fields: ['account', 'function'],
    })
    expect(items.map((i) => [(i['account'] as { title: string }).title, i['function']]).toSorted()).toEqual([
      ['One', 'Advisor'],
      ['Two', 'Director'],
    ])
  })
})
