import { describe, expect, test } from 'vitest'
import { merge, patternFrom, patterned, printOf, ruleFrom, type Side } from '#modules/outlook/index.ts'

const zone = 'Europe/Kyiv'
const range = { type: 'noEnd', startDate: '2026-03-10' }
const pattern = (p: object, r: object = range) =>
  patterned.parse({ pattern: { interval: 1, ...p }, range: r })
const back = (rule: string) =>
  patternFrom(rule, { startsAt: '2026-03-10T07:00:00Z', zone, windows: 'FLE Standard Time' })

describe('a pattern of Microsoft and a rule of iCalendar say the same', () => {
  test.each([
    [{ type: 'daily', interval: 3 }, 'FREQ=DAILY;INTERVAL=3'],
    [
      { type: 'weekly', daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'monday' },
      'FREQ=WEEKLY;BYDAY=MO,FR;WKST=MO',
    ],
    [{ type: 'absoluteMonthly', interval: 3, dayOfMonth: 15 }, 'FREQ=MONTHLY;BYMONTHDAY=15;INTERVAL=3'],
    [{ type: 'relativeMonthly', daysOfWeek: ['thursday'], index: 'second' }, 'FREQ=MONTHLY;BYDAY=2TH'],
    [{ type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last' }, 'FREQ=MONTHLY;BYDAY=-1FR'],
    [
      { type: 'relativeMonthly', daysOfWeek: ['thursday', 'friday'], index: 'first' },
      'FREQ=MONTHLY;BYDAY=TH,FR;BYSETPOS=1',
    ],
    [{ type: 'absoluteYearly', month: 3, dayOfMonth: 15 }, 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15'],
    [
      { type: 'relativeYearly', month: 11, daysOfWeek: ['thursday'], index: 'fourth' },
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    ],
  ])('%o', (p, rule) => {
    expect(ruleFrom(pattern(p), zone, false)).toBe(rule)
    expect(back(rule)).toMatchObject({ pattern: { interval: 1, ...p } })
  })

  test.each([
    [{ type: 'numbered', numberOfOccurrences: 5 }, false, 'COUNT=5'],
    // The last day ends at 21:59:59 UTC in winter, an hour earlier in summer.
    [{ type: 'endDate', endDate: '2026-12-31' }, false, 'UNTIL=20261231T215959Z'],
    [{ type: 'endDate', endDate: '2026-07-01' }, false, 'UNTIL=20260701T205959Z'],
    [{ type: 'endDate', endDate: '2026-12-31' }, true, 'UNTIL=20261231'],
  ])('until %o', (r, isAllDay, end) => {
    const rule = ruleFrom(pattern({ type: 'daily' }, r), zone, isAllDay)
    expect(rule).toBe(`FREQ=DAILY;${end}`)
    expect(back(rule)).toMatchObject({
      range: { ...r, startDate: '2026-03-10', recurrenceTimeZone: 'FLE Standard Time' },
    })
  })

  test.each([
    ['FREQ=MONTHLY', { type: 'absoluteMonthly', dayOfMonth: 10 }],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2', { type: 'weekly', interval: 2, daysOfWeek: ['tuesday'] }],
    ['FREQ=DAILY;BYDAY=MO,TU', { type: 'weekly', daysOfWeek: ['monday', 'tuesday'] }],
    ['FREQ=YEARLY', { type: 'absoluteYearly', month: 3, dayOfMonth: 10 }],
  ])('%s', (rule, p) => expect(back(rule)).toMatchObject({ pattern: p }))

  test.each([
    'FREQ=MONTHLY;BYMONTHDAY=1,15',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=1MO,3FR',
    'FREQ=MONTHLY;BYDAY=5MO',
    'FREQ=MONTHLY;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=20MO',
    'FREQ=YEARLY;BYWEEKNO=20',
    'FREQ=YEARLY;BYYEARDAY=100',
    'FREQ=WEEKLY;BYMONTH=1',
    'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
    'FREQ=DAILY;COUNT=5000',
  ])('Outlook has no %s', (rule) => expect(() => back(rule)).toThrow('no such repetition'))
})

const side = (whole: object, parts: object = {}) => ({ whole, parts }) as Side
const base = (ours: Side, theirs = ours) => ({ ours: printOf(ours), theirs: printOf(theirs) })
const was = side({ subject: 'A', location: 'X', startsAt: '1', endsAt: '2' })

describe('what both sides changed comes together', () => {
  test.each([
    ['nothing', {}, {}, {}, []],
    ['theirs', {}, { location: 'Y' }, { location: 'Y' }, []],
    ['ours', { location: 'Y' }, {}, { location: 'Y' }, []],
    ['each another', { subject: 'B' }, { location: 'Y' }, { subject: 'B', location: 'Y' }, []],
    ['both alike', { location: 'Y' }, { location: 'Y' }, { location: 'Y' }, []],
    ['both the same field', { location: 'Y' }, { location: 'Z' }, { location: 'Y' }, ['location']],
    ['a start and an end', { startsAt: '0' }, { endsAt: '3' }, { startsAt: '0', endsAt: '2' }, ['startsAt']],
    ['they emptied it', {}, { location: null }, { location: null }, []],
  ])('%s', (_, ours, theirs, next, conflicts) => {
    const m = merge(base(was), side({ ...was.whole, ...ours }), side({ ...was.whole, ...theirs }))
    expect(m.next.whole).toEqual({ ...was.whole, ...next })
    expect(m.conflicts.map((c) => c.name)).toEqual(conflicts)
  })

  test('two that meet for the first time fill each other’s gaps', () => {
    const m = merge(
      null,
      side({ subject: 'A', location: '' }),
      side({ subject: 'B', location: 'Y', note: null }),
    )
    expect(m.next.whole).toMatchObject({ subject: 'A', location: 'Y' })
    expect(m.conflicts).toEqual([])
  })

  test.each([
    ['one of theirs comes', [{}, {}], {}, { t: { subject: 'P' } }, { t: { subject: 'P' } }],
    ['one of ours stays', [{}, {}], { t: { subject: 'P' } }, {}, { t: { subject: 'P' } }],
    ['theirs goes', [{ t: { subject: 'P' } }, { t: { subject: 'P' } }], { t: { subject: 'P' } }, {}, {}],
    ['ours went', [{ t: { subject: 'P' } }, { t: { subject: 'P' } }], {}, { t: { subject: 'P' } }, {}],
    [
      'theirs goes, ours was changed',
      [{ t: { subject: 'P' } }, { t: { subject: 'P' } }],
      { t: { subject: 'Q' } },
      {},
      { t: { subject: 'Q' } },
    ],
  ] as [string, [object, object], object, object, object][])(
    'of a series: %s',
    (_, [a, b], ours, theirs, next) => {
      const m = merge(base(side({}, a), side({}, b)), side({}, ours), side({}, theirs))
      expect(m.next.parts).toEqual(next)
    },
  )
})
