import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDAVClient } from 'tsdav'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { event, openDavWorld } from './dav-world.ts'

type Program = Awaited<ReturnType<Awaited<ReturnType<typeof openDavWorld>>['programOf']>>
let w: Awaited<ReturnType<typeof openDavWorld>>
let olena: Program
beforeAll(async () => {
  w = await openDavWorld()
  olena = await w.programOf(w.olena, 'olena@example.com')
})
afterAll(() => w.close())

const sync = (token = '') =>
  `<sync-collection xmlns="DAV:"><sync-token>${token}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`
const tokenIn = (text: string) => /<D:sync-token>(.*?)</.exec(text)![1]!
const at = ['DTSTART:20260310T090000Z', 'DTEND:20260310T100000Z']
const rows = async (subject: string) =>
  (await w.kolo.list(w.system, 'activity', { filter: ['subject', 'is', subject], limit: 10 })).items

describe('who comes in', () => {
  test('only by an app password, of that scope, that is not revoked; wrong ones are told and counted', async () => {
    const auth = (email: string, password: string) => ({
      headers: { authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` },
    })
    const ask = async (email: string, password: string) =>
      (await fetch(`${w.url}/dav/`, { method: 'PROPFIND', ...auth(email, password) })).status
    const password = await w.passwordOf(w.petro, 'petro@example.com', ['contacts'])
    expect(await ask('petro@example.com', password)).toBe(207)
    expect(await ask('petro@example.com', w.keys.get(w.petro.user)!)).toBe(401)
    expect(await ask('olena@example.com', password)).toBe(401)
    // An app password is no key of the API.
    const api = await w.app.request('/api/contacts', { headers: { authorization: `Bearer ${password}` } })
    expect(api.status).toBe(401)
    const home = await fetch(`${w.url}/dav/${w.petro.user}/calendars/`, {
      method: 'PROPFIND',
      ...auth('petro@example.com', password),
    })
    expect(home.status).toBe(403)
    const [key] = (await w.auth.keysOf(w.petro.user)).filter((k) => k.scopes)
    expect(key).toMatchObject({ scopes: ['contacts'], usedAt: expect.anything() })
    await w.auth.revokeKey(w.petro.user, key!.id, w.petro)
    expect(await ask('petro@example.com', password)).toBe(401)
    for (let i = 0; i < 20; i++) await ask('guess@example.com', `wrong-${i}`)
    expect(await ask('guess@example.com', 'wrong')).toBe(429)
    const failed = await w.db.system((tx) =>
      tx.rows({
        text: `select 1 from events where name = 'auth.failed' and payload->>'method' = 'app password'`,
        values: [],
      }),
    )
    expect(failed.length).toBeGreaterThanOrEqual(20)
  })

  test('nobody opens what is another’s, and hostile XML opens nothing', async () => {
    expect((await olena('PROPFIND', `/dav/${w.petro.user}/`)).status).toBe(404)
    expect((await olena('GET', `/dav/${w.petro.user}/calendars/appointments/x.ics`)).status).toBe(404)
    const bomb =
      '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><propfind xmlns="DAV:"><prop>&c;</prop></propfind>'
    expect((await olena('PROPFIND', '', { body: bomb })).status).toBe(400)
    expect((await olena('PROPFIND', '', { body: '<a>'.repeat(5000) })).status).toBe(400)
    expect((await olena('PROPFIND', '', { body: 'not xml' })).status).toBe(400)
    expect((await olena('PROPFIND', '', { headers: { depth: 'infinity' } })).status).toBe(403)
    expect((await olena('MKCALENDAR', 'calendars/new/')).status).toBe(403)
    expect((await olena('GET', '/.well-known/caldav')).headers.get('location')).toBe('/dav/')
  })
})

describe('an appointment', () => {
  test('is made, read, changed field by field and removed; who has not seen it as it is may not', async () => {
    const path = 'calendars/appointments/any-name.ics'
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15M', 'DESCRIPTION:x', 'END:VALARM']
    const text = event('u-1', ['SUMMARY:Кава з клієнтом', ...at, 'X-COLOR:red', ...alarm])
    const made = await olena('PUT', path, { body: text, headers: { 'if-none-match': '*' } })
    expect(made.status).toBe(201)
    expect((await olena('PUT', path, { body: text, headers: { 'if-none-match': '*' } })).status).toBe(412)
    const [row] = await rows('Кава з клієнтом')
    expect(row).toMatchObject({ kind: 'meeting', uid: 'u-1', startsAt: '2026-03-10T09:00:00.000Z' })
    // In Kolo it becomes a visit, somewhere.
    await w.kolo.call(w.olena, 'activity.update', {
      items: [{ id: row!.id, kind: 'visit', location: 'Київ', priority: 'high' }],
    })
    const seen = await olena('GET', path)
    expect(seen.text).toContain('LOCATION:Київ')
    expect(seen.text).toContain('X-COLOR:red')
    expect(seen.text).toContain('BEGIN:VALARM')
    const moved = seen.text
      .replace('T090000Z', 'T093000Z')
      .replace('DTEND:20260310T100000Z', 'DTEND:20260310T110000Z')
    expect(
      (await olena('PUT', path, { body: moved, headers: { 'if-match': made.etag ?? '"1"' } })).status,
    ).toBe(412)
    expect((await olena('PUT', path, { body: moved, headers: { 'if-match': seen.etag! } })).status).toBe(204)
    expect((await rows('Кава з клієнтом'))[0]).toMatchObject({
      kind: 'visit',
      location: 'Київ',
      priority: 'high',
      startsAt: '2026-03-10T09:30:00.000Z',
    })
    const ledger = await w.kolo.call(w.olena, 'calendar.ledger', {})
    expect(ledger.items.find((i: { name: string }) => i.name === 'any-name.ics')).toMatchObject({
      state: 'written',
    })
    expect((await olena('DELETE', path, { headers: { 'if-match': '"0"' } })).status).toBe(412)
    expect((await olena('DELETE', path)).status).toBe(204)
    expect((await olena('GET', path)).status).toBe(404)
  })

  test('that repeats has instances that differ, and loses them again', async () => {
    const path = 'calendars/appointments/series.ics'
    const zone = 'TZID=Europe/Kyiv'
    const master = event('u-2', [
      `DTSTART;${zone}:20260302T100000`,
      `DTEND;${zone}:20260302T110000`,
      'RRULE:FREQ=WEEKLY;COUNT=6',
      `EXDATE;${zone}:20260316T100000`,
      'SUMMARY:Щотижня',
    ])
    const instance = event('u-2', [
      `RECURRENCE-ID;${zone}:20260309T100000`,
      `DTSTART;${zone}:20260309T150000`,
      `DTEND;${zone}:20260309T160000`,
      'SUMMARY:Щотижня пізніше',
    ])
    const whole = master.replace('END:VCALENDAR\r\n', `${instance.slice(instance.indexOf('BEGIN:VEVENT'))}`)
    expect((await olena('PUT', path, { body: whole })).status).toBe(201)
    const window = { from: '2026-03-01T00:00:00Z', to: '2026-05-01T00:00:00Z' }
    const starts = async () =>
      (await w.kolo.call(w.olena, 'activity.agenda', window)).items
        .filter((i: { subject: string }) => i.subject.startsWith('Щотижня'))
        .map((i: { startsAt: string }) => i.startsAt.slice(5, 16))
    // By the clock of Kyiv, also after the 29th of March.
    expect(await starts()).toEqual([
      '03-02T08:00',
      '03-09T13:00',
      '03-23T08:00',
      '03-30T07:00',
      '04-06T07:00',
    ])
    const seen = await olena('GET', path)
    expect(seen.text.match(/BEGIN:VEVENT/g)).toHaveLength(2)
    const range = (start: string, end: string) =>
      `<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="${start}" end="${end}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>`
    const hits = async (start: string, end: string) =>
      (await olena('REPORT', 'calendars/appointments/', { body: range(start, end) })).text.includes(
        'series.ics',
      )
    expect(await hits('20260330T000000Z', '20260331T000000Z')).toBe(true)
    expect(await hits('20260316T000000Z', '20260317T000000Z')).toBe(false)
    expect(await hits('20260309T070000Z', '20260309T100000Z')).toBe(false)
    expect((await olena('PUT', path, { body: master, headers: { 'if-match': seen.etag! } })).status).toBe(204)
    expect((await starts())[1]).toBe('03-09T08:00')
    const busy = await olena('REPORT', 'calendars/appointments/', {
      body: '<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav"><C:time-range start="20260330T000000Z" end="20260331T000000Z"/></C:free-busy-query>',
    })
    expect(busy.text).toContain('FREEBUSY;FBTYPE=BUSY:20260330T070000Z/20260330T080000Z')
  })

  test('that repeats is changed from one of its instances on: what follows is a series of its own', async () => {
    const path = 'calendars/appointments/following.ics'
    const zone = 'TZID=Europe/Kyiv'
    const times = (date: string, hour: number, name = 'DTSTART') => `${name};${zone}:${date}T${hour}0000`
    const master = event('u-follow', [
      times('20260302', 10),
      times('20260302', 11, 'DTEND'),
      'RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=6',
      `EXDATE;${zone}:20260309T100000,20260330T100000`,
      'SUMMARY:Планірка',
    ])
    expect((await olena('PUT', path, { body: master })).status).toBe(201)
    const [before] = await rows('Планірка')
    await w.kolo.call(w.olena, 'activity.update', { items: [{ id: before!.id, kind: 'visit' }] })
    const following = event('u-follow', [
      `RECURRENCE-ID;RANGE=THISANDFUTURE;${zone}:20260316T100000`,
      times('20260317', 15),
      times('20260317', 16, 'DTEND'),
      'SUMMARY:Планірка по-новому',
      'X-COLOR:blue',
    ])
    const seen = await olena('GET', path)
    const inside = following.slice(following.indexOf('BEGIN:VEVENT'))
    const body = seen.text.replace('END:VCALENDAR\r\n', inside)
    expect((await olena('PUT', path, { body, headers: { 'if-match': seen.etag! } })).status).toBe(204)
    const window = { from: '2026-03-01T00:00:00Z', to: '2026-05-01T00:00:00Z' }
    const agenda = (await w.kolo.call(w.olena, 'activity.agenda', window)).items
      .filter((i: { subject: string }) => i.subject.startsWith('Планірка'))
      .map((i: { subject: string; kind: string; startsAt: string }) => [
        i.subject,
        i.kind,
        i.startsAt.slice(5, 16),
      ])
    expect(agenda).toEqual([
      ['Планірка', 'visit', '03-02T08:00'],
      ['Планірка по-новому', 'visit', '03-17T13:00'],
      ['Планірка по-новому', 'visit', '03-24T13:00'],
      // The sixth; the one of 31 March stays left out.
      ['Планірка по-новому', 'visit', '04-07T12:00'],
    ])
    const [rest] = await rows('Планірка по-новому')
    const own = await olena('GET', `calendars/appointments/${rest!.id}.ics`)
    expect(own.text).toContain('X-COLOR:blue')
    expect(own.text).not.toContain('u-follow')
    expect((await olena('GET', path)).text).toContain('UNTIL=20260316T075959Z')
    const prior = body.replace('THISANDFUTURE', 'THISANDPRIOR')
    expect((await olena('PUT', path, { body: prior })).status).toBe(403)
  })

  test('is refused with the reason, which stands in the ledger', async () => {
    const hourly = event('u-3', ['SUMMARY:Щогодини', ...at, 'RRULE:FREQ=HOURLY'])
    const refused = await olena('PUT', 'calendars/appointments/hourly.ics', { body: hourly })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('every day, week, month or year')
    const task = event('u-4', ['SUMMARY:Завдання'], 'VTODO')
    expect((await olena('PUT', 'calendars/appointments/t.ics', { body: task })).text).toContain(
      'supported-calendar-component',
    )
    await olena('PUT', 'calendars/appointments/a.ics', { body: event('u-5', ['SUMMARY:A', ...at]) })
    expect(
      (await olena('PUT', 'calendars/appointments/b.ics', { body: event('u-5', ['SUMMARY:B', ...at]) }))
        .status,
    ).toBe(409)
    const { items, counts } = await w.kolo.call(w.olena, 'calendar.ledger', { state: 'refused' })
    expect(items.find((i: { name: string }) => i.name === 'hourly.ics')).toMatchObject({
      title: 'Щогодини',
      reason: expect.stringContaining('every day'),
    })
    expect(counts.refused).toBeGreaterThanOrEqual(3)
  })
})

test('attendees are participants, both ways, and alarms are reminders', async () => {
  const path = 'calendars/appointments/people.ics'
  await w.kolo.call(w.system, 'user.update', { items: [{ id: w.petro.user, email: 'petro@example.com' }] })
  const ways = { emails: [{ value: 'buyer@example.com' }] }
  const [buyer] = (
    await w.kolo.call(w.olena, 'contact.create', { items: [{ name: { last: 'Покупець' }, ...ways }] })
  ).items
  const lines = [
    'SUMMARY:З людьми',
    ...at,
    'ORGANIZER:mailto:olena@example.com',
    'ATTENDEE;PARTSTAT=ACCEPTED:mailto:Buyer@example.com',
    'ATTENDEE:mailto:petro@example.com',
    'ATTENDEE;CN=Хтось:mailto:else@example.com',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT30M',
    'END:VALARM',
  ]
  expect((await olena('PUT', path, { body: event('u-people', lines) })).status).toBe(201)
  const [row] = await rows('З людьми')
  expect(row).toMatchObject({
    reminders: ['30'],
    participants: [
      { contact: buyer.id, role: 'required', reply: 'accepted' },
      { user: w.petro.user, reply: 'asked' },
      { email: 'else@example.com', name: 'Хтось' },
    ],
  })
  // Петро answers in Kolo, and Kolo reminds earlier.
  await w.kolo.call(w.petro, 'activity.reply', { id: row!.id, reply: 'accepted' })
  await w.kolo.call(w.olena, 'activity.update', { items: [{ id: row!.id, reminders: ['60'] }] })
  const seen = await olena('GET', path)
  const text = seen.text.replaceAll('\r\n ', '')
  expect(text).toMatch(/ATTENDEE[^:]*PARTSTAT=ACCEPTED:mailto:petro@example.com/)
  expect(text).toContain('TRIGGER:-PT1H')
  expect(text).not.toContain('TRIGGER:-PT30M')
  // A program asks one less; nobody else is touched.
  const fewer = text.replace(/ATTENDEE[^\r]*else@example.com\r\n/, '')
  expect((await olena('PUT', path, { body: fewer, headers: { 'if-match': seen.etag! } })).status).toBe(204)
  expect((await rows('З людьми'))[0]).toMatchObject({
    participants: [
      { contact: buyer.id, reply: 'accepted' },
      { user: w.petro.user, reply: 'accepted' },
    ],
    reminders: ['60'],
  })
})

test('a task is done and taken up again by the operations of people', async () => {
  const path = 'calendars/tasks/task.ics'
  const task = (lines: string[]) =>
    event('t-1', ['SUMMARY:Зателефонувати', 'DUE:20260311T150000Z', ...lines], 'VTODO')
  expect((await olena('PUT', path, { body: task([]) })).status).toBe(201)
  const finished = task(['STATUS:COMPLETED', 'COMPLETED:20260311T140000Z', 'PERCENT-COMPLETE:100'])
  const put = await olena('PUT', path, { body: finished })
  expect([put.status, put.text]).toEqual([204, ''])
  const [done] = await rows('Зателефонувати')
  expect(done).toMatchObject({ kind: 'task', status: 'done', doneAt: '2026-03-11T14:00:00.000Z' })
  const { items } = await w.kolo.history(w.olena, 'activity', done!.id)
  expect(JSON.stringify(items)).toContain('activity.completed')
  expect((await olena('PUT', path, { body: task(['STATUS:NEEDS-ACTION']) })).status).toBe(204)
  expect((await rows('Зателефонувати'))[0]).toMatchObject({ status: 'planned' })
})

test('a program is told what came, changed and went, whoever did it, also by a change of rights', async () => {
  const folder = 'calendars/appointments/'
  const first = await olena('REPORT', folder, { body: sync() })
  const item = { kind: 'meeting', subject: 'Нова', startsAt: '2026-04-01T09:00:00Z' }
  const [made] = (await w.kolo.call(w.olena, 'activity.create', { items: [item] })).items
  const came = await olena('REPORT', folder, { body: sync(tokenIn(first.text)) })
  expect(came.text.match(/<D:response>/g)).toHaveLength(1)
  expect(came.text).toContain(`${made.id}.ics`)
  await w.kolo.call(w.admin, 'activity.update', { items: [{ id: made.id, assignee: w.petro.user }] })
  const went = await olena('REPORT', folder, { body: sync(tokenIn(came.text)) })
  expect(went.text).toContain('404 Not Found')
  const still = await olena('REPORT', folder, { body: sync(tokenIn(went.text)) })
  expect(still.text).not.toContain('<D:response>')
  expect(tokenIn(still.text)).toBe(tokenIn(went.text))
  expect((await olena('REPORT', folder, { body: sync('urn:kolo:sync:999999') })).text).toContain(
    'valid-sync-token',
  )
})

test('a contact keeps its photo and labels, and what Kolo knows more', async () => {
  const path = 'contacts/contacts/card.vcf'
  const card = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    'UID:c-1',
    'N:Коваль;Ірина;;;',
    'FN:Ірина Коваль',
    'TEL;TYPE=CELL:+380671112233',
    'item1.EMAIL:iryna@example.com',
    'item1.X-ABLABEL:Особиста',
    'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ',
    'END:VCARD',
    '',
  ].join('\r\n')
  expect((await olena('PUT', path, { body: card })).status).toBe(201)
  const [row] = (await w.kolo.list(w.olena, 'contact', { q: 'Коваль', limit: 2 })).items
  await w.kolo.call(w.olena, 'contact.update', {
    items: [
      {
        id: row!.id,
        jobTitle: 'Директорка',
        phones: [{ value: '+380671112233', label: 'Особистий' }, { value: '+380442223344' }],
      },
    ],
  })
  const seen = await olena('GET', path)
  expect(seen.text).toContain('TITLE:Директорка')
  expect(seen.text).toContain('PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ')
  expect(seen.text).toContain('ITEM1.X-ABLABEL:Особиста')
  const changed = seen.text.replace('TEL:+380442223344', 'TEL;TYPE=WORK:+380445556677')
  expect((await olena('PUT', path, { body: changed, headers: { 'if-match': seen.etag! } })).status).toBe(204)
  expect(await w.kolo.get(w.olena, 'contact', row!.id)).toMatchObject({
    jobTitle: 'Директорка',
    phones: [
      { value: '+380671112233', label: 'Особистий', primary: true },
      { value: '+380445556677', label: 'work' },
    ],
  })
  const old = card.replace('VERSION:3.0', 'VERSION:2.1')
  expect((await olena('PUT', 'contacts/contacts/old.vcf', { body: old })).text).toContain('vCard 3.0 and 4.0')
})

test('a colleague’s calendar may be read, not written, by whose role says so', async () => {
  const reader = await w.person('Читач', 'reader')
  const team = w.olena.teams[0]!
  await w.kolo.call(w.system, 'user.update', { items: [{ id: reader.user, team }] })
  const program = await w.programOf(reader, 'reader@example.com')
  const [contact] = (await w.kolo.call(w.olena, 'contact.create', { items: [{ name: { last: 'Спільна' } }] }))
    .items
  const record = { entity: 'contact', id: contact.id }
  const item = { kind: 'meeting', subject: 'Чужа', startsAt: '2026-04-02T09:00:00Z', record }
  const [made] = (await w.kolo.call(w.olena, 'activity.create', { items: [item] })).items
  const path = `calendars/user-${w.olena.user}/${made.id}.ics`
  const seen = await program('GET', path)
  expect(seen.status).toBe(200)
  const put = await program('PUT', path, { body: seen.text.replace('Чужа', 'Моя') })
  expect([put.status, put.text]).toEqual([403, expect.stringContaining('need-privileges')])
  expect((await program('DELETE', path)).status).toBe(403)
  const tasks = await program('PROPFIND', `calendars/user-${w.petro.user}/`)
  expect(tasks.status).toBe(404)
})

test('tsdav finds its way, makes, reads, changes, synchronises and removes', async () => {
  const password = await w.passwordOf(w.olena, 'olena@example.com')
  const credentials = { username: 'olena@example.com', password }
  const options = { serverUrl: w.url, credentials, authMethod: 'Basic' as const }
  const client = await createDAVClient({ ...options, defaultAccountType: 'caldav' })
  const found = await client.fetchCalendars()
  expect(found.map((c) => c.components)).toEqual(expect.arrayContaining([['VEVENT'], ['VTODO']]))
  const calendar = found.find((c) => c.url.endsWith('/appointments/'))!
  const iCalString = event('ts-1', ['SUMMARY:tsdav', 'DTSTART:20260501T090000Z', 'DTEND:20260501T100000Z'])
  const made = await client.createCalendarObject({ calendar, filename: 'ts.ics', iCalString })
  expect(made.status).toBe(201)
  const inMay = { start: '2026-05-01T00:00:00Z', end: '2026-05-02T00:00:00Z' }
  const [object, ...more] = await client.fetchCalendarObjects({ calendar, timeRange: inMay })
  expect([object?.data, more]).toEqual([expect.stringContaining('SUMMARY:tsdav'), []])
  const changed = { ...object!, data: String(object!.data).replace('tsdav', 'tsdav 2') }
  expect((await client.updateCalendarObject({ calendarObject: changed })).ok).toBe(true)
  expect((await client.updateCalendarObject({ calendarObject: changed })).status).toBe(412)
  const [again] = await client.fetchCalendarObjects({ calendar, timeRange: inMay })
  expect((await client.deleteCalendarObject({ calendarObject: again! })).ok).toBe(true)
  const cards = await createDAVClient({ ...options, defaultAccountType: 'carddav' })
  const [book] = await cards.fetchAddressBooks()
  const vCardString =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ts-2\r\nN:Dav;Tess;;;\r\nFN:Tess Dav\r\nEND:VCARD\r\n'
  expect((await cards.createVCard({ addressBook: book!, filename: 'ts.vcf', vCardString })).status).toBe(201)
  const all = await cards.fetchVCards({ addressBook: book! })
  expect(all.some((v) => String(v.data).includes('FN:Tess Dav'))).toBe(true)
})

const data = join(import.meta.dirname, '../../../shared/data')
test.skipIf(!existsSync(data))(
  'each file of the ical and vcard sets is kept, or refused for its own reason',
  async () => {
    const files = globSync(['ical/**/*.ics', 'vcard/**/*.vcf'], { cwd: data }).toSorted()
    const became: Record<string, string> = {}
    for (const [i, file] of files.entries()) {
      const bytes = readFileSync(join(data, file))
      const isCard = file.endsWith('.vcf')
      const folder = isCard
        ? 'contacts/contacts'
        : bytes.includes('BEGIN:VTODO')
          ? 'calendars/tasks'
          : 'calendars/appointments'
      const path = `${folder}/set-${i}.${isCard ? 'vcf' : 'ics'}`
      const answer = await olena('PUT', path, { body: bytes as never })
      const said = /<D:responsedescription>(.*?)</s.exec(answer.text)?.[1]
      became[file] = answer.status === 201 ? 'kept' : `${answer.status}: ${said}`
      if (answer.status !== 201) continue
      expect((await olena('GET', path)).status).toBe(200)
      // So that the next file of the same UID stands for itself.
      expect((await olena('DELETE', path)).status).toBe(204)
    }
    expect(became).toEqual(JSON.parse(readFileSync(join(import.meta.dirname, 'set-results.json'), 'utf8')))
  },
)
