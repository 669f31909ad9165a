import { describe, expect, test } from 'vitest'
import {
  instancesBetween,
  isInstance,
  lastInstance,
  nextInstance,
  whyNotRule,
} from '../../server/modules/activities/recurrence.ts'
import { timesAt } from '../../server/modules/activities/instance.ts'
import { clockAt, dayIn, momentOf, startOfDay } from '../../server/modules/activities/time-zone.ts'
import { faultIn, remindAt } from '../../server/modules/activities/timing.ts'

const kyiv = 'Europe/Kyiv'
const far = Date.parse('2040-01-01T00:00:00Z')
const all = (at: string, rule: string, more: object = {}) =>
  instancesBetween({ at: `${at}:00.000Z`, timeZone: kyiv, rule, ...more }, -Infinity, far).map((i) =>
    i.slice(0, 16),
  )

// Kyiv is two hours ahead of UTC in winter, three in summer: from 29 March to 25 October 2026.
test.each([
  [
    'nine in the morning stays nine over the spring change',
    '2026-03-28T07:00',
    'FREQ=DAILY;COUNT=3',
    ['2026-03-28T07:00', '2026-03-29T06:00', '2026-03-30T06:00'],
  ],
  [
    'half past three of the night without it is half past four',
    '2026-03-28T01:30',
    'FREQ=DAILY;COUNT=3',
    ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30'],
  ],
  [
    'half past three of the night with two of it is the first',
    '2026-10-24T00:30',
    'FREQ=DAILY;COUNT=3',
    ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
  ],
  [
    'the thirty-first, in months that have one',
    '2026-01-31T10:00',
    'FREQ=MONTHLY;COUNT=4',
    ['2026-01-31T10:00', '2026-03-31T09:00', '2026-05-31T09:00', '2026-07-31T09:00'],
  ],
  [
    'the last day of every month',
    '2026-01-31T10:00',
    'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
    ['2026-01-31T10:00', '2026-02-28T10:00', '2026-03-31T09:00'],
  ],
  [
    '29 February, in years that have one',
    '2024-02-29T10:00',
    'FREQ=YEARLY;COUNT=3',
    ['2024-02-29T10:00', '2028-02-29T10:00', '2032-02-29T10:00'],
  ],
  [
    'the twentieth Monday of the year',
    '2026-05-18T07:00',
    'FREQ=YEARLY;BYDAY=20MO;COUNT=3',
    ['2026-05-18T07:00', '2027-05-17T07:00', '2028-05-15T07:00'],
  ],
  [
    'Tuesday of the twentieth week',
    '2026-05-12T07:00',
    'FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU;COUNT=3',
    ['2026-05-12T07:00', '2027-05-18T07:00', '2028-05-16T07:00'],
  ],
  [
    'the day of the start in the last week, which may lie in January',
    '2027-01-01T10:00',
    'FREQ=YEARLY;BYWEEKNO=-1;COUNT=3',
    ['2027-01-01T10:00', '2027-12-31T10:00', '2028-12-29T10:00'],
  ],
  [
    'of every thirteenth month those in May',
    '2026-05-18T07:00',
    'FREQ=MONTHLY;INTERVAL=13;BYMONTH=5;COUNT=2',
    ['2026-05-18T07:00', '2039-05-18T07:00'],
  ],
  [
    'the last weekday but one of the month',
    '2026-01-29T10:00',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3',
    ['2026-01-29T10:00', '2026-02-26T10:00', '2026-03-30T09:00'],
  ],
  [
    'every second week from Sunday to Saturday',
    '2026-01-04T10:00',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,FR;COUNT=4',
    ['2026-01-04T10:00', '2026-01-09T10:00', '2026-01-18T10:00', '2026-01-23T10:00'],
  ],
  [
    'the second Tuesday',
    '2026-01-13T08:00',
    'FREQ=MONTHLY;BYDAY=2TU;COUNT=3',
    ['2026-01-13T08:00', '2026-02-10T08:00', '2026-03-10T08:00'],
  ],
  [
    'an end in UTC that is the next day in Kyiv',
    '2026-01-05T10:00',
    'FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260112T220000Z',
    ['2026-01-05T10:00', '2026-01-07T10:00', '2026-01-12T10:00'],
  ],
  [
    'an end by its day, that day included',
    '2026-01-05T20:00',
    'FREQ=DAILY;UNTIL=20260107',
    ['2026-01-05T20:00', '2026-01-06T20:00', '2026-01-07T20:00'],
  ],
] as const)('%s', (_, at, rule, expected) => {
  expect(all(at, rule)).toEqual(expected)
})

test('exceptions are left out, times beside the rule come in their places', () => {
  const more = {
    exceptions: ['2026-01-07T10:00:00.000Z'],
    extraTimes: ['2026-01-08T10:00:00.000Z', '2026-02-01T09:00:00.000Z'],
  }
  expect(all('2026-01-05T10:00', 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4', more)).toEqual([
    '2026-01-05T10:00',
    '2026-01-08T10:00',
    '2026-01-12T10:00',
    '2026-01-14T10:00',
    '2026-02-01T09:00',
  ])
})

describe('without an end', () => {
  const r = { at: '1995-05-01T06:00:00.000Z', timeZone: kyiv, rule: 'FREQ=DAILY' }
  test('only the window is answered, thirty-one years on', () => {
    const [from, to] = ['2026-07-01T00:00:00Z', '2026-07-03T00:00:00Z'].map((t) => Date.parse(t))
    expect(instancesBetween(r, from!, to!)).toEqual(['2026-07-01T06:00:00.000Z', '2026-07-02T06:00:00.000Z'])
  })
  test('a rule of every third week keeps its weeks', () => {
    const third = { at: '2020-01-06T08:00:00.000Z', timeZone: kyiv, rule: 'FREQ=WEEKLY;INTERVAL=3' }
    const from = Date.parse('2026-06-01T00:00:00Z')
    expect(instancesBetween(third, from, from + 20 * 86_400_000)).toEqual(['2026-06-15T07:00:00.000Z'])
  })
  test('it has no last one, and the next is found', () => {
    expect(lastInstance(r)).toBeNull()
    expect(nextInstance(r, Date.parse('2026-11-25T12:00:00Z'))).toBe('2026-11-26T07:00:00.000Z')
    expect(isInstance(r, '2026-11-26T07:00:00.000Z')).toBe(true)
    expect(isInstance(r, '2026-11-26T07:30:00.000Z')).toBe(false)
  })
})

// Daily since 1970 is more steps than anybody walks: what is found here was passed over to.
test.each([
  ['FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28', 28],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 1],
  ['FREQ=MONTHLY', 0],
  ['FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=9', 0],
  ['FREQ=MONTHLY;INTERVAL=673;BYMONTHDAY=9', 1],
  ['FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYDAY=MO,TU,WE,TH,FR,SA,SU', 28],
  ['FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=1', 0],
  ['FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3', 28],
])('%s since 31 January 1970 in February 2026: %i', (rule, expected) => {
  const r = { at: '1970-01-31T09:00:00.000Z', timeZone: 'UTC', rule }
  const [from, to] = ['2026-02-01', '2026-03-01'].map((t) => Date.parse(t))
  expect(instancesBetween(r, from!, to!)).toHaveLength(expected)
})

test.each([
  ['FREQ=DAILY;UNTIL=99991230T000000Z', '9999-12-29T10:00:00.000Z'],
  ['FREQ=DAILY;UNTIL=21000101T000000Z', '2099-12-31T10:00:00.000Z'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=21041231', '2104-02-29T10:00:00.000Z'],
  ['FREQ=YEARLY;UNTIL=20260601', '2026-01-05T10:00:00.000Z'],
])('%s ends at %s, which is not walked to', (rule, last) => {
  expect(lastInstance({ at: '2026-01-05T10:00:00.000Z', timeZone: 'UTC', rule })).toBe(last)
})

test('the last instance of what ends', () => {
  const r = { at: '2026-01-05T10:00:00.000Z', timeZone: kyiv, rule: 'FREQ=WEEKLY;COUNT=5' }
  expect(lastInstance(r)).toBe('2026-02-02T10:00:00.000Z')
})

test.each([
  ['FREQ=WEEKLY;BYDAY=MO', null],
  ['RRULE:FREQ=DAILY;COUNT=3', null],
  ['FREQ=HOURLY', 'too_often'],
  ['FREQ=SECONDLY;COUNT=9', 'too_often'],
  ['FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=0,15', 'too_often'],
  ['FREQ=DAILY;BYHOUR=9;BYMINUTE=0', null],
  ['FREQ=DAILY;INTERVAL=0', 'bad_rule'],
  ['FREQ=DAILY;COUNT=0', 'bad_rule'],
  ['FREQ=WEEKLY;BYWEEKNO=53;BYDAY=MO', null],
  ['FREQ=DAILY;INTERVAL=1000', 'bad_rule'],
  ['FREQ=DAILY;INTERVAL=-1', 'bad_rule'],
  ['FREQ=DAILY;COUNT=999999999', 'too_many'],
  ['FREQ=DAILY;COUNT=2000', null],
  ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'bad_rule'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20260101', 'bad_rule'],
  ['FREQ=WEEKLY;BYDAY=XX', 'bad_rule'],
  ['every day', 'bad_rule'],
  ['', 'bad_rule'],
])('the rule %s: %s', (rule, code) => {
  expect(whyNotRule(rule)).toBe(code)
})

test('an instance is as long by the clock as the first, also over a change of clocks', () => {
  const night = {
    startsAt: '2026-03-27T20:00:00.000Z',
    endsAt: '2026-03-28T04:00:00.000Z',
    dueAt: null,
    timeZone: kyiv,
  }
  expect(timesAt(night, '2026-03-28T20:00:00.000Z')).toEqual({
    startsAt: '2026-03-28T20:00:00.000Z',
    endsAt: '2026-03-29T03:00:00.000Z',
    dueAt: null,
  })
})

test('clocks and moments', () => {
  const clock = (text: string) => Date.parse(`${text}:00Z`)
  const utc = (n: number) => new Date(n).toISOString().slice(0, 16)
  expect(utc(momentOf(clock('2026-03-29T03:30'), kyiv))).toBe('2026-03-29T01:30')
  expect(utc(momentOf(clock('2026-10-25T03:30'), kyiv))).toBe('2026-10-25T00:30')
  expect(utc(clockAt(clock('2026-07-01T09:00'), kyiv))).toBe('2026-07-01T12:00')
  expect(dayIn(clock('2026-11-25T22:30'), kyiv)).toBe('2026-11-26')
  expect(utc(startOfDay('2026-11-26', kyiv))).toBe('2026-11-25T22:00')
})

const start = { startsAt: '2026-05-04T09:00:00.000Z', timeZone: kyiv, reminders: ['15', '1440'] }
test.each([
  ['the earlier one first', start, '2026-05-01', '2026-05-03T09:00:00.000Z'],
  ['then the later one', start, '2026-05-03T09:00:00Z', '2026-05-04T08:45:00.000Z'],
  ['none after it', start, '2026-05-04T08:50:00Z', null],
  ['none when done', { ...start, status: 'done' }, '2026-05-01', null],
  [
    'of a series, the next instance',
    { ...start, repeat: 'FREQ=WEEKLY' },
    '2026-05-04T08:50:00Z',
    '2026-05-10T09:00:00.000Z',
  ],
] as const)('reminders: %s', (_, timing, after, expected) => {
  expect(remindAt({ ...timing, reminders: [...timing.reminders] }, Date.parse(after))).toBe(expected)
})

test('reminders pass over an instance that has a row of its own', () => {
  const weekly = { ...start, reminders: ['15'], repeat: 'FREQ=WEEKLY' }
  const own = new Set([Date.parse('2026-05-11T09:00:00Z')])
  expect(remindAt(weekly, Date.parse('2026-05-05'), own)).toBe('2026-05-18T08:45:00.000Z')
})

test.each([
  [{ startsAt: '2026-05-04T09:00:00.000Z', endsAt: '2026-05-04T08:00:00.000Z' }, 'ends_first'],
  [{ startsAt: '2026-05-04T09:00:00.000Z', timeZone: 'Kyiv' }, 'no_zone'],
  [{ repeat: 'FREQ=DAILY' }, 'no_start'],
  [{ dueAt: '2026-05-04T09:00:00.000Z', repeat: 'FREQ=MINUTELY' }, 'too_often'],
  [{ exceptions: ['tomorrow'] }, 'bad_times'],
  [{ startsAt: '2026-05-04T09:00:00.000Z', endsAt: '2026-05-04T10:00:00.000Z', timeZone: kyiv }, undefined],
])('what is wrong with its times: %j', (timing, code) => {
  expect(faultIn(timing)?.code).toBe(code)
})
