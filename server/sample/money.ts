import { daysBetween } from './days.ts'

export type Money = { amount: string; currency: 'UAH' | 'EUR' }

export const money = (amount: number, currency: Money['currency'] = 'UAH'): Money => ({
  amount: amount.toFixed(2),
  currency,
})

/** Hryvnias for a euro on a day: a made-up, slowly climbing rate. */
export const euroRate = (day: string, today: string) => 50 - 0.0055 * daysBetween(day, today)
