import { expect, test } from 'vitest'
import {
  abcOf,
  concentration,
  quintiles,
  sharesOfGreatest,
  variation,
  xyzOf,
} from '../../server/modules/analysis/classes.ts'
import { added, changeBy, inCents, parts, type Item } from '../../server/modules/analysis/change-parts.ts'

const usual = { a: 80, b: 95 }
test.each<[string, number[], string, { a: number; b: number }?]>([
  ['by the share of the greater ones', [70, 15, 10, 5], 'AABC'],
  ['one that passes the limit is still of the class', [79, 2, 19], 'ACA'],
  ['exactly on the limit is the next class', [80, 15, 5], 'ABC'],
  ['the greatest is always A', [100, 1], 'AC'],
  ['equals are of one class', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10], 'AAAAAAAAAA'],
  ['equals after the limit too', [90, 2, 2, 2, 2, 2], 'ABBBBB'],
  ['nothing and less are C and no part of the whole', [100, 0, -900, 25], 'ACCB'],
  ['nobody brought anything', [0, -1], 'CC'],
  ['no limit, no class', [50, 50], 'CC', { a: 0, b: 0 }],
  ['everybody', [50, 30, 20], 'AAA', { a: 100, b: 100 }],
])('ABC: %s', (_, sales, classes, limits = usual) => {
  expect(abcOf(sales, limits).join('')).toBe(classes)
})

test.each<[string, number[], number, number | null, string]>([
  ['the same each month', [5, 5, 5], 3, 0, 'X'],
  ['deviation of all, not of a sample', [2, 4, 6], 3, 40.82, 'X'],
  ['months without a sale are nothing', [10], 4, 173.21, 'Z'],
  ['half of the months', [10, 10], 4, 100, 'Y'],
  ['two months say nothing', [5, 5], 2, null, 'Z'],
  ['given back as much as taken', [5, -5], 12, null, 'Z'],
])('XYZ: %s', (_, sums, months, expected, xyz) => {
  const found = variation(sums, months)
  expect(found === null ? null : Number(found.toFixed(2))).toBe(expected)
  expect(xyzOf(found, { x: 50, y: 100 })).toBe(xyz)
})

test.each<[string, number[], number[]]>([
  ['fifths', [10, 20, 30, 40, 50], [1, 2, 3, 4, 5]],
  ['in whatever order', [50, 10, 30, 20, 40], [5, 1, 3, 2, 4]],
  ['all the same are in the middle', [7, 7, 7, 7], [3, 3, 3, 3]],
  ['one alone', [9], [3]],
  ['equals share the middle of their places', [1, 1, 1, 1, 1, 1, 1, 1, 2, 3], [3, 3, 3, 3, 3, 3, 3, 3, 5, 5]],
  ['none', [], []],
])('RFM: %s', (_, values, expected) => expect(quintiles(values)).toEqual(expected))

test('concentration: one is all, ten equal ones are a thousand, debts are no part', () => {
  expect(concentration([5])).toBe(10_000)
  expect(concentration(Array.from({ length: 10 }, () => 3))).toBeCloseTo(1000, 9)
  expect(concentration([5, -100, 0])).toBe(10_000)
  expect(concentration([])).toBeNull()
  expect(sharesOfGreatest([1, 2, 3, 4, -5], [1, 2])).toEqual([40, 70])
  expect(sharesOfGreatest([0], [1])).toEqual([null])
})

const item = (more: Partial<Item>): Item => ({
  clients: 'both',
  product: 'pump',
  unit: 'piece',
  row: null,
  now: 0,
  before: 0,
  quantity: 0,
  quantityBefore: 0,
  ...more,
})
/** In money; the model is in hundredths of a cent. */
const sale = (money: number, quantity: number) => ({ now: money * 10_000, quantity })
const was = (money: number, quantityBefore: number) => ({ before: money * 10_000, quantityBefore })
const partsOf = (items: Item[]) => {
  const all = inCents(added(changeBy(items).values()))
  return Object.fromEntries(parts.flatMap((key) => (all[key] ? [[key, all[key] / 100]] : [])))
}

test.each<[string, Item[], Record<string, number>]>([
  ['nothing', [], {}],
  ['a client who came', [item({ clients: 'came', ...sale(100, 1) })], { came: 100 }],
  ['a client who left', [item({ clients: 'left', ...was(100, 1) })], { left: -100 }],
  ['twice as many', [item({ ...was(100, 10), ...sale(200, 20) })], { volume: 100 }],
  ['dearer', [item({ ...was(100, 10), ...sale(120, 10) })], { price: 20 }],
  ['more of them, and cheaper', [item({ ...was(100, 10), ...sale(180, 20) })], { volume: 100, price: -20 }],
  [
    // The book's example: 10 at 5 and 10 at 10 were 150; now 5 at 5 and 25 at 11.
    'volume, price and mix',
    [
      item({ ...was(50, 10), ...sale(25, 5) }),
      item({ product: 'boiler', ...was(100, 10), ...sale(275, 25) }),
    ],
    { volume: 75, price: 25, mix: 50 },
  ],
  [
    'a product that was not sold before is mix',
    [item({ ...was(100, 10), ...sale(50, 5) }), item({ product: 'boiler', ...sale(60, 5) })],
    { mix: 10 },
  ],
  [
    'other units are not added up',
    [
      item({ ...was(100, 10), ...sale(100, 10) }),
      item({ product: 'pipe', unit: 'metre', ...was(100, 1000), ...sale(50, 500) }),
    ],
    { volume: -50 },
  ],
  [
    'the same product in another unit is another one',
    [item({ ...was(100, 10) }), item({ unit: 'box', ...sale(100, 1) })],
    { volume: -100, mix: 100 },
  ],
  ['lines without a product are mix', [item({ product: null, ...was(10, 1), ...sale(30, 1) })], { mix: 20 }],
  ['given back before', [item({ ...was(-10, -1), ...sale(30, 1) })], { mix: 40 }],
])('what changed: %s', (_, items, expected) => expect(partsOf(items)).toEqual(expected))

test('whatever was sold, the parts are the change to the cent, of each row and of all', () => {
  let state = 11
  const random = (below: number) => (state = (state * 48271) % 2147483647) % below
  const some = <T>(list: readonly T[]): T => list[random(list.length)]!
  for (let run = 0; run < 300; run++) {
    const items = Array.from({ length: 1 + random(40) }, () => {
      const clients = some(['both', 'both', 'came', 'left'] as const)
      const sign = random(12) ? 1 : -1
      return item({
        clients,
        product: some(['a', 'b', 'c', null]),
        unit: some(['piece', 'metre', null]),
        row: some(['x', 'y', null]),
        ...(clients === 'left' ? {} : { now: sign * random(9_999_999), quantity: sign * random(500) * 0.1 }),
        ...(clients === 'came'
          ? {}
          : { before: sign * random(9_999_999), quantityBefore: sign * random(500) * 0.1 }),
      })
    })
    const rows = changeBy(items)
    const all = added(rows.values())
    for (const exact of [...rows.values(), all]) {
      expect(parts.reduce((sum, key) => sum + exact[key], exact.before)).toBe(exact.now)
      const rounded = inCents(exact)
      expect(parts.reduce((sum, key) => sum + rounded[key], rounded.before)).toBe(rounded.now)
      for (const key of parts) expect(Math.abs(rounded[key] - exact[key] / 100)).toBeLessThanOrEqual(1)
    }
    // However it is split, the whole is the same.
    const whole = added(changeBy(items.map((i) => ({ ...i, row: null }))).values())
    for (const key of ['came', 'left', 'now', 'before'] as const) expect(all[key]).toBe(whole[key])
    for (const key of parts) expect(Math.abs(all[key] - whole[key])).toBeLessThan(items.length)
  }
})
