import { describe, expect, test } from 'vitest'
import { aboutOf, partsOf } from './day-parts.ts'
import type { KeptActivity, KeptDay } from './kept.ts'

const activity = (id: string, plannedAt: string | null, status = 'planned', more: object = {}) =>
  ({ id, plannedAt, status, record: null, account: null, contact: null, ...more }) as KeptActivity
const ids = (some: readonly KeptActivity[]) => some.map((a) => a.id).join(' ')

describe('a day kept on the 26th', () => {
  const all = [
    activity('late', '2026-11-24T12:00'),
    activity('done', '2026-11-26T08:00', 'done'),
    activity('noon', '2026-11-26T12:00'),
    activity('nine', '2026-11-26T09:00', 'started'),
    activity('tomorrow', '2026-11-27T09:00'),
    activity('some day', null),
    activity('some day, done', null, 'done'),
  ]
  test.each([
    ['2026-11-26', 'late', 'nine noon done', 'some day'],
    ['2026-11-27', 'noon nine late', 'tomorrow', 'some day'],
    ['2026-11-28', 'tomorrow noon nine late', '', 'some day'],
  ])('looked at on %s', (today, overdue, day, undated) => {
    const parts = partsOf(all, today)
    expect([ids(parts.overdue), ids(parts.day), ids(parts.undated)]).toEqual([overdue, day, undated])
  })
})

test('what belongs to a thing of the day, and nothing of others', () => {
  const record = (entity: string, id: string) => ({ entity, id, title: id, values: {} })
  const note = (text: string, ...on: string[]) => ({ on, at: '2026-11-25T10:00', who: 'Оля', text })
  const day: KeptDay = {
    at: '2026-11-26T07:00',
    activities: [],
    records: [record('account', 'A'), record('account', 'B'), record('contact', 'C')],
    people: [
      { ...record('contact', 'C'), account: 'A' },
      { ...record('contact', 'D'), account: 'A' },
      { ...record('contact', 'E'), account: 'B' },
    ],
    notes: [note('of the deal', 'deal:X', 'account:A'), note('of the other', 'account:B')],
  }
  const visit = activity('V', null, 'planned', {
    record: { entity: 'deal', id: 'X', title: 'Pumps' },
    account: { id: 'A', title: 'A' },
    contact: { id: 'C', title: 'C' },
  })
  const about = aboutOf(day, { entity: 'activity', id: 'V', title: 'Visit' }, visit)
  expect(about.records.map((r) => r.title)).toEqual(['Pumps', 'A', 'C'])
  expect(about.people.map((p) => p.id)).toEqual(['D'])
  expect(about.notes.map((n) => n.text)).toEqual(['of the deal'])
  const other = aboutOf(day, { entity: 'account', id: 'B', title: '' }, undefined)
  expect([other.records[0]!.title, other.people[0]!.id, other.notes[0]!.text]).toEqual([
    'B',
    'E',
    'of the other',
  ])
})
