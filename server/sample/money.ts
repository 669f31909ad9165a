import { daysBetween } from './days.ts'

export type Money = { amount: string; currency: 'UAH' | 'EUR' }

/** Of every price, in percent. */
export const vat = 20

/** By how much anybody, a head, and anybody with heat pumps may go below the list, and how far above the cost all stay; in
 * percent. */
export const floors = { markup: 8, anybody: 10, head: 20, heatPumps: 5 }
/** No deal had a discount past this: then no price was below its floor. */
export const deepest = 14

export const money = (amount: number, currency: Money['currency'] = 'UAH'): Money => ({
  amount: amount.toFixed(2),
  currency,
})

/** Hryvnias for a euro on a day: a made-up, slowly climbing rate. */
export const euroRate = (day: string, today: string) => 50 - 0.0055 * daysBetween(day, today)
