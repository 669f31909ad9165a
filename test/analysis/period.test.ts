import { expect, test } from 'vitest'
import { less, shifted, shiftOf, stepFrom, type Comparison } from '#modules/analysis/index.ts'

test.each<[Comparison, string, string, string, string]>([
  ['previous', '2026-11-01', '2026-11-30', '2026-10-01', '2026-10-31'],
  ['previous', '2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
  ['previous', '2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
  ['previous', '2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30'],
  ['previous', '2026-11-10', '2026-11-16', '2026-11-03', '2026-11-09'],
  ['previous', '2026-11-01', '2026-11-26', '2026-10-01', '2026-10-26'],
  ['previous', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
  ['previous', '2026-10-01', '2026-11-26', '2026-07-01', '2026-08-26'],
  ['previous', '2026-01-01', '2026-11-26', '2025-01-01', '2025-11-26'],
  ['previous', '2026-11-02', '2026-11-26', '2026-10-08', '2026-11-01'],
  ['year', '2026-11-01', '2026-11-26', '2025-11-01', '2025-11-26'],
  ['year', '2024-02-01', '2024-02-29', '2023-02-01', '2023-02-28'],
  ['year', '2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
])('%s to %s – %s is %s – %s', (comparison, from, to, wasFrom, wasTo) => {
  const period = { from, to }
  expect(shifted(period, shiftOf(period, comparison)!)).toEqual({ from: wasFrom, to: wasTo })
})

test('a month, a quarter and a year end where they do', () => {
  expect(stepFrom('2024-02-01', 'month').to).toBe('2024-02-29')
  expect(stepFrom('2024-10-01', 'quarter').to).toBe('2024-12-31')
  expect(stepFrom('2024-01-01', 'year').to).toBe('2024-12-31')
})

test('a period without some of its days', () => {
  const year = { from: '2025-01-01', to: '2025-12-31' }
  const days = (from: string, to: string) => ({ from, to })
  expect(less(year, [])).toEqual([year])
  expect(less(year, [year])).toEqual([])
  expect(less(year, [days('2025-03-01', '2025-03-31'), days('2024-12-01', '2025-01-31')])).toEqual([
    days('2025-02-01', '2025-02-28'),
    days('2025-04-01', '2025-12-31'),
  ])
})
