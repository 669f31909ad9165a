import { afterAll, beforeAll, expect, test } from 'vitest'
import { expanded } from '#doors/dav/expand.ts'
import { event, openDavWorld } from './dav-world.ts'

const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) })
const zone = [
  'BEGIN:VTIMEZONE',
  'TZID:Europe/Kyiv',
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19701025T040000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  'END:STANDARD',
  'END:VTIMEZONE',
]
const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', ...lines, 'END:VCALENDAR'].join('\r\n')
const weekly = calendar(
  ...zone,
  'BEGIN:VEVENT',
  'UID:w',
  'SUMMARY:Weekly',
  'DTSTART;TZID=Europe/Kyiv:20260318T100000',
  'DTEND;TZID=Europe/Kyiv:20260318T110000',
  'RRULE:FREQ=WEEKLY',
  'EXDATE;TZID=Europe/Kyiv:20260408T100000',
  'END:VEVENT',
  'BEGIN:VEVENT',
  'UID:w',
  'SUMMARY:Moved',
  'RECURRENCE-ID;TZID=Europe/Kyiv:20260401T100000',
  'DTSTART;TZID=Europe/Kyiv:20260402T150000',
  'DTEND;TZID=Europe/Kyiv:20260402T160000',
  'END:VEVENT',
)
const facts = (text: string | null) =>
  (text ?? '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((one) =>
      ['RECURRENCE-ID', 'DTSTART', 'DTEND', 'SUMMARY'].map(
        (name) => new RegExp(`^${name}.*:(.*)$`, 'm').exec(one)?.[1]?.trim() ?? null,
      ),
    )
    .toSorted()

test('a series comes as its instances, in UTC, by the clock of its zone; what was left out or moved is', () => {
  const text = expanded(weekly, span('2026-03-20T00:00:00Z', '2026-04-16T00:00:00Z'), 'UTC')
  expect(facts(text)).toEqual([
    ['20260325T080000Z', '20260325T080000Z', '20260325T090000Z', 'Weekly'],
    ['20260401T070000Z', '20260402T120000Z', '20260402T130000Z', 'Moved'],
    ['20260415T070000Z', '20260415T070000Z', '20260415T080000Z', 'Weekly'],
  ])
  expect(text).not.toMatch(/RRULE|EXDATE|VTIMEZONE|TZID/)
})

test('an instance that moved into the span is there, and one that moved out of it is not', () => {
  const on = (day: string) => expanded(weekly, span(`${day}T00:00:00Z`, `${day}T23:59:00Z`), 'UTC')
  expect(facts(on('2026-04-02')).map((f) => f[3])).toEqual(['Moved'])
  expect(on('2026-04-01')).toBeNull()
  expect(on('2026-04-08')).toBeNull()
})

test.each([
  ['FREQ=YEARLY;COUNT=2', ['20240229', '20280229']],
  ['FREQ=YEARLY;UNTIL=20280229', ['20240229', '20280229']],
  ['FREQ=YEARLY;BYWEEKNO=9;BYDAY=TH;COUNT=2', ['20240229', '20250227']],
])('the same days as on screen: %s', (rule, days) => {
  const text = calendar('BEGIN:VEVENT', 'UID:d', 'DTSTART;VALUE=DATE:20240229', `RRULE:${rule}`, 'END:VEVENT')
  const found = facts(expanded(text, span('2024-01-01T00:00:00Z', '2030-01-01T00:00:00Z'), 'UTC'))
  expect(found.map(([, start]) => start)).toEqual(days)
})

test('whole days begin when they do for who asks', () => {
  const daily = calendar(
    'BEGIN:VEVENT',
    'UID:d',
    'SUMMARY:Day',
    'DTSTART;VALUE=DATE:20260101',
    'RRULE:FREQ=DAILY;COUNT=3',
    'END:VEVENT',
  )
  const kyiv = expanded(daily, span('2026-01-01T22:00:00Z', '2026-01-02T22:00:00Z'), 'Europe/Kyiv')
  expect(facts(kyiv)).toEqual([['20260102', '20260102', null, 'Day']])
  expect(kyiv).toContain('DTSTART;VALUE=DATE:20260102')
})

let w: Awaited<ReturnType<typeof openDavWorld>>
beforeAll(async () => void (w = await openDavWorld()))
afterAll(() => w.close())

test('a program that asks for instances gets them', async () => {
  const olena = await w.programOf(w.olena, 'olena@example.com')
  const lines = ['DTSTART:20260310T090000Z', 'DTEND:20260310T100000Z', 'RRULE:FREQ=WEEKLY']
  const put = await olena('PUT', 'calendars/appointments/s.ics', { body: event('s', lines) })
  expect(put.status).toBe(201)
  const ask = (from: string, to: string) =>
    olena('REPORT', 'calendars/appointments/', {
      headers: { depth: '1' },
      body: `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/>
        <C:calendar-data><C:expand start="${from}" end="${to}"/></C:calendar-data></D:prop><C:filter><C:comp-filter name="VCALENDAR">
        <C:comp-filter name="VEVENT"><C:time-range start="${from}" end="${to}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`,
    })
  const two = await ask('20260316T000000Z', '20260325T000000Z')
  expect(two.text.match(/RECURRENCE-ID:\d+T\d+Z/g)).toEqual([
    'RECURRENCE-ID:20260317T090000Z',
    'RECURRENCE-ID:20260324T090000Z',
  ])
  expect(two.text).not.toContain('RRULE')
  expect((await ask('20260318T000000Z', '20260319T000000Z')).text).not.toContain('D:response')
})
