import sql, { type Sql } from 'sql-template-tag'

/** Time in tenths of a month (1–10, 11–20, 21–end), counted from the year 0: the statistics' unit. Short enough for
 * sales, few enough to add up in, and every month and quarter begins with one. */
export const tenthOf = (day: string): number => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return (year * 12 + month - 1) * 3 + Math.min(2, Math.floor((date - 1) / 10))
}

export const startOf = (tenth: number): string => {
  const month = Math.floor(tenth / 3)
  return new Date(Date.UTC(Math.floor(month / 12), month % 12, 1 + 10 * (tenth % 3)))
    .toISOString()
    .slice(0, 10)
}

/** How much of the tenth is over when the day begins, from 0 to below 1. */
export const elapsed = (day: string): number => {
  const tenth = tenthOf(day)
  const from = Date.parse(startOf(tenth))
  return (Date.parse(day) - from) / (Date.parse(startOf(tenth + 1)) - from)
}

// date_part is three times as quick as extract, which counts in numeric.
export const tenth = (
  day: Sql,
): Sql => sql`((date_part('year', ${day}) * 12 + date_part('month', ${day}) - 1) * 3
  + least(2, floor((date_part('day', ${day}) - 1) / 10)))::int`
