import { describe, expect, test } from 'vitest'
import { syncAccount } from '#modules/outlook/index.ts'
import {
  w,
  there,
  day,
  at,
  call,
  records,
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
