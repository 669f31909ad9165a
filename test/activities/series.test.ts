import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remaining } from '#modules/activities/index.ts'
import { openDoorWorld } from '#test/door-world.ts'

const [hour, day] = [3_600_000, 86_400_000]

test.each([
  ['FREQ=DAILY;COUNT=10', 4, 0, 0, 'FREQ=DAILY;COUNT=6'],
  ['FREQ=DAILY;COUNT=4', 4, 0, 0, null],
  ['RRULE:freq=weekly;byday=mo', 3, day, 1, 'FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=WEEKLY;BYDAY=MO', 0, -day, -1, 'FREQ=WEEKLY;BYDAY=SU'],
  ['FREQ=WEEKLY;BYDAY=MO,WE', 3, day, 1, null],
  ['FREQ=WEEKLY;BYDAY=MO,WE', 3, hour, 0, 'FREQ=WEEKLY;BYDAY=MO,WE'],
  ['FREQ=WEEKLY', 1, 2 * day, 2, 'FREQ=WEEKLY'],
  ['FREQ=DAILY;UNTIL=20260310T090000Z', 2, hour, 0, 'FREQ=DAILY;UNTIL=20260310T100000Z'],
  ['FREQ=DAILY;UNTIL=20260310', 2, hour, 0, 'FREQ=DAILY;UNTIL=20260310'],
  ['FREQ=DAILY;UNTIL=20260310', 2, -day - hour, -2, 'FREQ=DAILY;UNTIL=20260308'],
  ['FREQ=MONTHLY;BYMONTHDAY=5', 1, day, 1, null],
])('of %s after %i, %i ms later, %i days on: %s', (rule, passed, shift, days, expected) => {
  expect(remaining(rule, passed, shift, days)).toBe(expected)
})

describe('a series of five Mondays at ten in Kyiv, across the change of clocks', () => {
  let w: Awaited<ReturnType<typeof openDoorWorld>>
  beforeAll(async () => {
    w = await openDoorWorld()
  })
  afterAll(() => w.close())

  // 29 March 2026 is the last Sunday of March.
  const mondays = ['03-16T08', '03-23T08', '03-30T07', '04-06T07', '04-13T07'].map(
    (t) => `2026-${t}:00:00.000Z`,
  )
  const at = (t: string) => new Date(t).toISOString()
  async function series(more: object = {}) {
    const item = {
      kind: 'meeting',
      subject: 'Планірка',
      startsAt: mondays[0],
      endsAt: '2026-03-16T09:00:00Z',
      timeZone: 'Europe/Kyiv',
      repeat: 'FREQ=WEEKLY;BYDAY=MO;COUNT=5',
      location: 'Київ',
      ...more,
    }
    return (await w.kolo.call(w.olena, 'activity.create', { items: [item] })).items[0].id as string
  }
  const change = (id: string, n: number, scope: string, said: object, who = w.olena) =>
    w.kolo.call(who, 'activity.change_series', { id, occursAt: mondays[n], scope, ...said }) as Promise<{
      id: string
    }>
  async function agenda() {
    const { items } = await w.kolo.call(w.olena, 'activity.agenda', {
      from: '2026-03-01T00:00:00Z',
      to: '2026-06-01T00:00:00Z',
    })
    const told = items.map((i: { subject: string; startsAt: string; endsAt: string }) => [
      i.subject,
      at(i.startsAt).slice(5, 16),
      (Date.parse(i.endsAt) - Date.parse(i.startsAt)) / hour,
    ])
    await w.db.system((tx) => tx.rows({ text: 'delete from activities', values: [] }))
    return told
  }
  const as = (times: string[], subject = 'Планірка', length = 1) => times.map((t) => [subject, t, length])

  test('one of it', async () => {
    const id = await series()
    const made = await change(id, 1, 'one', { subject: 'Особлива', startsAt: '2026-03-24T12:00:00Z' })
    expect(await w.kolo.get(w.olena, 'activity', made.id)).toMatchObject({
      location: 'Київ',
      repeat: null,
      occursAt: mondays[1],
    })
    await expect(change(id, 1, 'one', { subject: 'Ще раз' })).rejects.toThrow('no such instance')
    expect(await agenda()).toEqual([
      ...as(['03-16T08:00']),
      ...as(['03-24T12:00'], 'Особлива'),
      ...as(['03-30T07:00', '04-06T07:00', '04-13T07:00']),
    ])
  })

  test('it and all that follow: on Tuesdays, longer, with what was left out, moved and done of it', async () => {
    const id = await series({ exceptions: [mondays[3]] })
    await w.kolo.call(w.olena, 'activity.complete', { id, occursAt: mondays[4] })
    const rest = await change(id, 2, 'following', {
      startsAt: '2026-03-31T08:00:00Z',
      endsAt: '2026-03-31T10:00:00Z',
    })
    expect(rest.id).not.toBe(id)
    expect(await w.kolo.get(w.olena, 'activity', rest.id)).toMatchObject({
      repeat: 'FREQ=WEEKLY;COUNT=3;BYDAY=TU',
      exceptions: ['2026-04-07T08:00:00.000Z'],
      location: 'Київ',
    })
    const done = (await w.kolo.list(w.olena, 'activity', { filter: ['status', 'is', 'done'], limit: 5 }))
      .items
    expect(done).toMatchObject([{ series: { id: rest.id }, occursAt: '2026-04-14T08:00:00.000Z' }])
    expect(await agenda()).toEqual([
      ...as(['03-16T08:00', '03-23T08:00']),
      ...as(['03-31T08:00'], 'Планірка', 2),
      ...as(['04-13T07:00']),
    ])
  })

  test('all of it, by the clock, from whichever it was told', async () => {
    const id = await series()
    expect(await change(id, 3, 'all', { subject: 'Нарада', startsAt: '2026-04-08T09:30:00Z' })).toEqual({
      id,
    })
    expect(await agenda()).toEqual(
      as(['03-18T10:30', '03-25T10:30', '04-01T09:30', '04-08T09:30', '04-15T09:30'], 'Нарада'),
    )
    // From the first on is all; a name alone moves nothing.
    const other = await series()
    expect(await change(other, 0, 'following', { subject: 'Інша' })).toEqual({ id: other })
    expect(await agenda()).toEqual(
      as(
        mondays.map((m) => m.slice(5, 16)),
        'Інша',
      ),
    )
  })

  test('is refused where its rule cannot say it, and where somebody may not change it', async () => {
    const id = await series({ repeat: 'FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5' })
    await expect(change(id, 1, 'following', { startsAt: '2026-03-24T08:00:00Z' })).rejects.toThrow(
      'cannot be moved',
    )
    await expect(change(id, 1, 'all', { subject: 'x' }, await w.person('Чужий', 'reader'))).rejects.toThrow()
    await expect(
      w.kolo.call(w.olena, 'activity.change_series', { id, occursAt: '2026-03-24T08:00:00Z', scope: 'one' }),
    ).rejects.toThrow('no such instance')
    await agenda()
  })
})
