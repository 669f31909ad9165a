import { setImmediate } from 'node:timers/promises'
import type { Work } from './batch.ts'
import type { TableRow } from './reading/table.ts'

export const batchRows = 2_000
const breath = 10

export type Lot = { rows: TableRow[]; works: Work[] }

/** The next rows of a file and what they say. Often it lets the batch before go on, which keeps the database working. */
export async function readAhead(
  source: AsyncIterator<TableRow>,
  after: number,
  workOf: (row: TableRow) => Work,
): Promise<Lot> {
  const lot: Lot = { rows: [], works: [] }
  while (lot.rows.length < batchRows) {
    const { value: row, done } = await source.next()
    if (done) break
    if (row.line <= after || !(row.problem || row.cells.some((c) => c.trim() !== ''))) continue
    lot.rows.push(row)
    lot.works.push(workOf(row))
    if (lot.rows.length % breath === 0) await setImmediate()
  }
  return lot
}
