import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { instancesBetween, recurringOf } from '#modules/activities/index.ts'
import {
  calendarText,
  objectsIn,
  Unkept,
  writeObject,
  type CalendarObject,
} from '#modules/calendars/index.ts'
import { cardIn, readCard } from '#modules/calendars/card.ts'
import { event } from './dav-world.ts'

const home = 'Europe/Kyiv'
const read = (lines: string[], name?: string) => objectsIn(event('u', lines, name), home)[0]!
const told = (lines: string[], name?: string) => {
  const one = read(lines, name)
  return one instanceof Unkept ? one.reason : one.master.told
}
const parts = (o: CalendarObject, raw: boolean) =>
  [o.master, ...o.exceptions].map((p) => ({
    told: p.told,
    raw: raw ? p.raw : null,
    marks: {
      uid: o.uid,
      sequence: p.sequence,
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      occursAt: p.occursAt,
    },
  }))

const start = 'DTSTART:20260310T090000Z'
const custom = (...lines: string[]) =>
  event('u', ['DTSTART;TZID=Ours:20260701T120000']).replace(
    'BEGIN:VEVENT',
    ['BEGIN:VTIMEZONE', 'TZID:Ours', ...lines, 'END:VTIMEZONE', 'BEGIN:VEVENT'].join('\r\n'),
  )
const standard = (rule: string) => [
  'BEGIN:STANDARD',
  'DTSTART:19701025T040000',
  'TZOFFSETFROM:+0300',
  'TZOFFSETTO:+0200',
  rule,
  'END:STANDARD',
]
const summer = [
  'BEGIN:DAYLIGHT',
  'DTSTART:19700329T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0300',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
]

test('words of version 2.1 in a card of 3.0 are read', () => {
  const lines = ['VERSION:3.0', 'FN:Ірина', 'TEL;HOME;VOICE:+380671112233', 'PHOTO;BASE64:', '  /9j/4AAQ']
  const card = cardIn(readCard(['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n')))
  expect(card.phones).toMatchObject([{ value: '+380671112233' }])
})

describe('what an appointment or a task says', () => {
  test.each([
    [
      'a day without an end is that day',
      ['DTSTART;VALUE=DATE:20260310'],
      { startsAt: '2026-03-09T22:00:00.000Z', endsAt: '2026-03-10T22:00:00.000Z', isAllDay: true },
    ],
    [
      'days of a duration go by the clock',
      ['DTSTART;TZID=Europe/Kyiv:20260328T120000', 'DURATION:P1D'],
      { endsAt: '2026-03-29T09:00:00.000Z' },
    ],
    [
      'hours of a duration go by',
      ['DTSTART;TZID=Europe/Kyiv:20260328T120000', 'DURATION:PT24H'],
      { endsAt: '2026-03-29T10:00:00.000Z' },
    ],
    [
      'a time without a zone is where its user is',
      ['DTSTART:20260710T120000'],
      { startsAt: '2026-07-10T09:00:00.000Z', timeZone: home },
    ],
    [
      'a zone behind a maker’s name',
      ['DTSTART;TZID=/maker/2026/Europe/Berlin:20260710T120000'],
      { startsAt: '2026-07-10T10:00:00.000Z', timeZone: 'Europe/Berlin' },
    ],
    [
      'a day left out means the time of day of the series',
      [start, 'RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20260312'],
      { exceptions: ['2026-03-12T09:00:00.000Z'] },
    ],
    [
      'days that are only named',
      [start, 'RDATE:20260315T090000Z'],
      { repeat: 'FREQ=DAILY;COUNT=1', extraTimes: ['2026-03-15T09:00:00.000Z'] },
    ],
    [
      'a zone as Windows calls it',
      ['DTSTART;TZID=Central European Standard Time:20260710T120000'],
      { startsAt: '2026-07-10T10:00:00.000Z', timeZone: 'Europe/Warsaw' },
    ],
    [
      'the zone of its user among several that Windows calls alike',
      ['DTSTART;TZID=FLE Standard Time:20260710T120000'],
      { startsAt: '2026-07-10T09:00:00.000Z', timeZone: home },
    ],
    [
      'free and private',
      [start, 'TRANSP:TRANSPARENT', 'CLASS:CONFIDENTIAL'],
      { showAs: 'free', isPrivate: true },
    ],
  ] as [string, string[], object][])('%s', (_, lines, expected) =>
    expect(told(lines)).toMatchObject(expected),
  )

  test.each([
    ['no_start', ['SUMMARY:x']],
    ['bad_time', [start, 'DURATION:P999999999999999999W']],
    ['no_zone', ['DTSTART;TZID=Nowhere:20260310T090000']],
    ['too_often', [start, 'RRULE:FREQ=SECONDLY']],
    ['bad_rule', [start, 'RRULE:INTERVAL=2']],
    ['two_rules', [start, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY']],
    ['periods', [start, 'RDATE;VALUE=PERIOD:20260315T090000Z/PT1H']],
    ['not_one', [start, 'RECURRENCE-ID:20260310T090000Z']],
  ])('is refused: %s', (reason, lines) => expect(told(lines)).toBe(reason))

  test('a task', () => {
    const lines = ['DUE:20260311T150000Z', 'STATUS:COMPLETED', 'COMPLETED:20260311T140000Z', 'PRIORITY:3']
    expect(told(lines, 'VTODO')).toMatchObject({
      dueAt: '2026-03-11T15:00:00.000Z',
      status: 'done',
      doneAt: '2026-03-11T14:00:00.000Z',
      priority: 'high',
    })
  })

  test('a zone that is only described is known by its clocks, and an endless description is none', () => {
    const [known] = objectsIn(custom(...standard('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'), ...summer), home)
    expect((known as CalendarObject).master.told).toMatchObject({
      startsAt: '2026-07-01T09:00:00.000Z',
      timeZone: home,
    })
    expect(objectsIn(custom(...standard('RRULE:FREQ=SECONDLY')), home)[0]).toMatchObject({
      reason: 'no_zone',
    })
  })
})

test('what Kolo does not know comes back as it was; what was changed is changed alone', () => {
  const lines = [
    'SUMMARY;LANGUAGE=uk:Зустріч',
    start,
    'PRIORITY:3',
    'X-COLOR;X-P=1:red',
    'ATTENDEE;CN=Ірина;RSVP=TRUE:mailto:i@example.com',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT15M',
    'END:VALARM',
  ]
  const object = read(lines) as CalendarObject
  const [part] = parts(object, true)
  expect(objectsIn(writeObject('vevent', [part!]), home)[0]).toEqual(object)
  const text = writeObject('vevent', [{ ...part!, told: { ...part!.told, location: 'Київ' } }])
  for (const kept of [
    'SUMMARY;LANGUAGE=uk:Зустріч',
    'PRIORITY:3',
    'X-COLOR;X-P=1:red',
    'TRIGGER:-PT15M',
    'LOCATION:Київ',
    'RSVP=TRUE',
  ])
    expect(text).toContain(kept)
})

test('times are written by the clock of their zone, and name it', () => {
  const zone = 'TZID=America/New_York'
  const lines = [
    `DTSTART;${zone}:20260310T090000`,
    'RRULE:FREQ=WEEKLY',
    `EXDATE;${zone}:20260317T090000`,
    `RDATE;${zone}:20260318T090000`,
  ]
  const text = writeObject('vevent', parts(read(lines) as CalendarObject, false))
  for (const line of lines) expect(text).toContain(line)
})

test('alarms are reminders and attendees are people; what Kolo cannot say stays', () => {
  const alarm = (trigger: string) => ['BEGIN:VALARM', 'ACTION:AUDIO', trigger, 'END:VALARM']
  const object = read([
    'SUMMARY:Нарада',
    start,
    'ORGANIZER;CN=Петро:mailto:p@example.com',
    'ATTENDEE;PARTSTAT=ACCEPTED;CN=Петро:MAILTO:P@example.com',
    'ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=TENTATIVE;X-NUM=1:mailto:i@example.com',
    'ATTENDEE;CUTYPE=ROOM:mailto:room@example.com',
    'ATTENDEE:urn:uuid:1',
    ...alarm('TRIGGER:-PT15M'),
    ...alarm('TRIGGER:-PT7M'),
    ...alarm('TRIGGER;RELATED=END:-PT30M'),
  ]) as CalendarObject
  const { told } = object.master
  const [petro, iryna] = told.attendees!
  expect(told).toMatchObject({
    reminders: ['15'],
    attendees: [{ role: 'organizer' }, { reply: 'tentative' }],
  })
  expect(iryna).toEqual({ email: 'i@example.com', role: 'optional', reply: 'tentative' })
  const said = (changes: object) =>
    writeObject('vevent', [{ ...parts(object, true)[0]!, told: { ...told, ...changes } }])
  const fresh = { email: 'n@example.com', name: 'Нова', role: 'required', reply: 'declined' }
  const text = said({ reminders: ['60'], attendees: [petro, iryna, fresh] }).replaceAll('\r\n ', '')
  for (const line of [
    'TRIGGER:-PT1H',
    'TRIGGER:-PT7M',
    'RELATED=END:-PT30M',
    'X-NUM=1',
    'CUTYPE=ROOM',
    'urn:uuid:1',
  ])
    expect(text).toContain(line)
  expect(text).toContain('ATTENDEE;CN=Нова;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED:mailto:n@example.com')
  expect(text).not.toContain('TRIGGER:-PT15M')
  expect(said({ attendees: [petro] })).not.toContain('i@example.com')
  // Nothing said is nothing changed.
  expect(said({ reminders: null, attendees: null, location: 'Київ' })).toContain('TRIGGER:-PT15M')
})

const data = join(import.meta.dirname, '../../../shared/data/ical')
const files = existsSync(data) ? globSync('**/*.ics', { cwd: data }) : []
const all = (file: string) => {
  try {
    return objectsIn(calendarText(readFileSync(join(data, file))), home)
  } catch (error) {
    if (error instanceof Unkept) return [error]
    throw error
  }
}

test.skipIf(!files.length)(
  'every file of the ical set is read or refused with a reason, and read back the same from Kolo’s own writing',
  () => {
    let kept = 0
    const wrong: unknown[] = []
    for (const file of files)
      for (const object of all(file)) {
        if (object instanceof Unkept) continue
        kept++
        const told = (o: CalendarObject | Unkept | undefined) =>
          o instanceof Unkept || !o ? o : [o.master.told, ...o.exceptions.map((e) => [e.occursAt, e.told])]
        const raw = objectsIn(writeObject(object.kind, parts(object, true)), home)[0]
        if (JSON.stringify(told(raw)) !== JSON.stringify(told(object)))
          wrong.push([file, 'kept', told(raw), told(object)])
      }
    expect(wrong).toEqual([])
    expect(kept).toBeGreaterThan(700)
  },
)

/** What the tests of the libraries that the files come from expect of them: all starts within a window, by UTC. */
const given: [string, string, string, string[]][] = [
  [
    'ical.js/samples/recur_instances_finite.ics',
    '2012-01-01',
    '2014-01-01',
    ['2012-10-02T17:00', '2012-11-05T18:00', '2012-11-06T18:00', '2012-11-10T18:00', '2012-12-04T18:00'],
  ],
  [
    'ical.js/samples/rdate_exdate.ics',
    '2024-06-01',
    '2024-07-01',
    ['2024-06-09T03:00', '2024-06-10T03:00', '2024-06-12T03:00'],
  ],
  ['ical.js/samples/minimal.ics', '2012-01-01', '2013-01-01', ['2012-06-30T13:00']],
  [
    'node-ical/examples/example-rrule-basic.ics',
    '2023-01-01',
    '2025-01-01',
    ['2024-01-01T10:00', '2024-01-02T10:00', '2024-01-03T10:00'],
  ],
  [
    'node-ical/examples/example-rrule.ics',
    '2017-01-01',
    '2017-12-31',
    [
      '2017-06-01T14:00',
      '2017-06-08T14:00',
      '2017-06-15T14:00',
      '2017-06-22T14:00',
      '2017-07-03T14:00',
      '2017-07-27T14:00',
      '2017-08-10T14:00',
      '2017-12-01T19:00',
    ],
  ],
]
test.skipIf(!files.length).each(given)('recurrence is as given: %s', (file, from, to, starts) => {
  const found = all(file).flatMap((object) => {
    if (object instanceof Unkept) throw object
    const { master, exceptions } = object
    const own = new Set(exceptions.map((e) => e.occursAt))
    const r = recurringOf(master.told)
    const regular = r ? instancesBetween(r, Date.parse(from), Date.parse(to)) : [master.told.startsAt!]
    return [...regular.filter((at) => !own.has(at)), ...exceptions.map((e) => e.told.startsAt!)]
  })
  const within = found.filter((at) => at >= from && at < to)
  expect(within.map((at) => at.slice(0, 16)).toSorted()).toEqual(starts)
})

test.skipIf(!files.length)('every file whose reading is given reads as given', () => {
  const pairs = globSync('**/*.json', { cwd: data }).map((f) => [
    f,
    f.replace(/json$/, files.includes(f.replace(/json$/, 'ics')) ? 'ics' : 'vcf'),
  ])
  expect(pairs.length).toBeGreaterThan(20)
  for (const [json, text] of pairs)
    expect([text, ICAL.parse(readFileSync(join(data, text!), 'utf8'))]).toEqual([
      text,
      JSON.parse(readFileSync(join(data, json!), 'utf8')),
    ])
})
