import { readCsv, type CsvRow } from './csv.ts'

export const delimiters = [',', ';', '\t', '|']

/** Which sign parts the cells: the one by which most rows have as many cells as the first. */
export async function delimiterOf(sample: string, lineEnd: '\n' | '\r', complete: boolean): Promise<string> {
  let best = { delimiter: ',', score: 0, cells: 1 }
  for (const delimiter of delimiters) {
    const rows = await firstRows(sample, delimiter, lineEnd, complete)
    const cells = rows[0]?.cells.length ?? 1
    if (cells < 2) continue
    const score = rows.filter((r) => !r.problem && r.cells.length === cells).length / rows.length
    if (score > best.score || (score === best.score && cells > best.cells)) best = { delimiter, score, cells }
  }
  return best.delimiter
}

async function firstRows(
  sample: string,
  delimiter: string,
  lineEnd: '\n' | '\r',
  complete: boolean,
): Promise<CsvRow[]> {
  const rows: CsvRow[] = []
  for await (const row of readCsv(once(sample), { delimiter, lineEnd, looseQuotes: true })) {
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push(row)
    if (rows.length === 200) break
  }
  // The sample may have cut its last row in the middle.
  if (!complete && rows.length > 1) rows.pop()
  return rows
}

async function* once(text: string) {
  yield text
}
