import { csvLine } from '../export/csv.ts'
import type { Ledger, Run } from './ledger.ts'
import { ownColumns } from './matching/match-columns.ts'
import { columnOf } from './tally.ts'

const reasonColumns = [`${ownColumns}line`, `${ownColumns}what is wrong`]

/** The rows that were refused, as the file had them, each with its reason: to be mended and taken in again. */
export async function* errorFile(book: Ledger, run: Run): AsyncIterable<string> {
  const delimiter = run.settings.delimiter ?? ';'
  yield `\ufeff${csvLine([...run.settings.header, ...reasonColumns], delimiter)}`
  for (let after = 0; ;) {
    const rows = await book.refusals(run.id, after, 1_000)
    for (const row of rows) {
      // A row with too many cells keeps them at its end, past the reason.
      const cells = run.settings.header.map((_, i) => row.cells[i] ?? '')
      const reasons = row.problems.map((p) =>
        [p.column ?? columnOf(run.settings, p.field), p.reason].filter(Boolean).join(': '),
      )
      yield csvLine(
        [...cells, String(row.line), reasons.join(' '), ...row.cells.slice(cells.length)],
        delimiter,
      )
    }
    if (rows.length < 1_000) return
    after = Number(rows.at(-1)!.line)
  }
}
