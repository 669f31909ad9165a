import { makeCompany, type Company } from '../server/sample/index.ts'

export const today = '2026-11-23'
/** Other days on which the demo may be started: after a leap day, in a new year, in summer, on a Sunday. */
export const otherDays = ['2026-12-31', '2027-03-01', '2027-07-04', '2028-02-29'] as const

const made = new Map<string, Company>()
/** Makes it once a file. */
export function company(day: string, locale: 'uk' | 'en' = 'uk'): Company {
  const key = `${day} ${locale}`
  if (!made.has(key)) made.set(key, makeCompany({ today: day, locale }))
  return made.get(key)!
}
