import { createHash } from 'node:crypto'
import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'

/** What a version says, as one value; the same version always seals to the same. */
export async function sealOf(tx: Tx, id: string): Promise<string> {
  const row = await tx.one<{
    content: string
  }>(sql`select jsonb_build_array(q.number, q.version, q.account_id, q.date, q.valid_until,
      q.currency, q.tax_included, q.discount, q.delivery, q.payment, q.payment_days, q.intro, q.terms,
      (select jsonb_agg(jsonb_build_array(l.position, l.section, l.product_id, l.description, l.quantity, l.unit, l.unit_price,
          l.unit_price_currency, l.discount, l.tax_rate, l.is_optional, l.alternative) order by l.position, l.id)
        from quote_lines l where l.quote_id = q.id and l.deleted_at is null))::text as content
    from quotes q where q.id = ${id}::uuid`)
  return createHash('sha256').update(row!.content).digest('hex')
}
