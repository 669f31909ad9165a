import { plusMonths, stepFrom, stepOf, type Period, type Step } from './period.ts'
import type { Text } from '#core/text.ts'

const monthOf = (day: string) => `${day.slice(0, 7)}-01`
const whole = (day: string, step: Step, back = 0): Period => {
  const first = stepOf(monthOf(day), step)
  const months = { month: 1, quarter: 3, year: 12 }[step]
  return stepFrom(plusMonths(first, -back * months), step)
}
const soFar = (today: string, step: Step): Period => ({ from: whole(today, step).from, to: today })

/** Periods by their names, which move on with the days. */
const named = {
  thisMonth: (today: string) => soFar(today, 'month'),
  lastMonth: (today: string) => whole(today, 'month', 1),
  thisQuarter: (today: string) => soFar(today, 'quarter'),
  lastQuarter: (today: string) => whole(today, 'quarter', 1),
  thisYear: (today: string) => soFar(today, 'year'),
  lastYear: (today: string) => whole(today, 'year', 1),
  twelveMonths: (today: string) => ({ from: plusMonths(monthOf(today), -11), to: today }),
  wholeYear: (today: string) => whole(today, 'year'),
  yearAhead: (today: string) => ({ from: monthOf(today), to: plusMonths(today, 12) }),
}
export type PeriodName = keyof typeof named

const labels: Record<PeriodName | 'ever', Text> = {
  ever: { en: 'Whenever', uk: 'Будь-коли' },
  thisMonth: { en: 'This month', uk: 'Цей місяць' },
  lastMonth: { en: 'Last month', uk: 'Минулий місяць' },
  thisQuarter: { en: 'This quarter', uk: 'Цей квартал' },
  lastQuarter: { en: 'Last quarter', uk: 'Минулий квартал' },
  thisYear: { en: 'This year', uk: 'Цей рік' },
  lastYear: { en: 'Last year', uk: 'Минулий рік' },
  twelveMonths: { en: 'Twelve months', uk: 'Дванадцять місяців' },
  wholeYear: { en: 'This year whole', uk: 'Цей рік повністю' },
  yearAhead: { en: 'The year ahead', uk: 'Рік наперед' },
}
export const periodOptions = Object.entries(labels).map(([key, label]) => ({ key, label }))

export const periodNamed = (name: PeriodName, today: string): Period => named[name](today)
