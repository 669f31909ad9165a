import { describe, expect, test } from 'vitest'
import { treeOf, type Sum } from '#modules/forecasting/figures.ts'
import { missOf } from '#modules/forecasting/accuracy.ts'
import { partsOf, periodAt, periodOf, shifted, weekOf } from '#modules/forecasting/period.ts'
import { paceOf, plansOf } from '#modules/forecasting/plan.ts'
import { quotaProblems } from '#modules/forecasting/quota.ts'

test.each([
  ['2026-11', '2026-11-01', '2026-12-01'],
  ['2026-12', '2026-12-01', '2027-01-01'],
  ['2026-Q4', '2026-10-01', '2027-01-01'],
  ['2026-Q1', '2026-01-01', '2026-04-01'],
  ['2026', '2026-01-01', '2027-01-01'],
])('%s is from %s until %s', (key, from, until) => {
  expect(periodOf(key)).toMatchObject({ from, until })
})
test.each(['2026-Q5', '2026-13', '26', '', '2026-1', 'x2026'])('“%s” is no period', (key) => {
  expect(periodOf(key)).toBeNull()
})
test.each([
  ['2026-11', -11, '2025-12'],
  ['2026-Q1', -1, '2025-Q4'],
  ['2026-Q4', 1, '2027-Q1'],
  ['2026', 2, '2028'],
])('%s shifted by %i is %s', (key, by, wanted) => {
  expect(shifted(periodOf(key)!, by).key).toBe(wanted)
})
test('a year consists of its quarters, a quarter of its months', () => {
  expect(partsOf(periodOf('2026')!).map((p) => p.key)).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
  expect(partsOf(periodOf('2026-Q4')!).map((p) => p.key)).toEqual(['2026-10', '2026-11', '2026-12'])
  expect(periodAt('2026-09-30', 'quarter').key).toBe('2026-Q3')
})
test.each([
  ['2026-11-26', '2026-11-23'],
  ['2026-11-23', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (day, monday) => {
  expect(weekOf(day)).toBe(monday)
})

const teams = [
  { id: 'company', title: 'Company', parent: null },
  { id: 'sales', title: 'Sales', parent: 'company' },
  { id: 'north', title: 'North', parent: 'sales' },
  { id: 'empty', title: 'Empty', parent: 'company' },
]
const sum = (team: string | null, owner: string | null, bucket: Sum['bucket'], value: string): Sum => ({
  team,
  owner,
  bucket,
  value,
  weighted: bucket === 'won' ? value : '1',
  count: 1,
})

describe('the tree', () => {
  const people = new Map([
    ['ann', 'Ann'],
    ['bob', 'Bob'],
  ])
  const tree = treeOf(
    [
      sum('sales', 'ann', 'won', '100.10'),
      sum('north', 'bob', 'commit', '0.20'),
      sum('north', 'bob', 'won', '5'),
      sum('north', 'ann', 'pipeline', '7'),
      sum(null, null, 'commit', '3'),
      sum('gone', 'ann', 'commit', '4'),
    ],
    teams,
    people,
  )
  test('rolls every team up over those below it', () => {
    expect(tree.map((l) => [l.depth, l.kind, l.id, l.won, l.commit, l.weighted])).toEqual([
      [0, 'team', 'company', '105.1', '0.2', '2'],
      [1, 'team', 'sales', '105.1', '0.2', '2'],
      [2, 'person', 'ann', '100.1', '0', '0'],
      [2, 'team', 'north', '5', '0.2', '2'],
      [3, 'person', 'bob', '5', '0.2', '1'],
      [3, 'person', 'ann', '0', '0', '1'],
      [0, 'person', 'ann', '0', '4', '1'],
      [0, 'person', null, '0', '3', '1'],
    ])
  })
  test('knows which teams each one is made of', () => {
    expect(tree[0]!.teams).toEqual(['company', 'sales', 'north'])
  })
  test('shows whom a plan names even without deals', () => {
    const planned = treeOf([], teams, people, [
      { team: 'north', owner: 'bob' },
      { team: 'empty', owner: null },
    ])
    expect(planned.map((l) => l.id)).toEqual(['company', 'sales', 'north', 'bob', 'empty'])
  })
  test('plans: one’s own first, else that of the months, else that of the people', () => {
    const plan = (period: string, owner: string | null, team: string | null, value: string) => ({
      period,
      owner,
      team,
      value,
    })
    const quarter = periodOf('2026-Q4')!
    const lines = [
      plan('2026-Q4', 'bob', 'north', '10'),
      plan('2026-10', 'ann', 'sales', '1'),
      plan('2026-11', 'ann', 'sales', '2'),
      plan('2026-Q3', null, 'company', '99'),
    ]
    expect(plansOf(lines, quarter, tree)).toEqual(['16', '16', '3', '13', '10', '3', '3', null])
    expect(plansOf([...lines, plan('2026-Q4', null, 'sales', '50')], quarter, tree)[0]).toBe('50')
  })
})

test.each([
  ['100', '40', 14, { gap: '60', attained: 40, perWeek: '30.00' }],
  ['100', '140', 14, { gap: '-40', attained: 140, perWeek: '0' }],
  ['100', '40', 0, { gap: '60', attained: 40, perWeek: null }],
  ['0', '40', 7, { gap: '-40', attained: null, perWeek: '0' }],
])('a plan of %s with %s won', (quota, won, days, wanted) => {
  expect(paceOf(quota, won, days)).toMatchObject(wanted)
})
test.each([
  ['110', '100', 10],
  ['75', '100', -25],
  ['5', '0', null],
])('a forecast of %s where %s came', (forecast, came, miss) => {
  expect(missOf(forecast, came)).toBe(miss)
})
test.each([
  [{ period: '2026-Q4', owner: 'x', measure: 'value', amount: {} }, []],
  [{ period: 'soon', owner: 'x', measure: 'value', amount: {} }, ['period']],
  [{ period: '2026', measure: 'value', amount: {} }, ['owner']],
  [{ period: '2026', team: 'x', measure: 'count' }, ['count']],
  [{ period: '2026', team: 'x', measure: 'count', count: 0 }, []],
  [{ period: '2026', team: 'x', measure: 'margin' }, ['amount']],
])('%j', (item, wanted) => {
  expect(quotaProblems(item).map((p) => p.path)).toEqual(wanted)
})
