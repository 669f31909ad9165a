import sql, { raw } from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { affiliation } from '#modules/parties/index.ts'

export type Made = { entity: string; id: string }[]

/** A contact stands in one account; the accounts of those merged into it stay with it as affiliations, with what he was
 * there. */
export async function keepMemberships(
  c: Context,
  into: string,
  account: unknown,
  from: readonly Plain[],
): Promise<Made> {
  const known = await c.tx.elevated(() =>
    c.tx.rows<{ account: string }>(sql`select account_id as account from ${raw(affiliation.table)}
      where contact_id = ${into}::uuid and deleted_at is null`),
  )
  const have = new Set<unknown>([account, ...known.map((row) => row.account)])
  const wanted: Values[] = []
  for (const record of from) {
    if (record['account'] === null || have.has(record['account'])) continue
    have.add(record['account'])
    wanted.push({
      contact: into,
      account: record['account'],
      function: record['jobTitle'],
      department: record['department'],
      decisionRole: record['decisionRole'],
    })
  }
  if (wanted.length === 0) return []
  const rows = await c.tx.elevated(() => c.tx.insertMany(affiliation, wanted))
  return rows.map(({ id }) => ({ entity: affiliation.name, id }))
}

/** What the merge had made goes into the bin, unless somebody has worked on it since. */
export async function removeMade(c: Context, made: Made): Promise<void> {
  for (const { entity, id } of made) {
    const e = c.kolo.entity(entity)
    await c.tx.elevated(() =>
      c.tx.rows(sql`update ${raw(`"${e.table}"`)} set deleted_at = now(), revision = revision + 1
        where id = ${id}::uuid and revision = 1 and deleted_at is null`),
    )
  }
}
