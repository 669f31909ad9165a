import sql from 'sql-template-tag'
import type { Tx } from './database.ts'

/** The next numbers of a row without gaps: an invoice's, a quote's. Whoever takes one holds the row until his commit,
 * so that a number taken back by a rollback goes to the next. `key` names the row, with the year if it begins anew. */
export async function nextNumbers(tx: Tx, key: string, count = 1): Promise<number[]> {
  const row = await tx.elevated(() =>
    tx.one<{ last: number }>(sql`insert into sequences as s (key, last) values (${key}, ${count}::int)
      on conflict (key) do update set last = s.last + ${count}::int returning last`),
  )
  return Array.from({ length: count }, (_, i) => row!.last - count + 1 + i)
}
