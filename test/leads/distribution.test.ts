import { describe, expect, test } from 'vitest'
import { choose, fits, whyNot, type Rule, type Taker, type Waiting } from '#modules/leads/choose.ts'
import { afterWorking, isWorking } from '#modules/leads/working-time.ts'
import { isSpam, stampOf } from '#doors/forms/index.ts'

const lead = (given: Partial<Waiting> = {}): Waiting => ({
  id: 'l',
  source: 'site',
  region: 'Kyiv',
  industry: null,
  employees: null,
  needs: [],
  had: [],
  keeper: null,
  asked: null,
  ...given,
})
const rule = (given: Partial<Rule> = {}): Rule => ({
  id: 'r',
  name: 'All',
  sources: [],
  regions: [],
  industries: [],
  minEmployees: null,
  maxEmployees: null,
  team: null,
  method: 'turn',
  byTerritory: false,
  reactMinutes: 30,
  ...given,
})
const taker = (user: string, given: Partial<Taker> = {}): Taker => ({
  user,
  name: user,
  timeZone: 'Europe/Kyiv',
  teams: ['north', 'all'],
  isAway: false,
  regions: ['kyiv'],
  skills: ['Boilers'],
  perDay: null,
  atOnce: null,
  worksFrom: '09:00',
  worksTo: '18:00',
  workDays: ['1', '2', '3', '4', '5'],
  open: 0,
  today: 0,
  last: null,
  ...given,
})
// A Wednesday, ten in the morning in Kyiv.
const now = new Date('2026-11-25T08:00:00Z')

test.each<[Partial<Rule>, Partial<Waiting>, boolean]>([
  [{}, {}, true],
  [{ sources: ['call'] }, {}, false],
  [{ regions: ['KYIV '] }, {}, true],
  [{ regions: ['Lviv'] }, { region: null }, false],
  [{ minEmployees: 10 }, { employees: 10 }, true],
  [{ minEmployees: 10 }, { employees: null }, false],
  [{ maxEmployees: 10 }, { employees: 11 }, false],
])('the rule %j and the lead %j: %s', (r, l, wanted) => expect(fits(lead(l), rule(r))).toBe(wanted))

test.each<[string | null, Partial<Taker>, Partial<Rule>, Partial<Waiting>]>([
  [null, {}, {}, {}],
  ['away', { isAway: true }, {}, {}],
  ['otherTeam', {}, { team: 'south' }, {}],
  [null, {}, { team: 'all' }, {}],
  ['otherRegion', {}, { byTerritory: true }, { region: 'Lviv' }],
  ['otherRegion', {}, { byTerritory: true }, { region: null }],
  [null, {}, { byTerritory: true }, {}],
  ['noSkill', {}, {}, { needs: ['Pumps'] }],
  [null, {}, {}, { needs: ['boilers'] }],
  ['hadIt', {}, {}, { had: ['a'] }],
  ['notWorking', { worksFrom: '11:00' }, {}, {}],
  ['dayFull', { perDay: 3, today: 3 }, {}, {}],
  ['full', { atOnce: 5, open: 5 }, {}, {}],
])('%s: %j, %j, %j', (wanted, t, r, l) => {
  expect(whyNot(lead(l), rule(r), taker('a', t), now)).toBe(wanted)
})

describe('whose turn', () => {
  const [a, b] = [
    taker('a', { last: '2026-11-25T07:00:00Z', open: 1 }),
    taker('b', { last: '2026-11-24T07:00:00Z', open: 4 }),
  ]
  test.each([
    ['turn', 'b'],
    ['load', 'a'],
  ] as const)('by %s', (method, wanted) => {
    expect(choose(lead(), [rule({ method })], [a, b], now).taker?.user).toBe(wanted)
  })
  test('a known client’s lead goes to whoever keeps him, unless he is away or had it, and only by a rule', () => {
    const known = (more: Partial<Waiting> = {}) => lead({ keeper: 'a', ...more })
    expect(choose(known(), [rule()], [a, b], now)).toMatchObject({ taker: { user: 'a' }, because: 'client' })
    expect(choose(known({ had: ['a'] }), [rule()], [a, b], now).taker?.user).toBe('b')
    expect(choose(known(), [rule()], [{ ...a, isAway: true }, b], now).taker?.user).toBe('b')
    expect(choose(known(), [rule({ sources: ['fair'] })], [a, b], now).taker).toBeNull()
    const again = choose(known({ keeper: null, asked: 'a' }), [rule()], [a, b], now)
    expect(again).toMatchObject({ taker: { user: 'a' }, because: 'again' })
    expect(choose(known({ keeper: 'b', asked: 'a' }), [rule()], [a, b], now).taker?.user).toBe('b')
  })
  test('who was never given one comes first; a rule without anybody free passes it on', () => {
    expect(choose(lead(), [rule()], [a, b, taker('c')], now).taker?.user).toBe('c')
    const rules = [rule({ id: 'none', team: 'south' }), rule({ id: 'rest' })]
    expect(choose(lead(), rules, [a, b], now).rule?.id).toBe('rest')
    expect(choose(lead({ had: ['a', 'b'] }), [rule()], [a, b], now)).toMatchObject({
      rule: null,
      passed: [{ why: 'hadIt' }, { why: 'hadIt' }],
    })
  })
})

test.each([
  ['2026-11-25T07:00:00Z', true],
  ['2026-11-25T06:59:00Z', false],
  ['2026-11-25T15:59:00Z', true],
  ['2026-11-25T16:00:00Z', false],
  ['2026-11-28T09:00:00Z', false],
])('at %s at work: %s', (at, wanted) => expect(isWorking(taker('a'), new Date(at))).toBe(wanted))

test('at night too, where hours pass midnight', () => {
  const night = taker('a', { worksFrom: '22:00', worksTo: '06:00', workDays: [] })
  expect([23, 3, 12].map((h) => isWorking(night, new Date(Date.UTC(2026, 10, 25, h - 2))))).toEqual([
    true,
    true,
    false,
  ])
})

test.each([
  ['2026-11-25T08:00:00Z', 30, '2026-11-25T08:30:00.000Z'],
  // Half before the evening, half the next morning; and over a weekend.
  ['2026-11-25T15:45:00Z', 30, '2026-11-26T07:15:00.000Z'],
  ['2026-11-27T15:50:00Z', 30, '2026-11-30T07:20:00.000Z'],
])('from %s, %i minutes of work later: %s', (from, minutes, wanted) => {
  expect(afterWorking(taker('a'), new Date(from), minutes).toISOString()).toBe(wanted)
})

test('a form sent by a machine', () => {
  const stamp = stampOf('secret')
  const opened = stamp.read('boilers', stamp.make('boilers', 1_000))
  expect(opened).toBe(1_000)
  expect(stamp.read('pumps', stamp.make('boilers', 1_000))).toBeNull()
  expect(stampOf('other').read('boilers', stamp.make('boilers', 1_000))).toBeNull()
  expect(stamp.read('boilers', undefined)).toBeNull()
  const sent = { name: 'Olena', interest: 'See https://a.example' }
  expect(isSpam(sent, opened, 10_000)).toBe(false)
  expect(isSpam(sent, opened, 2_000)).toBe(true)
  expect(isSpam(sent, null, 10_000)).toBe(true)
  expect(isSpam({ ...sent, website2: 'x' }, opened, 10_000)).toBe(true)
  expect(isSpam({ name: 'http://a http://b http://c http://d' }, opened, 10_000)).toBe(true)
})
