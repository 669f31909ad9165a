import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import { Invalid, Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import { check } from '#core/schema.ts'
import type { Ledger, Run } from './ledger.ts'
import { keysOf } from './matching/match-columns.ts'
import { pathOf, targetsOf } from './matching/targets.ts'
import { readable, sampleOf, withFormats } from './prepare.ts'
import { openTable } from './reading/open-table.ts'
import { textKey } from './row-reader.ts'
import type { Column, Mending } from './settings.ts'

const column = z.strictObject({
  column: z.string().max(1000).nullable(),
  field: z.string().max(200).nullable(),
  format: z
    .strictObject({
      date: z.enum(['YMD', 'DMY', 'MDY', 'serial']).optional(),
      decimal: z.enum([',', '.']).optional(),
      currency: z.string().length(3).optional(),
    })
    .optional(),
  missing: z.enum(['refuse', 'create', 'empty']).optional(),
  value: z.string().max(10_000).optional(),
  template: z.string().max(1000).optional(),
})
const shape = z.strictObject({
  columns: z.array(column).max(1000).optional(),
  key: z.array(z.string().max(200)).max(5).optional(),
  mendings: z
    .array(z.strictObject({ field: z.string(), text: z.string(), value: z.string().max(200).nullable() }))
    .max(10_000)
    .optional(),
  twins: z
    .array(z.strictObject({ line: z.number().int(), choice: z.enum(['create', 'update', 'skip']) }))
    .max(10_000)
    .optional(),
})
export type Decisions = z.infer<typeof shape>

/** Keeps what the user decided: where columns go, by what records are found again, what misspelt texts mean. */
export async function decideRun(
  kolo: Kolo,
  actor: Actor,
  book: Ledger,
  id: string,
  given: unknown,
): Promise<Run> {
  const decisions = check(shape, given, actor.locale)
  const run = await book.get(actor, id)
  if (['checking', 'running', 'stopping', 'undoing'].includes(run.status))
    throw new Refused('not_now', 'Wait until it has ended, or stop it.')
  const e = kolo.entity(run.entity)
  const s = run.settings
  const columns = (decisions.columns ?? s.columns) as Column[]
  const known = new Set(targetsOf(kolo, actor, e).map((t) => t.base))
  columns.forEach((c, i) => {
    if (c.field && !known.has(pathOf(c.field).base))
      throw new Invalid([{ path: `columns.${i}.field`, message: `There is no field ${c.field} to write.` }])
    if (c.column && !s.header.includes(c.column))
      throw new Invalid([{ path: `columns.${i}.column`, message: `There is no column “${c.column}”.` }])
  })
  const possible = keysOf(e, columns)
  const key = decisions.key ?? (decisions.columns ? possible.slice(0, 3) : s.key)
  for (const k of key)
    if (!possible.includes(k)) throw new Invalid([{ path: 'key', message: `No column is matched to ${k}.` }])
  const mendings = mended(s.mendings, decisions.mendings ?? [])
  const formatted = decisions.columns
    ? await formats(kolo, run, columns, actor.locale)
    : { columns, ambiguous: s.ambiguous }
  const said = new Map(decisions.twins?.map((t) => [t.line, t.choice]))
  const twins = (s.twins ?? []).map((t) =>
    said.has(t.line) ? { ...t, choice: said.get(t.line)!, confirmed: true } : t,
  )
  await book.decide(id, { ...s, ...formatted, key, mendings, twins })
  if (decisions.mendings)
    await book.rememberMendings(
      run.entity,
      mendings.filter((m) => m.confirmed),
    )
  return book.get(actor, id)
}

/** How the columns write their values, where that is not stated; what was uncertain stays so until it is. */
async function formats(kolo: Kolo, run: Run, columns: Column[], locale: Locale) {
  const s = run.settings
  const unchanged = (c: Column) => s.columns.some((was) => same(was, c))
  const asked = columns.some((c) => c.column && c.field && !c.format && !unchanged(c)) && run.path
  const rows = asked
    ? await sampleOf(await readable(locale, () => openTable(run.path!, s.options)), locale)
    : s.sample
  const found = withFormats(kolo, run.entity, columns, s.header, rows)
  const still = s.ambiguous.filter((a) =>
    columns.some((c) => c.column === a.column && c.format && unchanged(c)),
  )
  return { columns: found.columns, ambiguous: [...still, ...found.ambiguous] }
}
// jsonb keeps the keys of an object in an order of its own.
const same = (a: Column, b: Column) =>
  a.column === b.column &&
  a.field === b.field &&
  a.format?.date === b.format?.date &&
  a.format?.decimal === b.format?.decimal

function mended(before: Mending[], given: NonNullable<Decisions['mendings']>): Mending[] {
  const all = new Map(before.map((m) => [textKey(m.field, m.text), m]))
  for (const { field, text, value } of given) {
    const was = all.get(textKey(field, text))
    const title = was?.proposals.find((p) => p.value === value)?.title ?? null
    all.set(textKey(field, text), {
      lines: 0,
      proposals: [],
      ...was,
      field,
      text,
      value,
      title,
      confirmed: value !== null,
    })
  }
  return [...all.values()]
}
