import sql, { join, raw } from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'

export type Ways = { phone: string | null; email: string | null }
export type Open = { id: string; interest: string | null }

/** Somebody who asked before and still waits: he is not asked for twice. */
export async function openLeadOf(tx: Tx, { phone, email }: Ways): Promise<Open | undefined> {
  const has = (column: string, value: string | null) =>
    value ? [sql`${raw(column)} @> ${JSON.stringify([{ value }])}::jsonb`] : []
  const either = [...has('phones', phone), ...has('emails', email)]
  return either.length
    ? tx.one<Open>(sql`select id, interest from leads where status in ('new', 'working') and deleted_at is null
        and (${join(either, ' or ')}) order by created_at desc limit 1`)
    : undefined
}

/** Holds what the same person sends, by whatever way, until the end of the transaction: he is one lead. */
export async function holdWays(tx: Tx, { phone, email }: Ways): Promise<void> {
  for (const way of [phone, email].filter((w) => w !== null).toSorted())
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`lead ${way}`}, 0))`)
}

export const cameAgain = ({ interest }: Open, from: string, said: string): string =>
  [interest, `${new Date().toISOString().slice(0, 10)}, ${from}${said ? `: ${said}` : ''}`]
    .filter(Boolean)
    .join('\n\n')

/** “Olena Koval” → surname and first name. */
export const nameOf = (text: string): [string, string] => {
  const [first = '', ...rest] = text.split(/\s+/)
  return rest.length ? [rest.join(' ').slice(0, 100), first.slice(0, 100)] : ['', first.slice(0, 100)]
}

type Taken = {
  ways: Ways
  said: { from: string; text: string }
  item: { name?: string } & Record<string, unknown>
}

/** Makes a lead of who has written, or adds what he says to the one that he has; answers with its id. As the system, in
 * the caller's transaction. */
export async function takeUp(kolo: Kolo, tx: Tx, { ways, said, item }: Taken): Promise<string> {
  await holdWays(tx, ways)
  const there = await openLeadOf(tx, ways)
  const { name, ...rest } = item
  const [last, first] = nameOf((name ?? '').trim())
  const one = there
    ? { id: there.id, interest: cameAgain(there, said.from, said.text) }
    : { ...rest, interest: said.text, ...(last || first ? { person: { last, first } } : {}) }
  const verb = there ? 'lead.update' : 'lead.create'
  const { items } = (await kolo.runIn(tx, kolo.operation(verb), { items: [one] })) as {
    items: { id: string }[]
  }
  return items[0]!.id
}
