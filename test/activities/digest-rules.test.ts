import { expect, test } from 'vitest'
import { digestLetter } from '../../server/modules/activities/digest-words.ts'
import { isDue } from '../../server/modules/activities/send-digests.ts'

test.each([
  // Kyiv is at UTC+2 in November.
  ['2026-11-26T05:59:59Z', 'Europe/Kyiv', 8, false],
  ['2026-11-26T06:00:00Z', 'Europe/Kyiv', 8, true],
  ['2026-11-26T08:59:59Z', 'Europe/Kyiv', 8, true],
  ['2026-11-26T09:00:00Z', 'Europe/Kyiv', 8, false],
  ['2026-11-26T06:00:00Z', 'UTC', 8, false],
  ['2026-11-26T06:00:00Z', 'America/New_York', 8, false],
  ['2026-11-26T02:30:00Z', 'Asia/Kathmandu', 8, true],
  ['2026-11-26T02:10:00Z', 'Asia/Kathmandu', 8, false],
  // Not carried over midnight.
  ['2026-11-26T21:30:00Z', 'Europe/Kyiv', 23, true],
  ['2026-11-26T22:30:00Z', 'Europe/Kyiv', 23, false],
  ['2026-11-25T22:00:00Z', 'Europe/Kyiv', 0, true],
  // Three in the morning is not on the clock this day: it goes from two to four.
  ['2026-03-29T01:00:00Z', 'Europe/Kyiv', 3, true],
] as const)('at %s in %s a digest of %i o’clock: %s', (now, zone, at, due) =>
  expect(isDue(Date.parse(now), zone, at)).toBe(due),
)

test('how many more there are is said; without an address of ours there are no links', () => {
  const line = {
    lead: '09:00',
    text: 'a & b',
    path: 'activities/1',
    about: { title: '<x>', path: 'deals/2' },
  }
  const none = { lines: [], more: 0 }
  const content = { day: '2026-11-26', today: { lines: [line], more: 12 }, overdue: none, unread: none }
  const { text, html } = digestLetter(content, 'uk', () => null)
  expect(text).toBe('Сьогодні\n- 09:00 a & b (<x>)\n- і ще 12\n')
  expect(html).toContain('a &amp; b')
  expect(html).toContain('&lt;x&gt;')
  expect(html).not.toContain('href')
})
