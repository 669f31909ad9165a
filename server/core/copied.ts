import pg from 'pg'
import type { Sql } from 'sql-template-tag'
import type { Tx } from './database.ts'

type Values = (Buffer | null)[]
const header = 19

/** The pipeline takes only queries of the driver's own class; those of pg-copy-streams are not. */
class Copy extends pg.Query {
  failed: Error | null = null
  private at = header
  private each: (row: Values) => void
  constructor(text: string, each: (row: Values) => void) {
    super(text)
    this.each = each
  }
  /** Always one row in each; the last one holds −1 instead. */
  handleCopyData({ chunk }: { chunk: Buffer }) {
    if (this.failed) return
    const int = (size: number) => chunk.readIntBE((this.at += size) - size, size)
    const fields = int(2)
    if (fields >= 0) {
      const row = Array.from({ length: fields }, () => {
        const length = int(4)
        // The driver writes over its buffer.
        return length < 0 ? null : Buffer.from(chunk.subarray(this.at, (this.at += length)))
      })
      try {
        this.each(row)
      } catch (error) {
        // Thrown here it would end the process.
        this.failed = error as Error
      }
    }
    this.at = 0
  }
}

const literal = (value: unknown): string =>
  value === null || value === undefined
    ? 'null'
    : pg.escapeLiteral(
        Array.isArray(value)
          ? `{${value.map((one) => JSON.stringify(String(one))).join()}}`
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value),
      )

/** The rows of a statement as they come, each value as PostgreSQL has it: bytes as text are twice as many, and cost five
 * times as much to write, send and read (measured: 36 MB). Such a statement has no parameters: they are written in it. */
export async function copied(tx: Tx, query: Sql, each: (row: Values) => void): Promise<void> {
  const text = query.strings.reduce((all, part, i) => `${all}${literal(query.values[i - 1])}${part}`)
  const copy = new Copy(`copy (${text}) to stdout (format binary)`, each)
  await new Promise((resolve, reject) => {
    copy.once('end', () => (copy.failed ? reject(copy.failed) : resolve(null))).once('error', reject)
    tx.client.query(copy)
  })
}
