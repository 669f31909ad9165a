import { describe, expect, test } from 'vitest'
import { people } from '../../bench/duplicates-people.ts'
import { Gathering } from '../../server/modules/duplicates/engine/base.ts'
import type { Column } from '../../server/modules/duplicates/engine/column.ts'
import { groupsOf } from '../../server/modules/duplicates/engine/groups.ts'
import { learn, type Patterns } from '../../server/modules/duplicates/engine/model.ts'
import { random } from '../../server/modules/duplicates/engine/random.ts'
import { search } from '../../server/modules/duplicates/engine/search.ts'
import { plain } from '../../server/modules/duplicates/engine/spelling.ts'

describe('learning', () => {
  test('EM finds the m and the prior by which pairs were made', () => {
    const kinds = ['last', 'first', 'date', 'code', 'postcode'] as const
    const m = [
      [0.7, 0.05, 0.1, 0.05, 0.03, 0.02, 0.05],
      [0.6, 0.15, 0.1, 0.02, 0.03, 0.02, 0.08],
      [0.8, 0.1, 0.02, 0.02, 0.06],
      [0.85, 0.05, 0.03, 0.07],
      [0.6, 0.1, 0.1, 0.2],
    ]
    const u = [
      [0.002, 0.001, 0.002, 0.005, 0.01, 0.0001, 0.9799],
      [0.01, 0.005, 0.005, 0.01, 0.02, 0.0001, 0.9499],
      [0.0001, 0.002, 0.01, 0.02, 0.9679],
      [0.00001, 0.0001, 0.0005, 0.99939],
      [0.001, 0.002, 0.01, 0.987],
    ]
    const chance = random(3)
    const drawn = (p: number[]) => {
      let x = chance.below(1_000_000) / 1_000_000
      return p.findIndex((share) => (x -= share) < 0) + 1 || p.length
    }
    const met = new Map<string, Patterns[number]>()
    const counts = u.map((p) => new Float64Array(p.length + 1))
    const [same, all] = [4000, 400_000]
    for (let i = 0; i < all; i++) {
      const levels = Uint8Array.from((i < same ? m : u).map(drawn))
      levels.forEach((level, k) => counts[k]![level]!++)
      const pattern = met.get(levels.join())
      if (pattern) pattern.count++
      else met.set(levels.join(), { levels, count: 1 })
    }
    const columns = kinds.map((kind) => ({ kind })) as unknown as Column[]
    const p = learn(columns, { patterns: [...met.values()], rate: 1, pairs: all, random: counts })
    expect(p.prior.same).toBeGreaterThan(0.0095)
    expect(p.prior.same).toBeLessThan(0.0105)
    for (const [i, levels] of m.entries())
      for (const [k, share] of levels.entries()) {
        // A fifth of experience is mixed in.
        expect(Math.abs(p.m[i]![k]! - share)).toBeLessThan(0.06)
        // Strangers' names are taken to be exchanged as often as they are the same.
        const chance = (kinds[i] === 'last' || kinds[i] === 'first') && k === 5 ? u[i]![0]! : u[i]![k]!
        expect(Math.abs(p.u[i]![k]! - chance)).toBeLessThan(0.002)
      }
  })

  test('a base without duplicates teaches that there are none', async () => {
    const gathering = new Gathering(
      [
        { key: 'last', kind: 'last' },
        { key: 'first', kind: 'first' },
        { key: 'phone', kind: 'phone' },
      ],
      3000,
    )
    const chance = random(5)
    for (let i = 0; i < 3000; i++)
      gathering.add([
        [`surname${chance.below(900)}`],
        [['ivan', 'petro', 'olena', 'maria', 'oleh'][chance.below(5)]!],
        [`+38067${1_000_000 + i * 997}`],
      ])
    const found = await search(gathering.ready())
    expect(found.groups.length).toBeLessThan(10)
  })
})

describe('the whole search', () => {
  test('finds people written down twice, and not their families', async () => {
    const size = 6000
    const specs = [
      { key: 'last', kind: 'last' },
      { key: 'first', kind: 'first' },
      { key: 'middle', kind: 'middle' },
      { key: 'phone', kind: 'phone' },
      { key: 'email', kind: 'email' },
      { key: 'city', kind: 'text' },
      { key: 'street', kind: 'text' },
      { key: 'birthday', kind: 'date' },
    ] as const
    const gathering = new Gathering(specs, size)
    const truth: number[] = []
    const some = (text: string | null, read: (t: string) => string = plain) => (text ? [read(text)] : [])
    for (const p of people(size)) {
      truth.push(p.truth)
      const own = (t: string) => t
      gathering.add([
        some(p.last),
        some(p.first),
        some(p.middle),
        some(p.phone, own),
        some(p.email, own),
        some(p.city),
        some(p.street),
        some(p.birthday, own),
      ])
    }
    const { groups } = await search(gathering.ready())
    const sizes = Map.groupBy(truth, (t) => t)
    const pairs = [...sizes.values()].reduce((sum, g) => sum + (g.length * (g.length - 1)) / 2, 0)
    let [found, right] = [0, 0]
    for (const group of groups)
      for (const [i, a] of group.entries())
        for (const b of group.slice(i + 1)) {
          found++
          if (truth[a] === truth[b]) right++
        }
    expect(right / pairs).toBeGreaterThan(0.9)
    expect(right / found).toBeGreaterThan(0.75)
    expect(Math.max(...groups.map((g) => g.length))).toBeLessThan(12)
  })

  test('a chain of likenesses does not become one giant', () => {
    const n = 50
    const edges = {
      a: new Uint32Array(n),
      b: new Uint32Array(n),
      probability: new Float32Array(n).fill(0.6),
      length: n,
    }
    for (let i = 0; i < n; i++) [edges.a[i], edges.b[i]] = [i, i + 1]
    const near = (a: number, b: number) => (Math.abs(a - b) === 1 ? 0.6 : 0)
    const groups = groupsOf(edges, n + 1, near, 0.5)
    expect(Math.max(...groups.map((g) => g.length))).toBe(2)
  })

  test('what is too little known to tell does not part those who are alike', () => {
    const weigh = (unknown: number | null) => (a: number, b: number) => (a + b === 3 ? unknown : 0.9)
    const edges = {
      a: Uint32Array.of(0, 0),
      b: Uint32Array.of(1, 2),
      probability: Float32Array.of(0.95, 0.9),
      length: 2,
    }
    expect(groupsOf(edges, 3, weigh(null), 0.5)).toEqual([[0, 1, 2]])
    expect(groupsOf(edges, 3, weigh(0), 0.5)).toEqual([[0, 1]])
  })

  test.each([
    ['the same record twice', ['koval', 'ivan', '+380671234567'], ['koval', 'ivan', '+380671234567'], 1],
    ['two of one telephone', ['koval', 'ivan', '+380671234567'], ['tkachuk', 'olha', '+380671234567'], 0],
    ['strangers', ['koval', 'ivan', '+380671234567'], ['tkachuk', 'olha', '+380509876543'], 0],
  ])('in a base of two records: %s', async (_, a, b, expected) => {
    const kinds = ['last', 'first', 'phone'] as const
    const gathering = new Gathering(
      kinds.map((kind) => ({ key: kind, kind })),
      2,
    )
    for (const record of [a, b]) gathering.add(record.map((v) => [v]))
    expect((await search(gathering.ready())).groups).toHaveLength(expected)
  })
})
