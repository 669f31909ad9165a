import { afterAll, beforeAll, expect, test } from 'vitest'
import { importWorld, type ImportWorld } from '#test/import-world.ts'
import { event } from './dav-world.ts'

let w: ImportWorld
beforeAll(async () => void (w = await importWorld()))
afterAll(() => w.close())

test('a calendar file comes in as activities; what cannot be kept is refused with the reason', async () => {
  const olena = await w.asRole('sales')
  const inside = (text: string) => text.slice(text.indexOf('BEGIN:VEVENT'), text.indexOf('END:VCALENDAR'))
  const series = event('a', [
    'SUMMARY:Щотижня',
    'DTSTART:20260302T080000Z',
    'DTEND:20260302T090000Z',
    'RRULE:FREQ=WEEKLY;COUNT=3',
  ])
  const moved = event('c', ['RECURRENCE-ID:20260309T080000Z', 'SUMMARY:Пізніше', 'DTSTART:20260309T130000Z'])
  const other = event('c', ['SUMMARY:Інша', 'DTSTART:20260302T080000Z', 'RRULE:FREQ=WEEKLY'])
  const hourly = event('b', ['SUMMARY:Щогодини', 'DTSTART:20260302T080000Z', 'RRULE:FREQ=HOURLY'])
  const file = series.replace(
    'END:VCALENDAR',
    `${inside(hourly)}${inside(other)}${inside(moved)}END:VCALENDAR`,
  )
  const result = await w.take(olena, file, { entity: 'activity' })
  expect(result).toMatchObject({ status: 'done' })
  expect(JSON.stringify(result)).toContain('every day, week, month or year')
  expect(JSON.stringify(result)).toContain('comes in by CalDAV')
  const window = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' }
  const { items } = await w.kolo.call(olena, 'activity.agenda', window)
  expect(
    items.map((i: { subject: string; startsAt: string }) => [i.subject, i.startsAt.slice(5, 16)]),
  ).toEqual([
    ['Щотижня', '03-02T08:00'],
    ['Щотижня', '03-09T08:00'],
    ['Щотижня', '03-16T08:00'],
  ])
})
