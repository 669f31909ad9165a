import { basename, resolve } from 'node:path'
import type { Actor } from '#core/actor.ts'
import { Invalid } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { decideRun, type Decisions } from './decide.ts'
import { ledger, type Run } from './ledger.ts'
import { prepare } from './prepare.ts'
import type { TableOptions } from './reading/table.ts'
import type { Column } from './settings.ts'
import type { Progress } from './run.ts'
import { checkRun, doRun } from './work.ts'

export type FileImport = {
  file: string
  entity: string
  options?: TableOptions
  /** Instead of the columns found out; or some of them, by column name. */
  columns?: Column[]
  key?: string[]
  mendings?: Decisions['mendings']
  /** Texts that differ from a name in spaces and signs alone are taken for it. */
  acceptMendings?: boolean
  /** Records and options that columns name are made when they are not there: all, or these fields. */
  createMissing?: boolean | string[]
  /** Values that every row gets: field → text. */
  set?: Record<string, string>
  dryRun?: boolean
}

/** Takes in a file that lies on this machine, as the command line does. */
export async function importFile(
  kolo: Kolo,
  actor: Actor,
  given: FileImport,
  onProgress: Progress = () => {},
): Promise<Run> {
  const book = ledger(kolo)
  const settings = await prepare(kolo, actor, book, given.entity, resolve(given.file), given.options ?? {})
  const columns = withGiven(settings.columns, given)
  let run = await book.begin(actor, given.entity, basename(given.file), resolve(given.file), settings)
  run = await decideRun(kolo, actor, book, run.id, {
    columns,
    ...(given.key ? { key: given.key } : {}),
    ...(given.mendings ? { mendings: given.mendings } : {}),
  })
  const needed = given.dryRun || given.acceptMendings
  if (needed) run = await checkRun(kolo, actor, book, run.id, onProgress)
  if (given.acceptMendings) {
    const sure = run.settings.mendings.filter((m) => !m.confirmed && m.value !== null)
    if (sure.length)
      run = await decideRun(kolo, actor, book, run.id, {
        mendings: sure.map(({ field, text, value }) => ({ field, text, value: value! })),
      })
    if (given.dryRun && sure.length) run = await checkRun(kolo, actor, book, run.id, onProgress)
  }
  return given.dryRun ? run : doRun(kolo, actor, book, run.id, onProgress)
}

function withGiven(found: Column[], { columns = [], createMissing, set = {} }: FileImport): Column[] {
  const own = new Map(columns.filter((c) => c.column).map((c) => [c.column, c]))
  for (const c of own.keys())
    if (!found.some((f) => f.column === c))
      throw new Invalid([{ path: 'columns', message: `There is no column “${c}” in the file.` }])
  const fields = new Set(columns.map((c) => c.field))
  const mixed = found.flatMap((c) =>
    c.column
      ? [{ ...c, ...own.get(c.column) }]
      : fields.has(c.field) || set[c.field!] !== undefined
        ? []
        : [c],
  )
  const making = (c: Column): Column =>
    createMissing && !c.missing && (createMissing === true || createMissing.includes(c.field ?? ''))
      ? { ...c, missing: 'create' }
      : c
  return [
    ...mixed,
    ...columns.filter((c) => !c.column),
    ...Object.entries(set).map(([field, value]) => ({ column: null, field, value })),
  ].map(making)
}
