import type { TableOptions } from './reading/table.ts'

export type Missing = 'refuse' | 'create' | 'empty'

export type CellFormat = {
  date?: 'YMD' | 'DMY' | 'MDY' | 'serial'
  decimal?: ',' | '.'
  currency?: string
}

/** What becomes of one column. Without a column of the file it is a constant (`value`) or is composed (`template`,
 * with column names in braces). `field` is a path: `amount`, `name.first`, `emails.2.label`, `addresses.1.city`. */
export type Column = {
  column: string | null
  field: string | null
  format?: CellFormat
  missing?: Missing
  value?: string
  template?: string
}

/** A text that names nothing, and what the user says it means: the id of a record or the key of an option. */
export type Mending = {
  field: string
  text: string
  lines: number
  value: string | null
  title: string | null
  proposals: { value: string; title: string }[]
  confirmed: boolean
}

/** A row that no key finds, and the record that it may be all the same; what the user says becomes of it. */
export type Twin = {
  line: number
  title: string
  id: string
  name: string
  probability: number
  parts: readonly { field: string; level: string; weight: number }[]
  choice: 'create' | 'update' | 'skip'
  confirmed: boolean
}

/** Everything decided about a run. */
export type Settings = {
  options: TableOptions
  format: string
  encoding: string | null
  delimiter: string | null
  sheets?: string[]
  header: string[]
  warnings: string[]
  sample: string[][]
  columns: Column[]
  ambiguous: { column: string; formats: string[] }[]
  key: string[]
  mendings: Mending[]
  /** Not of runs from before it was looked for. */
  twins?: Twin[]
}

export type Changed = { line: number; id: string; title: string; changes: Record<string, [unknown, unknown]> }
export type RefusedRow = { line: number; column: string | null; reason: string; cells: string[] }

export type Counts = {
  total: number
  new: number
  changed: number
  unchanged: number
  refused: number
  /** Rows that were filled up at their end. */
  short: number
  /** Rows of an empty reference, by field: imported, and shown as such. */
  without: Record<string, number>
  /** Records made in passing because a column named them. */
  created: Record<string, number>
}
export type Result = Counts & {
  samples: { new: { line: number; values: unknown }[]; changed: Changed[]; refused: RefusedRow[] }
}

export const noCounts = (): Result => ({
  total: 0,
  new: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  short: 0,
  without: {},
  created: {},
  samples: { new: [], changed: [], refused: [] },
})

export type Kept = { entity: string; id: string; title: string | null; reason: string }
export type Undone = { gone: number; restored: number; kept: Kept[] }

export const statuses = [
  'ready',
  'checking',
  'checked',
  'running',
  // Somebody asked it to stop: it does so after the rows it is at.
  'stopping',
  'done',
  'cancelled',
  'failed',
  'interrupted',
  'undoing',
  'undone',
] as const
export type Status = (typeof statuses)[number]
