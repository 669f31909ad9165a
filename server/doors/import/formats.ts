import type { CellFormat } from './settings.ts'

/** How a column writes its dates, as far as its values tell. Two answers: they fit both. */
export function dateFormats(values: readonly string[]): NonNullable<CellFormat['date']>[] {
  const texts = values.map((v) => v.trim()).filter(Boolean)
  if (texts.every((t) => /^\d{4}-\d{2}-\d{2}/.test(t))) return ['YMD']
  if (texts.every((t) => /^\d{5}(\.\d+)?$/.test(t))) return ['serial']
  const parts = texts
    .filter((t) => !/^\d{4}-\d{2}-\d{2}/.test(t))
    .map((t) => t.split(/[ T,]/)[0]!.split(/[./-]/))
    .filter((p) => p.length === 3)
  if (parts.length === 0) return ['YMD']
  if (parts.every(([year]) => year!.length === 4)) return ['YMD']
  const fits = (day: number, month: number) =>
    parts.every((p) => Number(p[day]) <= 31 && Number(p[month]) <= 12)
  const dayFirst = fits(0, 1)
  const monthFirst = fits(1, 0)
  // Dots part a date with the day first everywhere they are used.
  if (dayFirst && texts.every((t) => !t.includes('/'))) return ['DMY']
  if (dayFirst && monthFirst) return ['DMY', 'MDY']
  return monthFirst ? ['MDY'] : ['DMY']
}

/** Which sign parts the fraction. None: no value tells, both fit. */
export function decimalSigns(values: readonly string[]): (',' | '.')[] {
  const numbers = values.map((v) => v.replaceAll(/[^\d.,]/g, '')).filter(Boolean)
  const proves = (sign: ',' | '.', other: ',' | '.') =>
    numbers.some((n) => {
      const at = n.lastIndexOf(sign)
      if (at < 0) return false
      const after = n.length - at - 1
      return n.includes(other) ? n.lastIndexOf(other) < at : n.indexOf(sign) === at && after !== 3
    })
  const comma = proves(',', '.')
  const point = proves('.', ',')
  if (comma !== point) return comma ? [','] : ['.']
  const grouped = numbers.some((n) => /^\d{1,3}[.,]\d{3}$/.test(n))
  return grouped || comma ? [',', '.'] : ['.']
}

// Excel counts days from the last one of 1899; the leap day of 1900 that it invents is older than any date here.
const epoch = Date.UTC(1899, 11, 30)

/** Excel's serial number → ISO date, with its time if it has one. */
export function serialDate(text: string): string | null {
  if (!/^\d{1,6}(\.\d+)?$/.test(text.trim())) return null
  const iso = new Date(epoch + Math.round(Number(text) * 86_400) * 1000).toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso
}
