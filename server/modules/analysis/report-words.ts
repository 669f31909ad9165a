import { escaped } from '#modules/mail/index.ts'
import type { Locale } from '#core/text.ts'
import type { AxisValue } from './cross.ts'
import type { Report } from './report.ts'
import type { FigureKind } from './subject.ts'

const words = {
  en: { total: 'Total', empty: 'Not given', hidden: 'Hidden from you', more: (n: number) => `and ${n} more` },
  uk: {
    total: 'Разом',
    empty: 'Не вказано',
    hidden: 'Приховано від вас',
    more: (n: number) => `і ще ${n}`,
  },
}
const tag = (locale: Locale) => (locale === 'uk' ? 'uk-UA' : 'en-GB')
/** A letter is read, not scrolled: the rest is a press away. */
const most = { rows: 40, columns: 8 }

function figureText(kind: FigureKind, value: string | null | undefined, currency: string, locale: Locale) {
  if (value === null || value === undefined) return '—'
  const how: Intl.NumberFormatOptions =
    kind === 'money'
      ? { style: 'currency', currency, maximumFractionDigits: 0 }
      : { maximumFractionDigits: kind === 'count' ? 0 : 2 }
  const text = new Intl.NumberFormat(tag(locale), how).format(Number(value))
  return kind === 'percent' ? `${text} %` : text
}

/** A month, a quarter or a year by its first day. */
function stepText(day: string, step: string, locale: Locale): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  if (step === 'year') return String(year)
  if (step === 'quarter')
    return locale === 'uk' ? `${Math.ceil(month / 3)} кв. ${year}` : `Q${Math.ceil(month / 3)} ${year}`
  const how: Intl.DateTimeFormatOptions = { month: 'long', year: 'numeric', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(tag(locale), how).format(new Date(`${day}T00:00:00Z`))
}

const named = ({ value, title }: AxisValue, key: string, locale: Locale): string => {
  if (value === null) return words[locale].empty
  const step = key.split(':')[1]
  return step ? stepText(value, step, locale) : (title ?? words[locale].hidden)
}

/** A report as a letter says it: lines of text, and a table. Of two sides the first figure is shown, as on the screen. */
export function reportTable(r: Report, name: string, locale: Locale): { text: string; html: string } {
  const w = words[locale]
  const cells = new Map(r.cells.map((c) => [`${c.row} ${c.column}`, c.now]))
  const columns = r.columns?.slice(0, most.columns) ?? null
  const heads = columns
    ? [w.total, ...columns.map((c) => named(c, r.columnsBy ?? '', locale))]
    : r.measures.map((m) => m.label)
  const asked: { m: Report['measures'][number]; column: number | null }[] = columns
    ? [null, ...columns.keys()].map((column) => ({ m: r.measures[0]!, column }))
    : r.measures.map((m) => ({ m, column: null }))
  const line = (row: number | null) =>
    asked.map(({ m, column }) =>
      figureText(m.kind, cells.get(`${row} ${column}`)?.[m.key], r.currency, locale),
    )
  const rows = [
    { head: w.total, figures: line(null) },
    ...r.rows
      .slice(0, most.rows)
      .map((value, i) => ({ head: named(value, r.rowsBy, locale), figures: line(i) })),
  ]
  const left = r.rows.length - most.rows + r.leftOut
  const rest = left > 0 ? w.more(left) : ''
  const cell = (text: string, css = '') =>
    `<td style="padding:6px 8px;border-bottom:1px solid #eceef1;text-align:right;white-space:nowrap;${css}">${escaped(text)}</td>`
  const table = rows.map(
    ({ head, figures: of }, i) =>
      `<tr${i ? '' : ' style="font-weight:600"'}>${cell(head, 'text-align:left;white-space:normal')}${of.map((f) => cell(f)).join('')}</tr>`,
  )
  return {
    text: [
      name,
      ...rows.map((row) => `${row.head}: ${row.figures.map((f, i) => `${heads[i]} ${f}`).join('; ')}`),
      ...(rest ? [rest] : []),
    ].join('\n'),
    html: [
      `<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escaped(name)}</h1>`,
      `<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:14px">`,
      `<tr>${cell('')}${heads.map((h) => cell(h, 'color:#5f6670;white-space:normal')).join('')}</tr>`,
      ...table,
      '</table></div>',
      ...(rest ? [`<p style="color:#5f6670;font-size:13px">${escaped(rest)}</p>`] : []),
    ].join('\n'),
  }
}
