import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SheetData } from 'write-excel-file/node'
import type { Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { units } from '#modules/catalog/index.ts'
import {
  issuerOf,
  issuerParty,
  logoOf,
  mainIssuer,
  renderPdf,
  style,
  written,
} from '#modules/documents/index.ts'
import type { Sheet, SheetRow } from './sheet.ts'

const template = style + readFileSync(join(import.meta.dirname, 'price-list.typ'), 'utf8')

const words = {
  uk: {
    title: 'Прайс-лист',
    version: 'версія',
    on: 'від',
    for: 'Для',
    from: 'від',
    page: 'стор.',
    other: 'Інше',
    with: 'Ціни з ПДВ',
    without: 'Ціни без ПДВ',
    group: 'Група',
    quantity: 'Від кількості',
    head: ['Артикул', 'Найменування', 'Од.', 'Ціна'],
  },
  en: {
    title: 'Price list',
    version: 'version',
    on: 'of',
    for: 'For',
    from: 'from',
    page: 'page',
    other: 'Other',
    with: 'Prices with VAT',
    without: 'Prices without VAT',
    group: 'Group',
    quantity: 'From quantity',
    head: ['SKU', 'Product', 'Unit', 'Price'],
  },
} satisfies Record<Locale, unknown>

/** What stands at the head of a price list. */
export type SheetHead = {
  name: string
  number: string
  version: number
  on: string
  currency: string
  client: string | null
  locale: Locale
  withPictures: boolean
}

export const unitIn = (unit: string | null, locale: Locale) =>
  units.find((u) => u.key === unit)?.label[locale] ?? unit ?? ''

const spelled = (locale: Locale) => {
  const tag = locale === 'uk' ? 'uk-UA' : 'en-GB'
  const format = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 4 })
  return (amount: string) => format.format(amount as never)
}

/** The sheet in words: what every form of it shows. */
export function worded(sheet: Sheet, head: SheetHead) {
  const w = words[head.locale]
  const price = spelled(head.locale)
  const note = `${sheet.taxIncluded ? w.with : w.without}, ${head.currency}`
  const rowOf = (r: SheetRow) => ({
    sku: r.sku ?? '',
    name: r.name,
    unit: unitIn(r.unit, head.locale),
    price: price(r.price),
    breaks: r.breaks.map((b) => ({ from: b.from, price: price(b.price) })),
  })
  const sections = sheet.sections.map((s) => ({ name: s.name ?? w.other, rows: s.rows.map(rowOf) }))
  return { words: w, note, date: written(head.locale).date(head.on), sections }
}

const endings: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
}
/** Above this many a book of pictures would not fit into memory, nor into a letter. */
const mostPictures = 2000

export async function sheetPdf(c: Context, sheet: Sheet, head: SheetHead): Promise<Buffer> {
  const main = await mainIssuer(c)
  const issuer = main ? await issuerOf(c, main) : null
  const logo = issuer && (await logoOf(c, issuer))
  const files: Record<string, Uint8Array> = logo ? { [`/${logo.name}`]: logo.bytes } : {}
  const { words: w, note, date, sections } = worded(sheet, head)
  let pictures = 0
  const rows = sheet.sections.flatMap((s) => s.rows)
  const named = new Map<SheetRow, string>()
  if (head.withPictures)
    for (const row of rows) {
      const ending = row.picture && endings[row.picture.type]
      if (!ending || pictures >= mostPictures) continue
      const name = `picture-${++pictures}.${ending}`
      files[`/${name}`] = await c.kolo.files.bytes(row.picture!)
      named.set(row, name)
    }
  return renderPdf(
    template,
    {
      ...head,
      lang: head.locale,
      title: head.name,
      date,
      version: String(head.version),
      issuer: issuer
        ? issuerParty(issuer, head.locale, head.currency)
        : { name: c.kolo.workspace.name, short: c.kolo.workspace.name, lines: [], reach: [] },
      logo: logo?.name ?? null,
      note,
      words: w,
      sections: sections.map((s, i) => ({
        ...s,
        rows: s.rows.map((r, j) => ({ ...r, picture: named.get(sheet.sections[i]!.rows[j]!) ?? null })),
      })),
    },
    { files, patience: 120_000 },
  )
}

/** One line for each price: a quantity break is a line of its own. */
const flat = (sheet: Sheet) =>
  sheet.sections.flatMap((s) =>
    s.rows.flatMap((r) => [
      { group: s.name, ...r, from: '1' },
      ...r.breaks.map((b) => ({ group: s.name, ...r, ...b })),
    ]),
  )

const columns = (head: SheetHead) => {
  const w = words[head.locale]
  const [sku = '', name = '', unit = '', price = ''] = w.head
  return [w.group, sku, name, unit, w.quantity, `${price}, ${head.currency}`]
}

// A cell that begins like a formula is text, whatever opens the file.
const quotedCell = (text: string) =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`

export function sheetCsv(sheet: Sheet, head: SheetHead): Buffer {
  const delimiter = head.locale === 'uk' ? ';' : ','
  const decimal = (n: string) => (head.locale === 'uk' ? n.replace('.', ',') : n)
  const lines = flat(sheet).map((r) => [
    ...[r.group ?? '', r.sku ?? '', r.name, unitIn(r.unit, head.locale)].map(quotedCell),
    quotedCell(decimal(r.from)),
    quotedCell(decimal(r.price)),
  ])
  const all = [columns(head).map(quotedCell), ...lines].map((l) => l.join(delimiter))
  return Buffer.from(`\ufeff${all.join('\r\n')}\r\n`)
}

export async function sheetXlsx(sheet: Sheet, head: SheetHead): Promise<Buffer> {
  const text = (value: string) => ({ value, type: String })
  const data: SheetData = [
    [{ value: `${head.name} · ${head.number}`, fontWeight: 'bold', fontSize: 14 }],
    [text(worded({ ...sheet, sections: [] }, head).note)],
    columns(head).map((value) => ({ value, fontWeight: 'bold' as const })),
    ...flat(sheet).map((r) => [
      text(r.group ?? ''),
      text(r.sku ?? ''),
      text(r.name),
      text(unitIn(r.unit, head.locale)),
      { value: Number(r.from), type: Number },
      { value: Number(r.price), type: Number, format: '#,##0.00' },
    ]),
  ]
  const { default: writeWorkbook } = await import('write-excel-file/node')
  return writeWorkbook(data, {
    columns: [{ width: 30 }, { width: 18 }, { width: 50 }, { width: 8 }, { width: 12 }, { width: 14 }],
    stickyRowsCount: 3,
  }).toBuffer()
}
