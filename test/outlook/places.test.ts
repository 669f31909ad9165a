import { expect, test } from 'vitest'
import {
  at,
  call,
  called,
  connect,
  create,
  day,
  event,
  ledger,
  records,
  sync,
  there,
  w,
} from './outlook-world.ts'
import type { Json } from './stand-in.ts'

test('another calendar and list of tasks may be chosen: all goes to and from them, and what was elsewhere stays', async () => {
  const { calendar, list } = there.others
  there.add('events', { subject: 'Своє', start: at(1), end: at(1, '10:00:00') })
  there.add('events', { subject: 'Клієнтське', start: at(2), end: at(2, '10:00:00'), place: calendar })
  there.add('tasks', { title: 'Робоче', place: list })
  await expect(call('outlook.places')).rejects.toThrow('not connected')
  await connect()
  expect(await call('outlook.places')).toEqual({
    calendars: [
      { id: 'usual', name: 'Календар', isUsual: true },
      { id: calendar, name: 'Клієнти', isUsual: false },
    ],
    lists: [expect.objectContaining({ isUsual: true }), { id: list, name: 'Робота', isUsual: false }],
  })
  await expect(call('outlook.choose', { calendar: 'holidays' })).rejects.toThrow('no such place')
  expect(await call('outlook.choose', { calendar, list })).toEqual({ calendar: 'Клієнти', list: 'Робота' })
  await sync()
  expect((await records('activity')).map((a) => a['subject']).toSorted()).toEqual(['Клієнтське', 'Робоче'])
  const start = day(3, '10:00:00.000Z')
  await create({ kind: 'meeting', subject: 'Нове', startsAt: start, endsAt: day(3, '11:00:00.000Z') })
  await create({ kind: 'task', subject: 'Нове завдання' })
  await sync()
  expect(event('Нове')).toMatchObject({ place: calendar })
  expect(there.alive('tasks').find((t) => t['title'] === 'Нове завдання')).toMatchObject({ place: list })
  there.change('events', event('Клієнтське').id, { subject: 'Клієнтське пізніше' })
  await sync()
  expect(await called('Клієнтське пізніше')).toHaveLength(1)
  // Back to the usual ones: nothing is removed anywhere.
  const before = there.alive('events').length
  await call('outlook.choose', {})
  expect(await sync()).toBe('done')
  await sync()
  await sync()
  expect(await called('Своє')).toHaveLength(1)
  expect(await records('activity')).toHaveLength(5)
  expect(there.alive('events').length).toBeGreaterThanOrEqual(before)
})

test('of a task that repeats one stands in To Do after another, ticked on either side', async () => {
  const due = day(1, '15:00:00.000Z')
  const task = await create({
    kind: 'task',
    subject: 'Щоденне',
    dueAt: due,
    timeZone: 'UTC',
    repeat: 'FREQ=DAILY;COUNT=3',
  })
  await connect({ kinds: ['tasks'] })
  await sync()
  const there1 = () => there.alive('tasks').filter((t) => t['title'] === 'Щоденне')
  const dueThere = () => (there1()[0]!['dueDateTime'] as Json)['dateTime']
  expect(there1()).toHaveLength(1)
  expect(there1()[0]).not.toHaveProperty('recurrence')
  expect(dueThere()).toBe(day(1, '00:00:00'))
  // Done here: the next one goes there.
  await call('activity.complete', { id: task })
  await sync()
  expect(dueThere()).toBe(day(2, '00:00:00'))
  // Ticked, called otherwise and moved there: that one is done here, and the last goes there, on its day.
  await sync()
  there.change('tasks', there1()[0]!.id, { title: 'Щоденно', status: 'completed', completedDateTime: at(2) })
  await sync()
  const now = () => there.alive('tasks').find((t) => t['title'] === 'Щоденно')!
  expect(now()).toMatchObject({ status: 'notStarted', dueDateTime: { dateTime: day(3, '00:00:00') } })
  expect(await w.kolo.get(w.olena, 'activity', task)).toMatchObject({
    status: 'planned',
    repeat: 'FREQ=DAILY;COUNT=3',
  })
  await sync()
  there.change('tasks', now().id, { dueDateTime: at(9, '00:00:00') })
  await sync()
  expect(now()).toMatchObject({ dueDateTime: { dateTime: day(3, '00:00:00') } })
  await sync()
  there.change('tasks', now().id, { status: 'completed', completedDateTime: at(3) })
  await sync()
  await sync()
  expect(now()).toMatchObject({ status: 'completed' })
  const done = (await records('activity')).filter((a) => a['status'] === 'done')
  expect(done).toHaveLength(3)
  expect(there.alive('tasks')).toHaveLength(1)
  expect(await ledger('Щоденно')).toHaveLength(1)
})
