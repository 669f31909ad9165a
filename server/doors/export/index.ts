import { Readable } from 'node:stream'
import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { nothing } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import { tell } from '#core/event.ts'
import type { Kolo } from '#core/kolo.ts'
import type { ListQuery } from '#core/list.ts'
import { check } from '#core/schema.ts'
import { listParameters } from '#doors/http/records.ts'
import type { Env } from '#doors/http/environment.ts'
import { crossedTable } from './crossed.ts'
import { columnsOf, type ExportColumn } from './columns.ts'
import { csvLine } from './csv.ts'
import { guarded } from './guard.ts'
import { isListed, listedTable } from './listed.ts'
import { workbook } from './workbook.ts'

export type ExportQuery = Omit<ListQuery, 'limit' | 'after' | 'count'> & {
  format?: 'csv' | 'xlsx'
  delimiter?: string
  bom?: boolean
}
type Values = Record<string, unknown>

const page = 500
/** A workbook is made whole, in memory; larger lists are for CSV. */
export const mostWorkbookRows = 100_000

/** A list as a file, row by row. It stands in the audit log before its first byte leaves. */
export async function exportList(
  kolo: Kolo,
  actor: Actor,
  entity: string,
  query: ExportQuery,
): Promise<AsyncIterable<string | Uint8Array>> {
  const e = kolo.entity(entity)
  const right = kolo.rightsOf(actor)[entity] ?? nothing
  if (!right.export || right.read === 'none')
    throw new Forbidden(`This role may not export ${e.labelPlural.en.toLowerCase()}.`)
  const { format = 'csv', delimiter = ',', bom = false, fields, ...list } = query
  const { columns, paths } = columnsOf(kolo, actor, e, fields)
  // The first page also proves the request: what is wrong with it is said before anything is sent.
  const first = await kolo.list(actor, entity, {
    ...list,
    fields: paths,
    limit: page,
    count: format === 'xlsx',
  })
  if (format === 'xlsx' && tooMany(first))
    throw new Invalid([
      {
        path: 'format',
        message: `A workbook takes ${mostWorkbookRows} rows at most: export as CSV.`,
        code: 'too_large',
      },
    ])
  await kolo.db.as(actor, (tx) =>
    tell(
      tx,
      [
        {
          name: 'export',
          entity,
          payload: { format, fields: paths, filter: list.filter ?? null, q: list.q ?? null },
        },
      ],
      'export',
    ),
  )
  const rows = pagesOf(first, (after) =>
    kolo.list(actor, entity, { ...list, fields: paths, limit: page, after }),
  )
  return format === 'xlsx'
    ? workbook(e.labelPlural[actor.locale], columns, rows)
    : csvOf(columns, rows, delimiter, bom)
}

const tooMany = (first: { count?: { value: number } }) => (first.count?.value ?? 0) > mostWorkbookRows

type Page = { items: Values[]; next: string | null }

async function* pagesOf(first: Page, more: (after: string) => Promise<Page>): AsyncIterable<Values> {
  for (let at = first; ; at = await more(at.next)) {
    yield* at.items
    if (at.next === null) return
  }
}

async function* csvOf(columns: ExportColumn[], rows: AsyncIterable<Values>, delimiter: string, bom: boolean) {
  let text =
    (bom ? '\ufeff' : '') +
    csvLine(
      columns.map((c) => guarded(c.header)),
      delimiter,
    )
  for await (const row of rows) {
    text += csvLine(
      columns.map((c) => cellText(c.cell(row))),
      delimiter,
    )
    if (text.length < 1 << 16) continue
    yield text
    text = ''
  }
  yield text
}
const cellText = (cell: string | number | null) =>
  cell === null ? '' : typeof cell === 'number' ? String(cell) : guarded(cell)

const parameters = z.strictObject({
  ...listParameters.omit({ limit: true, after: true, count: true }).shape,
  format: z.enum(['csv', 'xlsx']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  bom: z
    .enum(['true', 'false', '1', '0'])
    .transform((v) => v === 'true' || v === '1')
    .optional(),
})

const crossing = z.strictObject({
  input: z.string().transform((text, ctx) => {
    try {
      return JSON.parse(text) as { rows: string; columns?: string }
    } catch {
      ctx.addIssue({ code: 'custom', message: 'This does not read.' })
      return z.NEVER
    }
  }),
  format: z.enum(['csv', 'xlsx']).optional(),
})

async function* one<T>(items: Iterable<T>) {
  yield* items
}

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** GET /:plural/export: the list that the same parameters show, as a file; likewise an analysis. */
export function exportDoor(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()
  const send = (
    c: Context<Env>,
    name: string,
    format: 'csv' | 'xlsx',
    file: AsyncIterable<string | Uint8Array>,
  ) => {
    c.header('content-type', types[format])
    c.header('content-disposition', `attachment; filename="${name}.${format}"`)
    const bytes = Readable.from(file).map((part: string | Uint8Array) =>
      typeof part === 'string' ? Buffer.from(part) : part,
    )
    return c.body(Readable.toWeb(bytes) as ReadableStream)
  }
  app.get('/analysis/:name/export', async (c) => {
    const { actor } = c.var
    const { input, format = 'csv' } = check(crossing, c.req.query(), actor.locale) as z.output<
      typeof crossing
    >
    const name = c.req.param('name')
    const { title, columns, rows } = await (isListed(name)
      ? listedTable(kolo, actor, name, input)
      : crossedTable(kolo, actor, name, input))
    const file =
      format === 'xlsx' ? workbook(title, columns, one(rows)) : csvOf(columns, one(rows), ',', true)
    return send(c, name, format, file)
  })
  app.get('/:plural/export', async (c) => {
    const plural = c.req.param('plural')
    const e = [...kolo.allEntities()].find((x) => x.plural === plural)
    if (!e) throw new Missing('list', plural)
    const query = check(parameters, c.req.query(), c.var.actor.locale) as ExportQuery
    const format = query.format ?? 'csv'
    const file = await exportList(kolo, c.var.actor, e.name, query)
    return send(c, plural, format, file)
  })
  return app
}
