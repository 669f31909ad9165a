import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { withIdentifiers } from '#modules/parties/index.ts'
import { issuer, type Issuer } from './issuer.ts'

export const createIssuer = create(issuer, withIdentifiers)
export const updateIssuer = update(issuer, withIdentifiers)

/** Who issues a document unless it says otherwise; null when nobody can yet. */
export const mainIssuer = async ({ tx }: Pick<Context, 'tx'>): Promise<string | null> =>
  (
    await tx.one<{ id: string }>(
      sql`select id from issuers where deleted_at is null order by is_main desc nulls last, created_at limit 1`,
    )
  )?.id ?? null

export const issuerOf = async ({ tx, kolo }: Pick<Context, 'tx' | 'kolo'>, id: string): Promise<Issuer> =>
  (await kolo.readIn(tx, 'issuer', [id]))[0] as unknown as Issuer
