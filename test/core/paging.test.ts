import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoorWorld, type DoorWorld } from '../door-world.ts'

// A list paged by its cursor is the list: every record once, in the order of a plain sort, whatever is empty or equal.

let w: DoorWorld
type Item = {
  id: string
  name: string
  employees: number | null
  founded: number | null
  industry: string | null
  vatId: string | null
  revenue: { amount: string } | null
}
let all: Item[]

// Always the same numbers, so that what fails once fails again.
let seed = 42
const random = (n: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((seed / 2 ** 32) * n)
}

beforeAll(async () => {
  w = await openDoorWorld()
  const names = ['Ґанок', 'Гай', 'єнот', 'Ива', 'Іва', 'Їжак', 'abc', 'ABC', 'Zeta', 'яр', 'Яр', 'Щур']
  const items = Array.from({ length: 137 }, (_, i) => ({
    name: `${names[random(names.length)]}${random(3) ? '' : ` ${i}`}`,
    employees: random(3) ? random(4) : null,
    founded: random(2) ? 1990 + random(3) : null,
    industry: random(3) ? ['it', 'food', 'energy'][random(3)] : null,
    vatId: null,
    revenue: random(3) ? { amount: `${random(5)}.${random(2) ? 5 : 50}`, currency: 'UAH' } : null,
  }))
  await w.kolo.call(w.admin, 'account.create', { items })
  all = (await w.kolo.list(w.admin, 'account', { limit: 500 })).items as unknown as Item[]
})
afterAll(() => w.close())

async function paged(sort: string, limit: number, more: object = {}): Promise<Item[]> {
  const out: Item[] = []
  let after: string | undefined
  do {
    const page = await w.kolo.list(w.admin, 'account', { sort, limit, ...(after ? { after } : {}), ...more })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    out.push(...(page.items as unknown as Item[]))
    after = page.next ?? undefined
    if (page.next) expect(page.items.length).toBe(limit)
  } while (after)
  return out
}

const ukrainian = new Intl.Collator('uk')
const valueOf = (item: Item, key: string): string | number | null => {
  const v = item[key as keyof Item]
  return v !== null && typeof v === 'object' ? Number(v.amount) : v
}
/** As it should be: empty last in both directions, then the id in the direction of the first field. */
const plain = (sort: string) => {
  const keys = sort.split(',').map((k) => ({ key: k.replace(/^-/, ''), sign: k.startsWith('-') ? -1 : 1 }))
  return all.toSorted((a, b) => {
    for (const { key, sign } of keys) {
      const [x, y] = [valueOf(a, key), valueOf(b, key)]
      if (x === y) continue
      if (x === null) return 1
      if (y === null) return -1
      const order =
        typeof x === 'string' && key === 'name' ? ukrainian.compare(x, y as string) : x < y ? -1 : 1
      if (order) return order * sign
    }
    return (a.id < b.id ? -1 : 1) * keys[0]!.sign
  })
}

const sorts = [
  'name',
  '-name',
  'employees',
  '-employees',
  'industry',
  '-industry',
  'revenue',
  '-revenue',
  'vatId',
  '-vatId',
  'employees,-founded',
  '-employees,founded',
  'industry,employees,-founded',
  '-founded,-industry,name',
  'founded,-revenue',
  'vatId,-employees',
]

test.each(sorts)('sorted by %s, in pages of every size', async (sort) => {
  const wanted = plain(sort)
  for (const limit of [1, 7, 50, 137, 500]) {
    const got = await paged(sort, limit)
    expect(new Set(got.map((i) => i.id)).size).toBe(all.length)
    if (!sort.includes('name')) expect(got.map((i) => i.id)).toEqual(wanted.map((i) => i.id))
    else expect(got.map((i) => i.name)).toEqual((await paged(sort, 500)).map((i) => i.name))
  }
})

test('names stand in the order of the Ukrainian alphabet', async () => {
  const got = (await paged('name', 500)).map((i) => i.name)
  for (const [i, name] of got.entries())
    if (i > 0)
      expect([got[i - 1], name, ukrainian.compare(got[i - 1]!, name) <= 0]).toEqual([got[i - 1], name, true])
})

test('sorted by what another record is called, and with a filter', async () => {
  expect((await paged('owner,-name', 10)).length).toBe(all.length)
  expect((await paged('-owner.name', 10)).length).toBe(all.length)
  const some = await paged('-employees', 3, { filter: ['employees', 'gte', 1] })
  expect(some.length).toBe(all.filter((i) => (i.employees ?? 0) >= 1).length)
})

test('a record made while somebody pages neither repeats nor hides another', async () => {
  const first = await w.kolo.list(w.admin, 'account', { sort: 'employees', limit: 20 })
  const made = (await w.kolo.call(w.admin, 'account.create', { items: [{ name: 'Between', employees: -0 }] }))
    .items[0]
  const rest = await w.kolo.list(w.admin, 'account', { sort: 'employees', limit: 500, after: first.next! })
  const ids = [...first.items, ...rest.items].map((i) => i.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => id !== made.id).toSorted()).toEqual(all.map((i) => i.id).toSorted())
})
