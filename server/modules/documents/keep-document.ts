import { createHash } from 'node:crypto'
import sql, { type Sql } from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { document, type Document } from './document.ts'

/** Of which record a paper is, and who has to do with it. */
export type Paper = {
  kind: string
  entity: string
  record: string
  account: string | null
  owner: string | null
  team: string | null
  locale: Locale
  /** Of the file, with its ending. */
  name: string
  type?: string
}
export type Page = { bytes: Uint8Array } & Paper

/** Keeps a paper as a file and writes it into the ledger. The same bytes of the same record are kept once. */
export async function keepDocument(
  c: Pick<Context, 'tx' | 'kolo' | 'actor'>,
  { bytes, name, type = 'application/pdf', ...paper }: Page,
): Promise<Document> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const file = await c.kolo.files.put({ name, type, bytes, by: c.actor.user }, c.tx)
  // Who may read the record may have its papers; the ledger itself is written by nobody's hand.
  const [made] = await c.tx.elevated(() =>
    c.tx.insertMany(document, [{ ...paper, name, file, hash, opens: 0 }]),
  )
  return made as unknown as Document
}

/** The ledger is not written by hand: whoever may send the record may have this noted. */
const note = (c: Pick<Context, 'tx'>, id: string, what: Sql) =>
  c.tx.elevated(() =>
    c.tx.rows(
      sql`update documents set ${what}, updated_at = now(), revision = revision + 1 where id = ${id}::uuid`,
    ),
  )

export const markSent = (c: Pick<Context, 'tx'>, id: string, to: string | null) =>
  note(c, id, sql`sent_at = now(), sent_to = ${to}`)

/** Somebody outside looked at it: the first time is kept, and how often. */
export const markOpened = (c: Pick<Context, 'tx'>, id: string) =>
  note(c, id, sql`opened_at = coalesce(opened_at, now()), opens = coalesce(opens, 0) + 1`)
