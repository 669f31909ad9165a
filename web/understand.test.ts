import { expect, test } from 'vitest'
import { calledAt } from './screens/activities/mentioning.tsx'
import { namesIn, understand } from './screens/my-day/understand.ts'

// A Wednesday.
const now = '2026-11-25'

test.each([
  ['завтра 10:00 зателефонувати Олені', 'Зателефонувати Олені', 'call', '2026-11-26', '10:00'],
  ['call Olena tomorrow 10am', 'Call Olena', 'call', '2026-11-26', '10:00'],
  ['зустріч з Ромашкою в п’ятницю о 14', 'Зустріч з Ромашкою', 'meeting', '2026-11-27', '14:00'],
  ['meeting with Daisy on Friday at 2pm', 'Meeting with Daisy', 'meeting', '2026-11-27', '14:00'],
  ['надіслати рахунок 28.11', 'Надіслати рахунок', 'message', '2026-11-28', null],
  ['через 3 дні перевірити оплату', 'Перевірити оплату', 'task', '2026-11-28', null],
  ['check the payment in 2 weeks', 'Check the payment', 'task', '2026-12-09', null],
  ['виїзд на об’єкт 5 грудня 9:30', 'Виїзд на об’єкт', 'visit', '2026-12-05', '09:30'],
  ['visit the site 3 January', 'Visit the site', 'visit', '2027-01-03', null],
  ['післязавтра подзвонити', 'Подзвонити', 'call', '2026-11-27', null],
  ['day after tomorrow ring the bank', 'Ring the bank', 'call', '2026-11-27', null],
  ['в середу нарада', 'Нарада', 'meeting', '2026-12-02', null],
  ['о 16:30 набрати Петра', 'Набрати Петра', 'call', now, '16:30'],
  ['купити 10 насосів', 'Купити 10 насосів', 'task', null, null],
  ['order 25 pumps in May colours', 'Order 25 pumps in May colours', 'task', null, null],
] as const)('%s', (text, subject, kind, day, time) => {
  expect(understand(text, now)).toMatchObject({ subject, kind, day, time, isUrgent: false })
})

test('an exclamation mark makes it urgent', () => {
  expect(understand('оплата за договором завтра !', now)).toMatchObject({
    subject: 'Оплата за договором',
    day: '2026-11-26',
    isUrgent: true,
  })
})

test.each([
  ['Зателефонувати Олені Коваль', 'Олен Ковал'],
  ['Call Olena', 'Olena'],
  ['Перевірити оплату', null],
])('whom %s is about', (subject, names) => {
  expect(namesIn(subject)).toBe(names)
})

test.each([
  ['Скажи @Оле', 10, { from: 6, typed: 'Оле' }],
  ['a@b.ua', 6, null],
  ['@', 1, { from: 0, typed: '' }],
  ['@Олена Коваль дивись будь ласка', 31, null],
])('who is being called in %s', (text, caret, found) => {
  expect(calledAt(text, caret)).toEqual(found)
})
