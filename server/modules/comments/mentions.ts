import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'

export type Person = { id: string; name: string }

const letter = /[\p{L}\p{N}]/u

/** Who is called by `@Name Surname` in a text. Of names that begin alike the longest counts; of two people of one
 * name both. Case does not matter. */
export function mentionsIn(text: string, people: readonly Person[]): string[] {
  if (!text.includes('@')) return []
  const lower = text.toLowerCase()
  const called = people
    .filter((p) => p.name.trim())
    .map((p) => ({ id: p.id, name: p.name.trim().toLowerCase() }))
    .toSorted((a, b) => b.name.length - a.name.length)
  const found = new Set<string>()
  for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
    if (at > 0 && letter.test(lower[at - 1]!)) continue
    const rest = lower.slice(at + 1)
    const first = called.find((p) => rest.startsWith(p.name) && !letter.test(rest[p.name.length] ?? ''))
    if (first) for (const p of called) if (p.name === first.name) found.add(p.id)
  }
  return [...found]
}

/** Everybody who works here; asked for only when a text has an `@`. */
export const colleagues = (tx: Tx): Promise<Person[]> =>
  tx.elevated(() =>
    tx.rows<Person>(
      sql`select id, name from users where deleted_at is null and is_active and account_id is null`,
    ),
  )

export async function mentionsOf(tx: Tx, texts: readonly (string | null)[]): Promise<string[][]> {
  if (!texts.some((t) => t?.includes('@'))) return texts.map(() => [])
  const people = await colleagues(tx)
  return texts.map((t) => mentionsIn(t ?? '', people))
}
