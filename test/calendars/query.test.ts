import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limited } from '#doors/dav/expand.ts'
import { calendarQuery } from '#doors/dav/filter.ts'
import { partOf } from '#doors/dav/part.ts'
import { child, readXml } from '#doors/dav/xml.ts'
import { event, openDavWorld } from './dav-world.ts'

const read = (inside: string) =>
  readXml(
    new TextEncoder().encode(
      `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">${inside}</C:calendar-query>`,
    ),
  )!
const inFilter = (inside: string) =>
  `<C:filter><C:comp-filter name="VCALENDAR">${inside}</C:comp-filter></C:filter>`
const ofEvents = (inside: string) => read(inFilter(`<C:comp-filter name="VEVENT">${inside}</C:comp-filter>`))
const prop = (name: string, inside: string) => `<C:prop-filter name="${name}">${inside}</C:prop-filter>`

const weekly = event('q', [
  'DTSTART:20260105T100000Z',
  'DTEND:20260105T110000Z',
  'SUMMARY:Weekly Review',
  'CATEGORIES:ONE,TWO',
  'RRULE:FREQ=WEEKLY;COUNT=4',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'TRIGGER:-PT15M',
  'REPEAT:1',
  'DURATION:PT5M',
  'END:VALARM',
])
const moved = event('q', [
  'RECURRENCE-ID:20260112T100000Z',
  'DTSTART:20260320T150000Z',
  'DTEND:20260320T160000Z',
  'SUMMARY:Moved far',
])
const both = weekly.replace('END:VCALENDAR', moved.slice(moved.indexOf('BEGIN:VEVENT')).trim())

const rings = (start: string, end: string) =>
  `<C:comp-filter name="VALARM"><C:time-range start="${start}" end="${end}"/></C:comp-filter>`
test.each([
  ['its alarm before one of a series', rings('20260119T094000Z', '20260119T094600Z'), true],
  ['its alarm once more', rings('20260119T094900Z', '20260119T095100Z'), true],
  ['no alarm while it lasts', rings('20260119T100000Z', '20260119T110000Z'), false],
  ['no alarm on a day without it', rings('20260120T000000Z', '20260121T000000Z'), false],
  ['without regard to case', prop('SUMMARY', '<C:text-match>weekly review</C:text-match>'), true],
  ['with regard to case', prop('SUMMARY', '<C:text-match collation="i;octet">weekly</C:text-match>'), false],
  ['one of many values', prop('CATEGORIES', '<C:text-match>TWO</C:text-match>'), true],
  ['a time that lies there', prop('DTSTAMP', '<C:time-range start="20260101T000000Z"/>'), true],
  ['a time that does not', prop('DTSTAMP', '<C:time-range start="20260101T000001Z"/>'), false],
  ['what is not there', prop('LOCATION', '<C:is-not-defined/>'), true],
])('a query finds it by %s', (_, inside, isFound) => {
  expect(calendarQuery(ofEvents(inside), 'vevent', 'UTC')!.matches(weekly)).toBe(isFound)
})

test('a query that cannot be answered says why', () => {
  const strange = ofEvents(prop('SUMMARY', '<C:text-match collation="i;german">x</C:text-match>'))
  expect(() => calendarQuery(strange, 'vevent', 'UTC')!.matches(weekly)).toThrow('i;german')
  const when = ofEvents('<C:time-range start="tomorrow"/>')
  expect(() => calendarQuery(when, 'vevent', 'UTC')).toThrow('tomorrow is no time')
})

test('of a series only those changed instances come that have to do with the span', () => {
  const on = (from: string, to: string) =>
    limited(both, { from: Date.parse(from), to: Date.parse(to) }, 'UTC').match(/SUMMARY:.*/g)
  expect(on('2026-01-01', '2026-01-06')).toEqual(['SUMMARY:Weekly Review'])
  expect(on('2026-01-12', '2026-01-13')).toHaveLength(2)
  expect(on('2026-03-20', '2026-03-21')).toHaveLength(2)
})

test('only the properties that are asked for come', () => {
  const data = read(
    '<C:calendar-data><C:comp name="VCALENDAR"><C:prop name="VERSION"/><C:comp name="VEVENT"><C:prop name="UID"/></C:comp></C:comp></C:calendar-data>',
  )
  expect(
    partOf(weekly, child(data, 'C', 'calendar-data')!)
      .trim()
      .split('\r\n'),
  ).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:q', 'END:VEVENT', 'END:VCALENDAR'])
})

describe('at the door', () => {
  let w: Awaited<ReturnType<typeof openDavWorld>>
  beforeAll(async () => void (w = await openDavWorld()))
  afterAll(() => w.close())
  const query = (inside: string) =>
    `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>${inFilter(inside)}</C:calendar-query>`
  const within = (kind: string, start: string, end: string) =>
    query(`<C:comp-filter name="${kind}"><C:time-range start="${start}" end="${end}"/></C:comp-filter>`)

  test('an instance moved beyond the end of its series is found there, a task until it is due', async () => {
    const olena = await w.programOf(w.olena, 'olena@example.com')
    await olena('PUT', 'calendars/appointments/far.ics', { body: both })
    const lines = ['DTSTART:20260401T090000Z', 'DUE:20260430T090000Z', 'SUMMARY:April']
    await olena('PUT', 'calendars/tasks/april.ics', { body: event('t', lines, 'VTODO') })
    const ask = async (where: string, body: string) => (await olena('REPORT', where, { body })).text
    expect(
      await ask('calendars/appointments/', within('VEVENT', '20260320T000000Z', '20260321T000000Z')),
    ).toContain('far.ics')
    expect(
      await ask('calendars/appointments/', within('VEVENT', '20260410T000000Z', '20260411T000000Z')),
    ).not.toContain('far.ics')
    expect(await ask('calendars/tasks/', within('VTODO', '20260410T000000Z', '20260411T000000Z'))).toContain(
      'april.ics',
    )
    expect(
      await ask('calendars/tasks/', within('VTODO', '20260501T000000Z', '20260502T000000Z')),
    ).not.toContain('april.ics')
    expect(await ask('calendars/tasks/', within('VTODO', 'soon', '20260502T000000Z'))).toContain(
      'C:valid-filter',
    )
    const got = await olena('GET', 'calendars/tasks/april.ics')
    const again = await olena('GET', 'calendars/tasks/april.ics', { headers: { 'if-none-match': got.etag! } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  test('who is invited answers in his own program, and changes nothing else', async () => {
    const olena = await w.programOf(w.olena, 'olena@example.com')
    const petro = await w.programOf(w.petro, 'petro@example.com')
    const lines = (summary: string, reply: string) => [
      `SUMMARY:${summary}`,
      'DTSTART:20260501T090000Z',
      'DTEND:20260501T100000Z',
      'ORGANIZER:mailto:olena@example.com',
      `ATTENDEE;PARTSTAT=${reply}:mailto:petro@example.com`,
    ]
    await olena('PUT', 'calendars/appointments/lunch.ics', {
      body: event('lunch', lines('Lunch', 'NEEDS-ACTION')),
    })
    const [row] = (await w.kolo.list(w.olena, 'activity', { filter: ['subject', 'is', 'Lunch'], limit: 1 }))
      .items
    const path = `calendars/appointments/${row!.id}.ics`
    const sent = (text: string) => petro('PUT', path, { body: text })
    const { text } = await petro('GET', path)
    const accepted = text.replace('PARTSTAT=NEEDS-ACTION', 'PARTSTAT=ACCEPTED')
    expect((await sent(accepted.replace('END:VEVENT', 'TRANSP:TRANSPARENT\r\nEND:VEVENT'))).status).toBe(204)
    const now = () => w.kolo.get(w.olena, 'activity', row!.id)
    expect(await now()).toMatchObject({
      subject: 'Lunch',
      participants: [{ user: w.petro.user, reply: 'accepted' }],
    })
    expect((await sent(accepted.replace('SUMMARY:Lunch', 'SUMMARY:Dinner'))).status).toBe(403)
    expect(await now()).toMatchObject({ subject: 'Lunch', showAs: null })
    const people = await petro('REPORT', '/dav/', {
      body: `<D:principal-property-search xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:property-search><D:prop><C:calendar-user-address-set/></D:prop>
        <D:match>mailto:olena@</D:match></D:property-search><D:prop><D:displayname/><C:calendar-user-address-set/></D:prop></D:principal-property-search>`,
    })
    expect(people.text.match(/mailto:[^<]+/g)).toEqual(['mailto:olena@example.com'])
  })
})
