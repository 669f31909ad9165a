import { describe, expect, test } from 'vitest'
import {
  w,
  there,
  day,
  at,
  call,
  records,
  called,
  one,
  create,
  change,
  event,
  sync,
  ledger,
  account,
  connect,
} from './outlook-world.ts'
import type { Json } from './stand-in.ts'

describe('a series', () => {
  const weekly = {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: [], firstDayOfWeek: 'monday' },
    range: { type: 'numbered', numberOfOccurrences: 5, startDate: '' },
  }
  const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

  test('comes with what was cancelled and moved of it, and goes with it', async () => {
    const start = at(1)
    const daysOfWeek = [names[new Date(`${start.dateTime}Z`).getUTCDay()]!]
    const recurrence = {
      ...weekly,
      pattern: { ...weekly.pattern, daysOfWeek },
      range: { ...weekly.range, startDate: start.dateTime.slice(0, 10) },
    }
    const master = there.add('events', { subject: 'Щотижня', start, end: at(1, '10:00:00'), recurrence })
    const t = (n: number) => Date.parse(`${day(1 + 7 * n, '09:00:00')}Z`)
    there.cancel(master.id, t(1))
    there.except(master.id, t(2), { subject: 'Пізніше', start: at(15, '15:00:00'), end: at(15, '16:00:00') })
    await connect()
    await sync()
    const series = await one('Щотижня')
    expect(series).toMatchObject({
      repeat: expect.stringContaining('COUNT=5'),
      exceptions: [new Date(t(1)).toISOString()],
    })
    expect(await one('Пізніше')).toMatchObject({
      series: { id: series.id },
      occursAt: new Date(t(2)).toISOString(),
      startsAt: day(15, '15:00:00.000Z'),
    })
    // Here: the fourth is left out, the fifth is moved, the third is called otherwise.
    await change(series.id, { exceptions: [new Date(t(1)).toISOString(), new Date(t(3)).toISOString()] })
    await change((await one('Пізніше')).id, { subject: 'Ще пізніше' })
    const moved = {
      kind: 'meeting',
      subject: 'Щотижня',
      series: series.id,
      occursAt: new Date(t(4)).toISOString(),
      startsAt: day(29, '18:00:00.000Z'),
      endsAt: day(29, '19:00:00.000Z'),
      timeZone: 'UTC',
    }
    await create(moved)
    await sync()
    const now = there.instances(master.id)
    expect(now.map((i) => [i['subject'], i['type']])).toEqual([
      ['Щотижня', 'occurrence'],
      ['Ще пізніше', 'exception'],
      ['Щотижня', 'exception'],
    ])
    expect(now[2]!['start']).toEqual(at(29, '18:00:00'))
    await sync()
    const quiet = there.log.length
    await sync()
    expect(there.log.slice(quiet).every((r) => r.method === 'GET')).toBe(true)
    expect((await records('activity')).length).toBe(3)
  })

  test('of ours becomes a pattern there; one that Outlook cannot hold stays, with the reason', async () => {
    const base = {
      kind: 'meeting',
      startsAt: day(1, '10:00:00.000Z'),
      endsAt: day(1, '11:00:00.000Z'),
      timeZone: 'UTC',
    }
    await create({
      ...base,
      subject: 'Щодня',
      repeat: 'FREQ=DAILY;COUNT=4',
      exceptions: [day(2, '10:00:00.000Z')],
    })
    await create({ ...base, subject: 'Дивна', repeat: 'FREQ=MONTHLY;BYMONTHDAY=1,15' })
    await connect()
    await sync()
    expect(event('Щодня')['recurrence']).toMatchObject({
      pattern: { type: 'daily' },
      range: { type: 'numbered', numberOfOccurrences: 4 },
    })
    expect(there.instances(event('Щодня').id)).toHaveLength(3)
    expect(event('Дивна')).toBeUndefined()
    expect(await ledger('Дивна')).toMatchObject([
      { state: 'skipped', reason: expect.stringContaining('no such repetition') },
    ])
  })
})

test('broken off at any request, on either side of it, nothing is lost and nothing is there twice', async () => {
  const fill = async () => {
    await create({
      kind: 'meeting',
      subject: 'Наша',
      startsAt: day(1, '10:00:00.000Z'),
      endsAt: day(1, '11:00:00.000Z'),
      timeZone: 'UTC',
    })
    await create({ kind: 'task', subject: 'Наше завдання' })
    await create({ name: { last: 'Наш' }, emails: [{ value: 'ours@example.com' }] }, 'contact')
    for (let i = 0; i < 4; i++)
      there.add('events', { subject: `Їхня ${i}`, start: at(i), end: at(i, '10:00:00') })
    there.add('tasks', { title: 'Їхнє завдання' })
    there.add('contacts', { surname: 'Їхній', emailAddresses: [{ address: 'theirs@example.com' }] })
  }
  await fill()
  await connect()
  // Every request breaks off the first time: what is only asked before it is answered, what writes after it is done.
  const seen = new Set<string>()
  there.control.fault = ({ method, path, body }) => {
    const key = [method, path, JSON.stringify(body)].join(' ')
    return seen.size < seen.add(key).size ? (method === 'GET' ? 'cut' : 'lost') : null
  }
  let broken = 0
  while ((await sync()) === 'later') {
    if (++broken === 4) await change((await one('Наша')).id, { location: 'Десь' })
    if (broken === 8) there.change('events', event('Їхня 1').id, { importance: 'high' })
  }
  there.control.fault = () => null
  expect(broken).toBeGreaterThan(15)
  expect(await sync()).toBe('done')
  expect(await sync()).toBe('done')
  const subjects = [
    'Наша',
    'Наше завдання',
    'Їхнє завдання',
    'Їхня 0',
    'Їхня 1',
    'Їхня 2',
    'Їхня 3',
  ].toSorted()
  expect((await records('activity')).map((a) => a['subject']).toSorted()).toEqual(subjects)
  expect(
    [...there.alive('events'), ...there.alive('tasks')].map((e) => e['subject'] ?? e['title']).toSorted(),
  ).toEqual(subjects)
  expect((await records('contact')).length).toBe(2)
  expect(there.alive('contacts').length).toBe(2)
  expect(event('Наша')).toMatchObject({ location: { displayName: 'Десь' } })
  expect(await one('Їхня 1')).toMatchObject({ priority: 'high' })
  const { counts } = await call('calendar.ledger')
  expect(counts.sending ?? 0).toBe(0)
})

describe('Microsoft', () => {
  test('asks to wait: all goes on later, from there', async () => {
    there.add('events', { subject: 'Перша', start: at(1), end: at(1, '10:00:00') })
    await connect()
    there.control.fault = () => new Response('{}', { status: 429, headers: { 'retry-after': '17' } })
    expect(await sync()).toBe('later')
    const [row] = await w.db.system((tx) =>
      tx.rows<{ wait: number }>({
        text: `select round(extract(epoch from next_at - now()))::int as wait from outlook_accounts`,
        values: [],
      }),
    )
    expect(row!.wait).toBeGreaterThan(14)
    expect(row!.wait).toBeLessThanOrEqual(17)
    expect(await account()).toMatchObject({ isConnected: true, trouble: expect.stringContaining('429') })
    there.control.fault = () => null
    expect(await sync()).toBe('done')
    expect(await account()).toMatchObject({ trouble: null })
    expect(await called('Перша')).toHaveLength(1)
  })

  test('forgets where all was (410): everything is compared anew, and what went meanwhile goes', async () => {
    for (const subject of ['Лишиться', 'Зникне'])
      there.add('events', { subject, start: at(1), end: at(1, '10:00:00') })
    await create({
      kind: 'meeting',
      subject: 'Наша',
      startsAt: day(1, '10:00:00.000Z'),
      endsAt: day(1, '11:00:00.000Z'),
    })
    await connect()
    await sync()
    there.remove('events', event('Зникне').id)
    there.change('events', event('Лишиться').id, { importance: 'high' })
    there.forgetDeltas()
    expect(await sync()).toBe('done')
    expect((await records('activity')).map((a) => a['subject']).toSorted()).toEqual(['Лишиться', 'Наша'])
    expect(await one('Лишиться')).toMatchObject({ priority: 'high' })
    expect(there.alive('events')).toHaveLength(2)
  })

  test('says an event is gone that only left the window: it stays, as it is now', async () => {
    there.add('events', { subject: 'Далеко', start: at(1), end: at(1, '10:00:00') })
    await connect()
    await sync()
    there.change('events', event('Далеко').id, { start: at(2000), end: at(2000, '10:00:00') })
    await sync()
    expect(await one('Далеко')).toMatchObject({ startsAt: day(2000, '09:00:00.000Z') })
  })

  const answers: [string, () => Response][] = [
    ['no JSON', () => new Response('<html>')],
    ['a list', () => Response.json([1])],
    ['no links', () => Response.json({ value: [] })],
    [
      'a link elsewhere',
      () => Response.json({ value: [], '@odata.nextLink': 'http://evil.example/v1.0/me/events' }),
    ],
    ['no rows', () => Response.json({ value: 'x', '@odata.nextLink': 7 })],
    ['an error that does not read', () => new Response('nope', { status: 403 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://evil.example/' } })],
    ['a wait without end', () => new Response('', { status: 503, headers: { 'retry-after': '99999999' } })],
  ]
  test.each(answers)('answers %s: told, and mended by the next answer', async (_, answer) => {
    await connect()
    there.control.fault = () => answer()
    expect(['trouble', 'later']).toContain(await sync())
    expect((await account())!['trouble']).toBeTruthy()
    there.control.fault = () => null
    expect(await sync()).toBe('done')
  })

  test('sends items that do not read: each is skipped with its reason, the others come', async () => {
    const start = at(1)
    const bad: Json[] = [
      { subject: 'без часу', start: null, end: null },
      { subject: 'x'.repeat(2000), start, end: start },
      { subject: 'зона', start: { dateTime: 'не час', timeZone: 'UTC' }, end: start },
      { subject: { a: 1 }, start, end: start },
      {
        subject: 'правило',
        start,
        end: start,
        recurrence: { pattern: { type: 'hourly', interval: 1 }, range: { type: 'noEnd' } },
      },
      { subject: 'навпаки', start: at(3), end: at(2) },
      { subject: 'нуль\u0000байт', start, end: start },
    ]
    const rows = [
      null,
      7,
      'x',
      {},
      { id: 5 },
      ...bad.map((b, i) => ({
        id: `bad-${i}`,
        type: 'singleInstance',
        body: null,
        '@odata.etag': `e${i}`,
        ...b,
      })),
    ]
    const good = there.add('events', { subject: 'Добра', start, end: at(1, '10:00:00') })
    there.control.fault = ({ path }) =>
      path.startsWith('me/calendarView/delta?startDateTime')
        ? Response.json({
            value: [...rows, { ...good, body: null }],
            '@odata.deltaLink': `${there.settings.apiUrl}/me/calendarView/delta?$deltatoken=9`,
          })
        : null
    await connect()
    expect(await sync()).toBe('done')
    expect(await called('Добра')).toHaveLength(1)
    const lines = (await call('calendar.ledger')).items as Json[]
    const said = (n: number) => lines.find((l) => l['name'] === `bad-${n}`)
    for (const n of [0, 2, 3, 4])
      expect(said(n)).toMatchObject({ state: 'skipped', reason: expect.any(String) })
    expect(said(5)).toMatchObject({ state: 'refused', reason: expect.stringContaining('ends before') })
    there.control.fault = () => null
    expect(await sync()).toBe('done')
  })
})

test('participants come in; they are invited there only where their user says so', async () => {
  const attendees = [
    {
      type: 'required',
      status: { response: 'accepted' },
      emailAddress: { name: 'Клієнт', address: 'client@example.com' },
    },
  ]
  there.add('events', { subject: 'З ними', start: at(1), end: at(1, '10:00:00'), attendees })
  await create({
    kind: 'meeting',
    subject: 'З нами',
    startsAt: day(1, '10:00:00.000Z'),
    endsAt: day(1, '11:00:00.000Z'),
    participants: [{ email: 'guest@example.com', name: 'Гість' }],
  })
  await connect()
  await sync()
  expect((await one('З ними'))['participants']).toMatchObject(
    expect.arrayContaining([
      { email: 'client@example.com', name: 'Клієнт', role: 'required', reply: 'accepted' },
    ]),
  )
  expect(event('З нами')['attendees']).toEqual([])
  await connect({ kinds: ['appointments'], invites: true })
  await change((await one('З нами')).id, {
    participants: [{ email: 'guest@example.com', name: 'Гість' }, { email: 'two@example.com' }],
  })
  await sync()
  expect(event('З нами')['attendees']).toMatchObject([
    { emailAddress: { address: 'guest@example.com' } },
    { emailAddress: { address: 'two@example.com' } },
  ])
})

test('a contact whom both know is one, and each fills the gaps of the other', async () => {
  await create(
    {
      name: { first: 'Оля', last: 'Шевчук' },
      emails: [{ value: 'olia@example.com' }],
      jobTitle: 'Бухгалтер',
    },
    'contact',
  )
  there.add('contacts', {
    givenName: 'Ольга',
    surname: 'Шевчук',
    emailAddresses: [{ address: 'Olia@example.com' }],
    mobilePhone: '+380671112233',
  })
  await connect()
  await sync()
  await sync()
  const [contact, ...more] = await records('contact')
  expect(more).toEqual([])
  expect(await w.kolo.get(w.olena, 'contact', contact!.id)).toMatchObject({
    name: { first: 'Оля' },
    phones: [{ value: '+380671112233' }],
  })
  expect(there.alive('contacts')).toHaveLength(1)
  expect(there.alive('contacts')[0]).toMatchObject({ givenName: 'Ольга', jobTitle: 'Бухгалтер' })
})
