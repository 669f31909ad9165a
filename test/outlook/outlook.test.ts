import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { syncAccount } from '#modules/outlook/index.ts'
import { openDoorWorld } from '#test/door-world.ts'
import { openStandIn, type Json, type StandIn } from './stand-in.ts'

let w: Awaited<ReturnType<typeof openDoorWorld>>
let there: StandIn
beforeAll(async () => {
  w = await openDoorWorld()
  w.kolo.address = 'http://kolo.example'
})
afterAll(() => w.close())

/** A day in two months’ time, by UTC. */
const day = (n: number, time: string) =>
  `${new Date(Date.now() + (60 + n) * 86_400_000).toISOString().slice(0, 10)}T${time}`
const at = (n: number, time = '09:00:00') => ({ dateTime: day(n, time), timeZone: 'UTC' })
const call = (name: string, input: object = {}) => w.kolo.call(w.olena, name, input)
const records = async (entity: 'activity' | 'contact') =>
  (await w.kolo.list(w.olena, entity, { limit: 200 })).items as (Json & { id: string })[]
const called = async (subject: string) => (await records('activity')).filter((a) => a['subject'] === subject)
const one = async (subject: string) =>
  (await w.kolo.get(w.olena, 'activity', (await called(subject))[0]!.id)) as Json & { id: string }
const create = async (item: object, entity = 'activity') =>
  (await call(`${entity}.create`, { items: [item] })).items[0].id as string
const change = (id: string, item: object, entity = 'activity') =>
  call(`${entity}.update`, { items: [{ id, ...item }] })
const event = (subject: string) => there.alive('events').find((e) => e['subject'] === subject)!
const sync = () => syncAccount(w.kolo, w.olena.user)
const ledger = async (title: string) =>
  (await call('calendar.ledger')).items.filter((i: Json) => i['title'] === title) as Json[]
const account = async () => (await call('outlook.account')).account as Json | null

async function connect(input: object = { kinds: ['appointments', 'tasks', 'contacts'] }, who = w.olena) {
  await w.kolo.call(w.admin, 'outlook.set', there.settings)
  const { address } = await w.kolo.call(who, 'outlook.connect', input)
  const back = await fetch(address, { redirect: 'manual' })
  const url = new URL(back.headers.get('location')!)
  const answer = { code: url.searchParams.get('code'), state: url.searchParams.get('state') }
  return w.kolo.call(who, 'outlook.finish', answer)
}

beforeEach(async () => {
  there = await openStandIn()
  // A new stand-in is a new account: the ids of another mean nothing.
  await w.db.system(async (tx) => {
    for (const table of ['calendar_items', 'outlook_cursors', 'outlook_accounts', 'activities', 'contacts'])
      await tx.rows({ text: `delete from ${table}`, values: [] })
  })
  return () => there.close()
})

describe('a sign-in', () => {
  test('is begun and ended by the same person, once, and is kept sealed; only an administrator says how', async () => {
    await expect(call('outlook.set', there.settings)).rejects.toThrow('may not')
    await expect(call('outlook.connect', { kinds: ['tasks'] })).rejects.toThrow('administrator')
    await w.kolo.call(w.admin, 'outlook.set', there.settings)
    const { address } = await call('outlook.connect', { kinds: ['tasks'] })
    expect(address).toContain('code_challenge_method=S256')
    expect(address).toContain(encodeURIComponent('http://kolo.example/settings/calendars'))
    const url = new URL((await fetch(address, { redirect: 'manual' })).headers.get('location')!)
    const answer = { code: url.searchParams.get('code'), state: url.searchParams.get('state') }
    await expect(w.kolo.call(w.petro, 'outlook.finish', answer)).rejects.toThrow('not begun here')
    await expect(call('outlook.finish', { ...answer, state: 'other' })).rejects.toThrow('not begun here')
    expect(await call('outlook.finish', answer)).toEqual({ address: 'olena@contoso.example' })
    await expect(call('outlook.finish', answer)).rejects.toThrow('not begun here')
    expect(await account()).toMatchObject({
      address: 'olena@contoso.example',
      isConnected: true,
      kinds: ['tasks'],
    })
    const told = await w.kolo.call(w.admin, 'outlook.account', {})
    expect(told.settings).toMatchObject({ clientId: 'client-1', hasSecret: true })
    expect(JSON.stringify(told)).not.toContain('secret-1')
    const [kept] = await w.db.system((tx) =>
      tx.rows({ text: 'select * from outlook_settings, outlook_accounts', values: [] }),
    )
    expect(JSON.stringify(kept)).not.toContain('secret-1')
    await call('outlook.disconnect')
    expect(await account()).toBeNull()
    expect(await sync()).toBe('busy')
  })

  test('is renewed when the token runs out, and asked for anew when Microsoft takes it back', async () => {
    there.control.lifetime = 1
    await connect()
    expect(await sync()).toBe('done')
    there.forgetTokens()
    expect(await sync()).toBe('done')
    there.control.lifetime = 3600
    there.forgetAll()
    expect(await sync()).toBe('trouble')
    expect(await account()).toMatchObject({
      isConnected: false,
      trouble: expect.stringContaining('invalid_grant'),
    })
    await connect()
    expect(await sync()).toBe('done')
  })
})

test('the first time all goes both ways, and after that only what changed', async () => {
  const start = day(1, '10:00:00.000Z')
  await create({
    kind: 'meeting',
    subject: 'Наша',
    startsAt: start,
    endsAt: day(1, '11:00:00.000Z'),
    timeZone: 'Europe/Kyiv',
    location: 'Київ',
    description: 'Про ціни',
    reminders: ['30'],
  })
  await create({ kind: 'task', subject: 'Наше завдання', dueAt: day(2, '15:00:00.000Z'), priority: 'high' })
  await create(
    {
      name: { first: 'Ірина', last: 'Коваль' },
      emails: [{ value: 'iryna@example.com' }],
      phones: [{ value: '+380671112233', label: 'mobile' }],
    },
    'contact',
  )
  for (let i = 0; i < 7; i++)
    there.add('events', {
      subject: `Їхня ${i}`,
      start: at(i),
      end: at(i, '10:00:00'),
      body: { contentType: 'html', content: '<p>Так</p>' },
    })
  there.add('tasks', {
    title: 'Їхнє завдання',
    dueDateTime: at(3, '00:00:00'),
    status: 'inProgress',
    importance: 'low',
  })
  there.add('contacts', {
    givenName: 'Петро',
    surname: 'Бондар',
    mobilePhone: '+380501234567',
    companyName: 'Невідома',
  })
  await connect()
  expect(await sync()).toBe('done')

  expect(event('Наша')).toMatchObject({
    start: {
      dateTime: new Date(Date.parse(start) + 3_600_000 * offset(start)).toISOString().slice(0, 19),
      timeZone: 'FLE Standard Time',
    },
    location: { displayName: 'Київ' },
    body: { contentType: 'text', content: 'Про ціни' },
    isReminderOn: true,
    reminderMinutesBeforeStart: 30,
    attendees: [],
  })
  expect(there.alive('tasks').find((t) => t['title'] === 'Наше завдання')).toMatchObject({
    importance: 'high',
    dueDateTime: at(2, '00:00:00'),
    status: 'notStarted',
  })
  expect(there.alive('contacts').find((c) => c['surname'] === 'Коваль')).toMatchObject({
    givenName: 'Ірина',
    emailAddresses: [{ address: 'iryna@example.com' }],
    mobilePhone: '+380671112233',
  })
  expect(await one('Їхня 6')).toMatchObject({
    kind: 'meeting',
    startsAt: day(6, '09:00:00.000Z'),
    description: 'Так',
  })
  expect(await one('Їхнє завдання')).toMatchObject({
    kind: 'task',
    status: 'started',
    priority: 'low',
    isAllDay: true,
  })
  expect((await records('contact')).map((c) => (c['name'] as Json)['last']).toSorted()).toEqual([
    'Бондар',
    'Коваль',
  ])
  const { counts } = await call('calendar.ledger')
  expect(counts).toEqual({ seen: 3, written: 9 })

  const before = there.log.length
  expect(await sync()).toBe('done')
  // Three questions whether there is news, and what was sent read back once: nothing is written.
  expect(there.log.slice(before).filter((r) => r.method !== 'GET')).toEqual([])
  const quiet = there.log.length
  await sync()
  expect(there.log.length - quiet).toBe(3)
  expect((await records('activity')).length).toBe(10)
})

const offset = (iso: string) =>
  Number(
    /\+(\d+)/.exec(
      new Intl.DateTimeFormat('en', { timeZone: 'Europe/Kyiv', timeZoneName: 'longOffset' }).format(
        Date.parse(iso),
      ),
    )![1],
  )

describe('what was changed', () => {
  test('on both sides comes together field by field; the same field shows a conflict and stays as it is here', async () => {
    await create({
      kind: 'visit',
      subject: 'Обидві',
      startsAt: day(1, '10:00:00.000Z'),
      endsAt: day(1, '11:00:00.000Z'),
      timeZone: 'UTC',
    })
    await connect()
    await sync()
    const { id } = await one('Обидві')
    await change(id, { location: 'Наш офіс', priority: 'high' })
    there.change('events', event('Обидві').id, {
      start: at(2),
      end: at(2, '10:30:00'),
      location: { displayName: 'Їхній офіс' },
    })
    await sync()
    expect(await one('Обидві')).toMatchObject({
      kind: 'visit',
      location: 'Наш офіс',
      priority: 'high',
      startsAt: day(2, '09:00:00.000Z'),
      endsAt: day(2, '10:30:00.000Z'),
    })
    expect(event('Обидві')).toMatchObject({
      start: at(2),
      location: { displayName: 'Наш офіс' },
      importance: 'high',
    })
    // The conflict was told before ours went there.
    const events = await w.db.system((tx) =>
      tx.rows<{ reason: string }>({
        text: `select reason from calendar_items where state in ('conflict', 'seen')`,
        values: [],
      }),
    )
    expect(events).toHaveLength(1)
    const writes = there.log.filter((r) => r.method === 'PATCH')
    expect(writes).toHaveLength(1)
    expect(Object.keys(writes[0]!.body!).toSorted()).toEqual(['importance', 'location'])
  })

  test('to a task or a contact goes the same ways; a task is done there and taken up here', async () => {
    await connect()
    const task = there.add('tasks', { title: 'Подзвонити' })
    const person = there.add('contacts', {
      givenName: 'Ганна',
      surname: 'Мельник',
      emailAddresses: [{ address: 'hanna@example.com' }],
      businessPhones: ['+380441112233'],
    })
    await sync()
    there.change('tasks', task.id, { status: 'completed', completedDateTime: at(0) })
    const [contact] = await records('contact')
    await change(
      contact!.id,
      { jobTitle: 'Директорка', phones: [{ value: '+380441112233', label: 'Приймальня' }] },
      'contact',
    )
    there.change('contacts', person.id, { department: 'Закупівлі' })
    await sync()
    expect(await one('Подзвонити')).toMatchObject({ status: 'done', doneAt: day(0, '09:00:00.000Z') })
    expect(there.alive('contacts')[0]).toMatchObject({ jobTitle: 'Директорка', department: 'Закупівлі' })
    expect(await w.kolo.get(w.olena, 'contact', contact!.id)).toMatchObject({
      department: 'Закупівлі',
      phones: [{ label: 'Приймальня' }],
    })
    await call('activity.reopen', { id: (await one('Подзвонити')).id })
    await sync()
    expect(there.alive('tasks')[0]).toMatchObject({ status: 'notStarted' })
  })

  test('between reading and writing is taken in first, and ours is sent once more (412)', async () => {
    await create({
      kind: 'meeting',
      subject: 'Гонка',
      startsAt: day(1, '10:00:00.000Z'),
      endsAt: day(1, '11:00:00.000Z'),
    })
    await connect()
    await sync()
    await sync()
    await change((await one('Гонка')).id, { location: 'Тут' })
    let done = false
    there.control.fault = ({ method }) => {
      if (method === 'PATCH' && !done) {
        done = true
        there.change('events', event('Гонка').id, { importance: 'high' })
      }
      return null
    }
    expect(await sync()).toBe('done')
    expect(event('Гонка')).toMatchObject({ location: { displayName: 'Тут' }, importance: 'high' })
    expect(await one('Гонка')).toMatchObject({ location: 'Тут', priority: 'high' })
  })
})

describe('what was removed', () => {
  test('on one side goes on the other; what was changed on the other meanwhile stays', async () => {
    const names = ['a', 'b', 'c', 'd']
    for (const subject of names)
      await create({
        kind: 'meeting',
        subject,
        startsAt: day(1, '10:00:00.000Z'),
        endsAt: day(1, '11:00:00.000Z'),
      })
    const task = there.add('tasks', { title: 'Завдання' })
    await connect()
    await sync()
    await sync()
    there.remove('events', event('a').id)
    await call('activity.delete', { ids: [(await one('b')).id] })
    there.remove('events', event('c').id)
    await change((await one('c')).id, { location: 'Змінено' })
    there.remove('tasks', task.id)
    await sync()
    expect((await records('activity')).map((a) => a['subject']).toSorted()).toEqual(['c', 'd'])
    expect(
      there
        .alive('events')
        .map((e) => e['subject'])
        .toSorted(),
    ).toEqual(['c', 'd'])
    expect(event('c')).toMatchObject({ location: { displayName: 'Змінено' } })
    expect(await ledger('c')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state: 'conflict', reason: expect.stringContaining('put back') }),
      ]),
    )
    // From the bin it comes back there too; and a cancelled one leaves the calendar.
    await sync()
    await call('activity.restore', { ids: (await bin()).slice(0, 1) })
    await call('activity.cancel', { id: (await one('d')).id })
    await sync()
    expect(there.alive('events')).toHaveLength(2)
    expect(there.alive('events').map((e) => e['subject'])).not.toContain('d')
  })
  const bin = async () =>
    (
      await w.db.system((tx) =>
        tx.rows<{ id: string }>({
          text: `select id from activities where deleted_at is not null and subject = 'b'`,
          values: [],
        }),
      )
    ).map((r) => r.id)

  test('where a role does not allow that here is refused, and not put back; so is what it may not make', async () => {
    const colleague = await w.person('Колега', 'sales')
    await w.kolo.call(w.system, 'user.update', { items: [{ id: colleague.user, team: w.olena.teams[0] }] })
    const item = { name: { last: 'Спільний' }, owner: colleague.user }
    await w.kolo.call(w.system, 'contact.create', { items: [item] })
    await connect()
    await sync()
    there.remove('contacts', there.alive('contacts')[0]!.id)
    await sync()
    await sync()
    expect(await records('contact')).toHaveLength(1)
    expect(there.alive('contacts')).toEqual([])
    expect(await ledger('Спільний')).toMatchObject([
      { state: 'refused', reason: expect.stringContaining('role') },
    ])
    const reader = await w.person('Читачка', 'reader')
    await connect({ kinds: ['appointments'] }, reader)
    there.add('events', { subject: 'Не для неї', start: at(1), end: at(1, '10:00:00') })
    expect(await syncAccount(w.kolo, reader.user)).toBe('done')
    const { items } = await w.kolo.call(reader, 'calendar.ledger', {})
    expect(items).toMatchObject([
      { title: 'Не для неї', state: 'refused', reason: expect.stringContaining('may not') },
    ])
  })
})

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
