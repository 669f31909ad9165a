import { describe, expect, test } from 'vitest'
import { backTest } from '#modules/forecasting/back-test.ts'
import { foreteller, type Cell } from '#modules/forecasting/expect.ts'
import { periodOf } from '#modules/forecasting/period.ts'
import { randomOf } from '#modules/forecasting/random.ts'
import { curveOf, incidence, tallyOf, type Spell } from '#modules/forecasting/survival.ts'
import { elapsed, startOf, tenthOf } from '#modules/forecasting/tenths.ts'

test.each([
  ['2026-11-01', '2026-11-01', 0],
  ['2026-11-10', '2026-11-01', 0.9],
  ['2026-11-11', '2026-11-11', 0],
  ['2026-02-28', '2026-02-21', 0.875],
  ['2026-12-31', '2026-12-21', 10 / 11],
])('%s lies in the tenth from %s', (day, from, part) => {
  expect(startOf(tenthOf(day))).toBe(from)
  expect(elapsed(day)).toBeCloseTo(part, 10)
})
test('each month has three, one after another', () => {
  expect(tenthOf('2027-01-01') - tenthOf('2026-12-21')).toBe(1)
})

describe('survival with two ends', () => {
  const curveFrom = (spells: Spell[], now: number) => curveOf(tallyOf(spells, now))
  const spell = (enter: number, exit: number | null, outcome: Spell['outcome'], count: number): Spell => ({
    enter,
    exit,
    outcome,
    count,
  })

  test('agrees with a table counted by hand', () => {
    // 1000 came at 0. At age 0: 100 won, 200 lost; 700 left. At age 1: 70 won, 140 lost; 490 left, seen no longer.
    const curve = curveFrom(
      [
        spell(0, 0, 'won', 100),
        spell(0, 0, 'lost', 200),
        spell(0, 1, 'won', 70),
        spell(0, 1, 'lost', 140),
        spell(0, null, 'open', 490),
      ],
      2,
    )
    expect([curve.won[0], curve.lost[0], curve.tail.won, curve.tail.lost]).toEqual([0.1, 0.2, 0.1, 0.2])
    expect(incidence(curve, 0, 0, 2)).toBeCloseTo(0.17, 12)
    expect(incidence(curve, 1, 0, 1)).toBeCloseTo(0.1, 12)
    expect(incidence(curve, 0, 1, 2)).toBeCloseTo(0.07, 12)
    expect(incidence(curve, 0, 0, 1, 0.5)).toBeCloseTo(0.05, 12)
  })

  test('who is not decided yet is censored, not taken for lost', () => {
    const half = curveFrom(
      [spell(0, 1, 'won', 100), spell(0, 1, 'lost', 100), spell(3, null, 'open', 1000)],
      4,
    )
    // The thousand young ones were only seen at age 0.
    expect(half.won[0]).toBe(0)
    expect(half.tail.won).toBeCloseTo(0.5, 12)
  })

  test('nothing that came after the moment is known', () => {
    const known = [spell(0, 1, 'won', 50), spell(0, 2, 'lost', 50)]
    const later = [spell(5, 6, 'won', 999), spell(0, 5, 'won', 0), spell(1, 7, 'lost', 0)]
    expect(curveFrom([...known, ...later], 4)).toEqual(curveFrom(known, 4))
  })

  test('never more than all are won', () => {
    const curve = curveFrom([spell(0, 3, 'won', 40), spell(0, 1, 'lost', 5)], 10)
    expect(incidence(curve, 0, 0, 500)).toBeLessThanOrEqual(1)
  })
})

describe('draws', () => {
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length
  const many = (draw: () => number) => Array.from({ length: 20_000 }, draw)
  test.each([
    ['binomial of few', (r: ReturnType<typeof randomOf>) => r.binomial(8, 0.3), 2.4],
    ['binomial of rare', (r: ReturnType<typeof randomOf>) => r.binomial(4000, 0.001), 4],
    ['binomial of many', (r: ReturnType<typeof randomOf>) => r.binomial(500, 0.7), 350],
    ['gamma below one', (r: ReturnType<typeof randomOf>) => r.gamma(0.4), 0.4],
    ['gamma', (r: ReturnType<typeof randomOf>) => r.gamma(12), 12],
    ['normal', (r: ReturnType<typeof randomOf>) => 1 + r.normal(), 1],
  ] as const)('%s has its mean', (_, draw, wanted) => {
    const random = randomOf(7)
    expect(Math.abs(mean(many(() => draw(random))) - wanted)).toBeLessThan(0.03 * Math.max(1, wanted))
  })
})

/** A company that wins half of its deals, each worth 100, three tenths after they came: ten a tenth. */
const steady = (until: number): Cell[] =>
  Array.from({ length: until }, (_, enter) => enter + tenthOf('2024-01-01')).flatMap((enter) =>
    (['won', 'lost'] as const).map((outcome): Cell => {
      const count = 5
      return {
        pipeline: 'p',
        stage: null,
        isStaged: false,
        enter,
        leave: null,
        exit: enter + 3,
        outcome,
        count,
        valued: count,
        sum: 100 * count,
        squares: 10_000 * count,
        final: outcome === 'won' ? 100 * count : 0,
        finalSquares: outcome === 'won' ? 10_000 * count : 0,
      }
    }),
  )

describe('what is expected', () => {
  const cells = steady(120)
  const expected = foreteller(cells)
  const p = periodOf('2025-Q4')!
  const span = { from: tenthOf(p.from), until: tenthOf(p.until) }
  const moment = { tenth: span.from, part: 0, isNow: false }

  test('of a steady company is what comes', () => {
    const found = expected(moment, span)
    // Nine tenths, each with five won for a hundred.
    expect(found).toMatchObject({ soFar: 0 })
    expect(found.open).toBeCloseTo(1500, 6)
    expect(found.fresh).toBeCloseTo(3000, 6)
    expect(found.p10).toBeLessThan(4500)
    expect(found.p90).toBeGreaterThan(4500)
    expect(found.p10).toBeLessThan(found.p50)
  })
  test('is the same again', () => {
    expect(expected(moment, span)).toEqual(expected(moment, span))
    expect(expected(moment, span, 1000, 2).p10).not.toBe(expected(moment, span).p10)
  })
  test('does not look ahead', () => {
    const changed = cells.map((c) =>
      c.exit! >= span.from ? { ...c, final: 9e9, finalSquares: 9e18, outcome: 'won' as const } : c,
    )
    expect(foreteller(changed)(moment, span)).toEqual(expected(moment, span))
  })
  test('in the middle counts what is won already', () => {
    const found = expected({ tenth: span.from + 6, part: 0, isNow: false }, span)
    expect(found.soFar).toBe(3000)
    expect(found.mean).toBeCloseTo(4500, 6)
  })
  test('of a period to come leaves out what will be won before', () => {
    expect(expected({ ...moment, tenth: span.from - 4 }, span).mean).toBeCloseTo(4500, 6)
  })
  test('of nothing is nothing', () => {
    expect(foreteller([])(moment, span)).toMatchObject({ mean: 0, p10: 0, p90: 0 })
  })
  test('tried on the past, a steady company has no surprises', () => {
    const { trials, foretold, covered, plain } = backTest(cells, p, 4)
    expect(trials.map((t) => t.period)).toEqual(['2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3'])
    expect(covered).toBe(4)
    expect(foretold.wape).toBe(0)
    expect(plain.last).toEqual({ wape: 0, mape: 0, periods: 4 })
  })
})
