/** YYYYMMDD of a date written with or without signs between, year first or last; null otherwise. Of 5/6/1971 the day is
 * taken to come first: two records of one program agree whichever it is. */
export function dateDigits(value: string): string | null {
  const found = /^(1[0-9]|20)(\d\d)([ -]?)([01]\d)\3([0-3]\d)$/.exec(value)
  if (found) return found[1]! + found[2]! + found[4]! + found[5]!
  const [, a, b, year] = /^([0-3]?\d) ([0-3]?\d) ((?:1[89]|20)\d\d)$/.exec(value) ?? []
  if (!year) return null
  const [day, month] = Number(b) > 12 ? [b!, a!] : [a!, b!]
  return year + month.padStart(2, '0') + day.padStart(2, '0')
}
