import { openTable } from '#doors/import/reading/open-table.ts'
import type { TableOptions } from '#doors/import/reading/table.ts'

/** A file of any form, read whole. */
export async function read(from: string | Uint8Array, options?: TableOptions) {
  const table = await openTable(from, options)
  return { ...table, rows: await Array.fromAsync(table.rows) }
}

export const bytesOf = (text: string) => new TextEncoder().encode(text)
export const csv = (text: string, options?: TableOptions) => read(bytesOf(text), options)
