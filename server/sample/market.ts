import { daysBetween, monthOf } from './days.ts'
import type { Source } from './accounts.ts'
import type { Line } from './words/trade.ts'
import type { Branch } from './words/places.ts'
import type { Reason } from './selling.ts'

/** The numbers behind the two years: what the deals are drawn by. Days are counted back from today. */

type Equipment = Exclude<Line, 'service'>
/** New deals in a month without a season. */
export const perMonth: Record<Equipment, number> = { heating: 34, pumps: 24, treatment: 18, fittings: 12 }

// January to December: heating is bought before the cold, pumps before the watering.
const seasons: Record<Equipment, number[]> = {
  heating: [0.85, 0.7, 0.6, 0.55, 0.6, 0.75, 0.95, 1.35, 1.75, 1.7, 1.35, 0.95],
  pumps: [0.45, 0.6, 1.2, 1.7, 1.75, 1.45, 1.15, 0.9, 0.75, 0.6, 0.45, 0.4],
  treatment: [0.85, 0.85, 0.95, 1, 1.1, 1.2, 1.2, 1.15, 1.05, 0.95, 0.9, 0.8],
  fittings: [0.6, 0.65, 0.9, 1.1, 1.2, 1.2, 1.15, 1.15, 1.2, 1.1, 0.9, 0.6],
}
export const lines = Object.keys(seasons) as Equipment[]
export const season = (line: Equipment, day: string) => seasons[line][monthOf(day) - 1]!

/** Two years, and before them the time in which the first of their deals were opened. */
export const history = 730
export const leadIn = 120
/** A tenth more every year. */
export const growth = (daysAgo: number) => 1.1 ** (1 - daysAgo / 365)

/** The branch whose head and two of whose sellers left: work dries up over four months. */
export const fading: Branch = 'odesa'
export const fadeFrom = 250
const fadeTo = 0.24
/** What is still asked for there is small, and seldom won. */
export const faded = { worth: 0.5, will: 0.6 }
export const strength = (branch: Branch, daysAgo: number) =>
  branch === fading && daysAgo < fadeFrom
    ? Math.max(fadeTo, 1 - ((fadeFrom - daysAgo) / 120) * (1 - fadeTo))
    : 1

/** Prices in hryvnias went up by 9 % on one day. */
export const priceRise = { daysAgo: 150, share: 0.09 }
export const priceLevel = (day: string, today: string) =>
  daysBetween(day, today) > priceRise.daysAgo ? 1 / (1 + priceRise.share) : 1

/** Where a competitor sells at any price. */
export const undercut = { group: 'circulation', daysAgo: 300 }
/** Since when clients' lawyers take their time. */
export const slowSince = 300

export const won = 0.315
export const sourceWill: Record<Source, number> = {
  recommendation: 1.4,
  partner: 1.25,
  call: 1.05,
  site: 1,
  advertising: 0.78,
  search: 0.75,
  event: 0.6,
}

/** Median days from the first word to the end, by the client's segment. */
export const cycle: Record<string, number> = {
  shop: 8,
  household: 14,
  installer: 17,
  designer: 32,
  housing: 36,
  hotel: 36,
  agro: 38,
  food: 41,
  factory: 43,
  developer: 62,
  school: 66,
  clinic: 72,
  utility: 78,
}

export const reasons: [Reason, number][] = [
  ['price', 28],
  ['competitor', 18],
  ['silent', 16],
  ['budget', 14],
  ['postponed', 14],
  ['delivery', 7],
  ['technical', 3],
]
