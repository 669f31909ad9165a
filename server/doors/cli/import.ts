import { createWriteStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorFile } from '#doors/import/error-file.ts'
import { type FileImport, importFile } from '#doors/import/import-file.ts'
import { ledger, type Run } from '#doors/import/ledger.ts'
import type { Column, Counts } from '#doors/import/settings.ts'
import { undoRun } from '#doors/import/work.ts'
import type { Kolo } from '#core/kolo.ts'
import { type Command, type Given, print, required, say, withInstallation, wrongUsage } from './command.ts'
import { pathOf } from './paths.ts'
import { actorFor } from './people.ts'

export const importRecords: Command = {
  name: 'import',
  usage:
    'FILE --entity NAME [--column "NAME=FIELD[:DMY|MDY|YMD]"]… [--key FIELD,FIELD] [--set FIELD=VALUE]… [--create-missing] [--accept] [--dry-run] [--errors FILE] [--as EMAIL] [--encoding NAME] [--delimiter CHAR] [--sheet NAME]',
  summary: 'Takes in a CSV, XLSX or vCard file; --dry-run only says what would become of it',
  options: {
    entity: { type: 'string' },
    column: { type: 'string', multiple: true },
    key: { type: 'string' },
    set: { type: 'string', multiple: true },
    'create-missing': { type: 'boolean' },
    accept: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    errors: { type: 'string' },
    as: { type: 'string' },
    encoding: { type: 'string' },
    delimiter: { type: 'string' },
    sheet: { type: 'string' },
  },
  words: { least: 1, most: 1 },
  async run(given) {
    const wanted = wish(given)
    if (!statSync(wanted.file, { throwIfNoEntry: false })?.isFile())
      throw wrongUsage(`There is no file ${wanted.file}.`)
    await withInstallation(async ({ kolo }) => {
      const actor = await actorFor(kolo, given.text('as'), 'import')
      const run = await importFile(kolo, actor, wanted, progress())
      tell(run)
      const errors = given.text('errors')
      if (errors) await writeErrors(kolo, run, pathOf(errors))
      if (run.status === 'failed' || (countsOf(run)?.refused ?? 0) > 0) process.exitCode = 1
    })
  },
}

function wish(given: Given): FileImport {
  const options = Object.fromEntries(
    ['encoding', 'delimiter', 'sheet'].flatMap((o) => (given.text(o) ? [[o, given.text(o)]] : [])),
  )
  const key = given.text('key')
  return {
    file: pathOf(given.words[0]!),
    entity: required(given, 'entity'),
    options,
    columns: given.list('column').map(columnFrom),
    ...(key ? { key: key.split(',').map((field) => field.trim()) } : {}),
    set: Object.fromEntries(given.list('set').map((text) => pair('set', text))),
    createMissing: given.flag('create-missing'),
    acceptMendings: given.flag('accept'),
    dryRun: given.flag('dry-run'),
  }
}

function pair(option: string, text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw wrongUsage(`--${option} is "${text}": give it as NAME=VALUE.`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

/** `Created on=openedOn:MDY`; without a field the column is left out. */
function columnFrom(text: string): Column {
  const [column, target] = pair('column', text)
  const [, field = '', date] = /^(.*?)(?::(DMY|MDY|YMD))?$/.exec(target) ?? []
  return { column, field: field || null, ...(date ? { format: { date: date as 'DMY' } } : {}) }
}

const countsOf = ({ result }: Run) => result.counts ?? result.check

function progress() {
  let last = Date.now()
  return ({ total, new: made, changed, refused }: Counts) => {
    if (Date.now() - last < 1000) return
    last = Date.now()
    say(`${total} rows: ${made} new, ${changed} changed, ${refused} refused`)
  }
}

const most = 20

function tell(run: Run) {
  const counts = countsOf(run)
  for (const { text, field, lines, title } of run.settings.mendings.filter((m) => !m.confirmed))
    say(
      `${field} "${text}" (${lines} rows) is not known${title ? `: --accept takes it for "${title}"` : ''}.`,
    )
  if (counts) {
    for (const { line, column, reason } of counts.samples.refused.slice(0, most))
      say(`Line ${line}${column ? `, ${column}` : ''}: ${reason}`)
    if (counts.refused > most) say(`… and ${counts.refused - most} more: --errors FILE writes them all.`)
    print(
      `${counts.total} rows: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused`,
    )
    for (const [field, rows] of Object.entries(counts.without)) print(`  ${rows} without ${field}`)
    for (const [entity, rows] of Object.entries(counts.created))
      print(`  ${rows} of ${entity} made in passing`)
  }
  if (run.problem) say(run.problem)
  print(run.status === 'checked' ? 'Nothing was written yet.' : `Import ${run.id} is ${run.status}.`)
}

const writeErrors = (kolo: Kolo, run: Run, path: string) =>
  pipeline(Readable.from(errorFile(ledger(kolo), run)), createWriteStream(path))

export const importUndo: Command = {
  name: 'import undo',
  usage: 'ID [--as EMAIL]',
  summary: 'Takes back a whole import: what it made goes into the bin, what it changed gets its old values',
  options: { as: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run(given) {
    await withInstallation(async ({ kolo }) => {
      const actor = await actorFor(kolo, given.text('as'), 'import')
      const run = await undoRun(kolo, actor, ledger(kolo), given.words[0]!)
      const { gone = 0, restored = 0, kept = [] } = run.result.undo ?? {}
      print(
        `${gone} into the bin, ${restored} given back their old values, ${kept.length} kept because people worked on them since.`,
      )
    })
  },
}
