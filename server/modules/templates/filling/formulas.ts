/** Where a row of the template stands now: its first copy and its last. */
export type Moves = Map<number, { first: number; last: number }>

const cells = /(\$?[A-Z]{1,3}\$?)(\d{1,7})(?::(\$?[A-Z]{1,3}\$?)(\d{1,7}))?(?![\w(.])/g

/** A formula, or a range, after rows were repeated. What it says of its own row is said of the copy it stands in; a range
 * that held a repeated row holds all of its copies: SUM(D5:D5) becomes SUM(D5:D24). Texts in quotes stay. */
export function moved(formula: string, moves: Moves, own?: { from: number; to: number }): string {
  const at = (row: number, side: 'first' | 'last') => {
    if (own && row === own.from) return own.to
    const known = moves.get(row)
    if (known) return known[side]
    // A row that is not there stands as far from the last one above it as before.
    const above = Math.max(0, ...[...moves.keys()].filter((r) => r < row))
    return above ? row + (moves.get(above)!.last - above) : row
  }
  return formula
    .split(/("(?:[^"]|"")*")/)
    .map((part, i) =>
      i % 2 === 1
        ? part
        : part.replaceAll(cells, (_all, column: string, row: string, to?: string, end?: string) =>
            end === undefined
              ? `${column}${at(Number(row), 'first')}`
              : `${column}${at(Number(row), 'first')}:${to}${at(Number(end), 'last')}`,
          ),
    )
    .join('')
}
