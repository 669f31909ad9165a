import type { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/database.ts'
import { Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import { translated } from '#core/fault.ts'
import type { Kolo } from '#core/kolo.ts'
import { check } from '#core/schema.ts'
import { batchRows, readAhead } from './ahead.ts'
import { takeIn, workOf, type Later, type Outcome, type Situation, type Work } from './batch.ts'
import type { Ledger, Run } from './ledger.ts'
import { writableFields } from './matching/targets.ts'
import { inLocale } from './messages.ts'
import { makeMissing } from './missing.ts'
import { addOptions, unknownOptions } from './options.ts'
import { defaultsOf } from './prepare.ts'
import { openTable } from './reading/open-table.ts'
import type { TableRow } from './reading/table.ts'
import { References } from './references.ts'
import { Repeats } from './repeats.ts'
import { rowReader, textKey } from './row-reader.ts'
import { settleIndexes, unhurried } from './unhurried.ts'
import { isCompared } from '#modules/duplicates/index.ts'
import { twinsOf } from './twins.ts'
import { tally } from './tally.ts'
import type { Result } from './settings.ts'

export type Progress = (result: Result, line: number) => void

const mostUnknown = 1_000

/** One passage through a file: a dry run, or the import itself. */
export class Passage {
  kolo: Kolo
  actor: Actor
  book: Ledger
  run: Run
  situation!: Situation
  read!: ReturnType<typeof rowReader>
  private schema!: z.ZodType
  count: ReturnType<typeof tally>
  /** Texts that name nothing → on how many lines. */
  unknown = new Map<string, { field: string; text: string; lines: number }>()
  private later: Later[] = []
  private dry: boolean
  private stopped = false

  constructor(kolo: Kolo, actor: Actor, book: Ledger, run: Run, dry: boolean) {
    this.kolo = kolo
    this.actor = { ...actor, via: 'import', requestId: run.id }
    this.book = book
    this.run = run
    this.dry = dry
    this.count = tally(dry ? undefined : run.result.counts)
  }

  private async begin(): Promise<void> {
    const { kolo, actor, run } = this
    const entity = kolo.entity(run.entity)
    const createFields = writableFields(kolo, actor, entity)
    const mended = await this.mendings()
    this.read = rowReader(
      entity,
      createFields,
      run.settings.header,
      run.settings.columns,
      await defaultsOf(kolo, actor),
      (field, text) => mended.get(textKey(field, text)),
    )
    this.situation = {
      kolo,
      entity,
      createFields,
      updateFields: writableFields(kolo, actor, entity, 'update'),
      key: run.settings.key,
      dry: this.dry,
      references: new References(kolo),
      constants: {},
      repeats: new Repeats(),
      twins: twinsOf(run.settings, this.dry, isCompared(entity)),
    }
    this.schema = kolo.schemaOf(actor, kolo.operation(`${run.entity}.create`))
    this.situation.constants = await this.constants()
  }

  private async mendings(): Promise<Map<string, string>> {
    const remembered = await this.book.mendings(this.run.entity)
    const own = this.run.settings.mendings.filter((m) => m.confirmed && m.value !== null)
    return new Map([...remembered, ...own].map((m) => [textKey(m.field, m.text), m.value!]))
  }

  /** Values that every row has, also those made in passing. */
  private async constants(): Promise<Record<string, unknown>> {
    const empty = this.run.settings.header.map(() => '')
    const work = workOf({ line: 0, cells: empty }, this.read(empty))
    const { references, entity } = this.situation
    const target = (field: string) => entity.fields[field]?.entity
    const pending = work.pending.filter((p) => target(p.field))
    await this.kolo.db.as(this.actor, (tx) =>
      references.load(tx, new Map(pending.map((p) => [target(p.field)!, new Set([p.text])]))),
    )
    const found = pending.flatMap((p) =>
      references
        .find(target(p.field)!, p.text)
        .slice(0, 1)
        .map((id) => [p.field, id] as const),
    )
    return { ...work.values, ...Object.fromEntries(found) }
  }

  /** Goes through the whole file. False: somebody stopped it. */
  async go(onProgress: Progress): Promise<boolean> {
    await this.begin()
    const table = await openTable(this.run.path!, this.run.settings.options)
    if (table.header.join('\u001f') !== this.run.settings.header.join('\u001f'))
      throw new Invalid([
        { path: 'file', message: 'The file has changed since it was read.', code: 'changed' },
      ])
    const source = table.rows[Symbol.asyncIterator]()
    const ahead = () => readAhead(source, this.dry ? 0 : this.run.atLine, (row) => this.workOf(row))
    let next = ahead()
    for (;;) {
      const { rows, works } = await next
      if (rows.length === 0) break
      const working = this.attempt(rows, rows.at(-1)!.line, works)
      // The file is read on while the database works.
      next = ahead()
      next.catch(() => {})
      await working
      onProgress(this.count.result, rows.at(-1)!.line)
      if (this.stopped) return false
    }
    await this.settleLater()
    if (!this.dry) await settleIndexes(this.kolo, this.situation.entity)
    onProgress(this.count.result, this.run.atLine)
    return !this.stopped
  }

  /** In one transaction; if the database refuses one of the rows, the halves are tried, down to that row. */
  private async attempt(rows: TableRow[], line: number, prepared?: Work[]): Promise<void> {
    try {
      await this.inOne(rows, line, prepared)
    } catch (error) {
      if (!isAboutRows(error)) throw error
      this.situation.references.forget()
      if (rows.length === 1) return this.inOne([{ ...rows[0]!, problem: (error as Error).message }], line)
      const middle = rows.length >> 1
      await this.attempt(rows.slice(0, middle), rows[middle - 1]!.line)
      await this.attempt(rows.slice(middle), line)
    }
  }

  private async inOne(rows: TableRow[], line: number, prepared?: Work[]): Promise<void> {
    const works = await this.worksOf(rows, prepared)
    const { kolo, actor, run, dry } = this
    const operation = kolo.operation(`${run.entity}.create`)
    const { outcome, counted, stop } = await translated(kolo, actor, operation, () =>
      kolo.db.as(actor, async (tx) => {
        if (!dry) unhurried(tx)
        const outcome = await takeIn(this.situation, tx, works)
        for (const w of outcome.refused)
          for (const t of w.troubles) t.reason = inLocale(t.reason, actor.locale)
        const counted = this.count.with(outcome, run.settings)
        return { outcome, counted, stop: await tx.elevated(() => this.note(tx, outcome, line, counted)) }
      }),
    )
    this.count.become(counted)
    this.stopped = stop
    if (!dry) this.run.atLine = line
    this.later.push(...outcome.later)
    for (const u of outcome.unknown) this.noteUnknown(u.field, u.text)
  }

  private async note(tx: Tx, outcome: Outcome, line: number, counted: Result): Promise<boolean> {
    if (!this.dry && outcome.refused.length)
      await this.book.refuse(tx, this.run.id, outcome.refused.map(refusal))
    return this.book.advance(
      tx,
      this.run.id,
      this.dry ? 0 : line,
      this.dry ? { check: counted } : { counts: counted },
    )
  }

  private async worksOf(rows: TableRow[], prepared?: Work[]): Promise<Work[]> {
    // What was read ahead may not know an option that has been added since.
    const ready = prepared?.every((w) => w.options.length === 0) ? prepared : undefined
    let works = ready ?? rows.map((row) => this.workOf(row))
    const options = unknownOptions(works)
    if (!this.dry && (await addOptions(this, options))) {
      await this.begin()
      works = rows.map((row) => this.workOf(row))
    }
    for (const w of works)
      for (const o of w.options) {
        this.noteUnknown(o.field, o.text)
        if (o.missing === 'refuse')
          w.troubles.push({
            field: o.field,
            column: o.column,
            reason: `“${o.text}” is not one of the options.`,
          })
      }
    return works
  }

  private workOf(row: TableRow): Work {
    if (!row.problem) return this.checkedAhead(workOf(row, this.read(row.cells)))
    return {
      line: row.line,
      cells: row.cells,
      short: false,
      values: {},
      pending: [],
      options: [],
      troubles: [{ field: '', column: null, reason: row.problem }],
    }
  }

  /** What waits for nothing is checked with its reading, where most rows are new. */
  private checkedAhead(work: Work): Work {
    const { new: made, total } = this.count.result
    const waits = work.pending.length + work.options.length + work.troubles.length > 0
    if (waits || made < total / 2) return work
    const checked = this.schema.safeParse({ items: [work.values] })
    return checked.success
      ? { ...work, checked: (checked.data as { items: Work['values'][] }).items[0]! }
      : work
  }

  private noteUnknown(field: string, text: string): void {
    const key = textKey(field, text)
    const known = this.unknown.get(key)
    if (known) known.lines++
    else if (this.unknown.size < mostUnknown) this.unknown.set(key, { field, text, lines: 1 })
  }

  /** References within the file to rows that came later, now that all are there. */
  private async settleLater(): Promise<void> {
    const { kolo, actor, situation } = this
    const { entity, references } = situation
    for (let at = 0; at < this.later.length; at += batchRows) {
      const part = this.later.slice(at, at + batchRows)
      await kolo.db.as(actor, async (tx) => {
        await references.load(tx, new Map([[entity.name, new Set(part.map((l) => l.pending.text))]]))
        const made: Outcome['made'] = []
        const absent = part.filter((l) => references.find(entity.name, l.pending.text).length === 0)
        const make = new Map(
          absent
            .filter((l) => l.pending.missing === 'create')
            .map((l) => [textKey('', l.pending.text), l.pending.text]),
        )
        if (make.size) await makeMissing(situation, tx, entity.name, [...make.values()], made)
        this.count.made(made)
        const items = part.flatMap((l) => {
          const ids = references.find(entity.name, l.pending.text)
          if (ids.length === 1) return [{ id: l.id, [l.pending.field]: ids[0] }]
          this.noteUnknown(l.pending.field, l.pending.text)
          return []
        })
        if (this.dry || items.length === 0) return
        const update = kolo.operation(`${entity.name}.update`)
        for (const list of apart(items)) {
          const input = check(kolo.schemaOf(actor, update), { items: list, returning: false }, actor.locale)
          await kolo.runIn(tx, update, input)
        }
      })
    }
  }
}

/** Lists in which no record stands twice. */
function apart<T extends { id: string }>(items: T[]): T[][] {
  const lists: T[][] = []
  for (const item of items) {
    const list = lists.find((l) => !l.some((i) => i.id === item.id))
    if (list) list.push(item)
    else lists.push([item])
  }
  return lists
}

const isAboutRows = (error: unknown) =>
  error instanceof Invalid ||
  error instanceof Refused ||
  error instanceof Missing ||
  error instanceof Forbidden

const refusal = (w: Work) => ({ line: w.line, cells: w.cells, problems: w.troubles })
