import sql, { join, raw } from 'sql-template-tag'
import { mayReadScope, nothing, scopeCondition, type Rights } from './access.ts'
import type { Tx } from './database.ts'
import type { Entity } from './entity.ts'
import type { Need } from './operation.ts'

export type Reached = { update: boolean; delete: boolean }
export type Doings = Reached & { items: { name: string; refusal: string | null }[] }
export const isReached = (reached: Reached, need: Need | undefined) =>
  need === 'update' || need === 'delete' ? reached[need] : true

/** Whether a record that he reads is one of those that he may change, and delete. Where the row rule asks of a column
 * that is hidden from the role, the system looks by the same rule. */
export async function reachedBy(tx: Tx, e: Entity, rights: Rights, id: string): Promise<Reached> {
  const right = rights[e.name] ?? nothing
  const scopes = { update: right.update, delete: right.delete }
  const looks = () =>
    tx.one<Reached>(
      sql`select ${join(
        Object.entries(scopes).map(
          ([verb, scope]) =>
            sql`coalesce(${scopeCondition(e, scope, tx.actor, rights)}, false) as ${raw(`"${verb}"`)}`,
        ),
        ', ',
      )} from ${raw(`"${e.table}"`)} t where t.id = ${id}::uuid`,
    )
  const may = Object.values(scopes).every((scope) => mayReadScope(e, right, scope))
  return (await (may ? looks() : tx.elevated(looks))) ?? { update: false, delete: false }
}
