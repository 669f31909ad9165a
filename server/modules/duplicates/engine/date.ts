/** YYYYMMDD of a date written year first, with or without signs between; null otherwise. */
export function dateDigits(value: string): string | null {
  const found = /^(1[0-9]|20)(\d\d)([ -]?)([01]\d)\3([0-3]\d)$/.exec(value)
  return found ? found[1]! + found[2]! + found[4]! + found[5]! : null
}
