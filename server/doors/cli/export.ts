import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { explained } from '#database/cannot-start.ts'
import { type ExportQuery, exportList } from '#doors/export/index.ts'
import { type Command, type Given, required, say, withInstallation, wrongUsage } from './command.ts'
import { pathOf } from './paths.ts'
import { actorFor } from './people.ts'

export const exportRecords: Command = {
  name: 'export',
  usage:
    '[FILE] --entity NAME [--fields FIELD,FIELD] [--filter JSON] [--sort FIELD] [--search TEXT] [--bin] [--format csv|xlsx] [--delimiter CHAR] [--bom] [--as EMAIL]',
  summary: 'Writes a list into a file, or to the standard output',
  options: {
    entity: { type: 'string' },
    fields: { type: 'string' },
    filter: { type: 'string' },
    sort: { type: 'string' },
    search: { type: 'string' },
    bin: { type: 'boolean' },
    format: { type: 'string' },
    delimiter: { type: 'string' },
    bom: { type: 'boolean' },
    as: { type: 'string' },
  },
  words: { least: 0, most: 1 },
  async run(given) {
    const entity = required(given, 'entity')
    const [file] = given.words
    const query = queryFrom(given)
    await withInstallation(async ({ kolo }) => {
      const actor = await actorFor(kolo, given.text('as'), 'cli')
      const parts = Readable.from(await exportList(kolo, actor, entity, query), { objectMode: true })
      if (!file) return pipeline(parts, process.stdout, { end: false })
      await write(parts, pathOf(file))
      say(`Written to ${pathOf(file)}.`)
    })
  },
}

/** The file appears when it is whole. */
async function write(parts: Readable, path: string) {
  const draft = `${path}.part`
  try {
    await pipeline(parts, createWriteStream(draft))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw explained(error, path)
  }
}

function queryFrom(given: Given): ExportQuery {
  const [file = ''] = given.words
  const format = given.text('format') ?? (file.endsWith('.xlsx') ? 'xlsx' : 'csv')
  if (format !== 'csv' && format !== 'xlsx') throw wrongUsage(`--format is "${format}": give csv or xlsx.`)
  const query: ExportQuery = { format, bom: given.flag('bom'), bin: given.flag('bin') }
  const [fields, filter, sort, q, delimiter] = ['fields', 'filter', 'sort', 'search', 'delimiter'].map((o) =>
    given.text(o),
  )
  if (fields) query.fields = fields.split(',').map((field) => field.trim())
  if (filter) query.filter = jsonOf(filter)
  if (sort) query.sort = sort
  if (q) query.q = q
  if (delimiter) query.delimiter = delimiter
  return query
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw wrongUsage(`--filter is not JSON: give it like '["status","is","open"]'.`)
  }
}
