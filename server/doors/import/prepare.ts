import sql from 'sql-template-tag'
import type { Actor } from '#core/actor.ts'
import { Forbidden, Invalid } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { dateFormats, decimalSigns } from './formats.ts'
import type { Ledger } from './ledger.ts'
import { composedTitle, keysOf, matchColumns, withoutForeignIds } from './matching/match-columns.ts'
import { unreadableIn } from './messages.ts'
import { pathOf, targetsOf } from './matching/targets.ts'
import { openTable } from './reading/open-table.ts'
import { UnreadableFile, type Table, type TableOptions } from './reading/table.ts'
import type { CellFormat, Column, Settings } from './settings.ts'

const sampled = 5_000
const shown = 20

/** The file as the user is shown it before he decides: what it is, and where its columns seem to belong. */
export async function prepare(
  kolo: Kolo,
  actor: Actor,
  book: Ledger,
  entity: string,
  path: string,
  options: TableOptions,
): Promise<Settings> {
  const e = kolo.entity(entity)
  const create = kolo.operation(`${entity}.create`)
  if (!kolo.may(actor, create)) throw new Forbidden(`This role may not: ${create.summary[actor.locale]}.`)
  const table = await readable(actor.locale, () => openTable(path, options))
  const rows = await sampleOf(table, actor.locale)
  const recalled = await book.recalled(entity, table.header)
  const targets = targetsOf(kolo, actor, e)
  const known = new Set(targets.map((t) => t.base))
  const matched = recalled ?? withoutForeignIds(e, matchColumns(e, targets, table.header), table.header, rows)
  const columns = matched.map((c) =>
    c.field && !known.has(pathOf(c.field).base) ? { ...c, field: null } : c,
  )
  const complete = recalled ? columns : [...columns, ...composedTitle(e, columns)]
  const formatted = withFormats(kolo, entity, complete, table.header, rows)
  return {
    options,
    format: table.format,
    encoding: table.encoding,
    delimiter: table.delimiter,
    ...(table.sheets ? { sheets: table.sheets } : {}),
    header: table.header,
    warnings: table.warnings,
    sample: rows.slice(0, shown),
    ...formatted,
    key: keysOf(e, complete).slice(0, 3),
    mendings: [],
  }
}

/** What is wrong with a file as a whole is said as a bad request. */
export async function readable<T>(locale: Locale, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new Invalid([{ path: 'file', message: unreadableIn(error, locale), code: 'unreadable' }])
  }
}

export async function sampleOf(table: Table, locale: Locale): Promise<string[][]> {
  const rows: string[][] = []
  await readable(locale, async () => {
    for await (const row of table.rows) {
      if (!row.problem) rows.push(row.cells)
      if (rows.length === sampled) break
    }
  })
  return rows
}

/** Adds to each column how it writes dates and numbers, and says where that is not certain. */
export function withFormats(
  kolo: Kolo,
  entity: string,
  columns: readonly Column[],
  header: readonly string[],
  rows: string[][],
) {
  const e = kolo.entity(entity)
  const ambiguous: Settings['ambiguous'] = []
  const formatted = columns.map((c): Column => {
    if (!c.column || !c.field || c.format) return c
    const { base, part } = pathOf(c.field)
    const kind = part ? 'text' : (e.fields[base]?.kind.name ?? '')
    const at = header.indexOf(c.column)
    const values = () => rows.map((cells) => cells[at] ?? '')
    const isDate = kind === 'date' || kind === 'time'
    const isNumber = ['number', 'percent', 'money'].includes(kind)
    const formats: string[] = isDate ? dateFormats(values()) : isNumber ? decimalSigns(values()) : []
    if (formats.length > 1) ambiguous.push({ column: c.column, formats })
    if (formats.length === 0) return c
    const format: CellFormat = isDate ? { date: formats[0] as 'DMY' } : { decimal: formats[0] as '.' }
    return { ...c, format }
  })
  return { columns: formatted, ambiguous }
}

/** What the workspace says once for all files. */
export async function defaultsOf(kolo: Kolo, actor: Actor): Promise<{ currency: string; country: string }> {
  const row = await kolo.db.system((tx) =>
    tx.one<{ settings: { currency?: string; country?: string } | null }>(
      sql`select settings->'workspace' as settings from meta`,
    ),
  )
  const home = actor.locale === 'uk' ? 'UAH' : 'USD'
  return { currency: row?.settings?.currency ?? home, country: row?.settings?.country ?? 'UA' }
}
