import sql, { raw, type Sql } from 'sql-template-tag'
import { columnNames, type Entity } from './entity.ts'
import { Invalid } from './error.ts'
import type { Context } from './operation.ts'
import type { Plain, Values } from './row.ts'

/** What stands under what: pairs of `below` and `above`. Several who write it wait for one another, else two halves of
 * a ring could be written at once. */
export type Tree = { name: string; pairs: Sql }

export const lockTree = async (c: Context, { name }: Tree): Promise<void> =>
  void (await c.tx.rows(
    sql`select pg_advisory_xact_lock(hashtextextended(${`ring ${c.kolo.db.workspace} ${name}`}, 0))`,
  ))

/** Invalid where a record now stands above itself; the paths are of the fields that were written. */
export async function refuseRings(
  c: Context,
  { pairs }: Tree,
  written: readonly { id: string; path: string }[],
): Promise<void> {
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ id: string }>(sql`with recursive pairs as not materialized (${pairs}), up as (
        select below as id, above from pairs where below = any(${written.map((w) => w.id)}::uuid[])
        union select up.id, pairs.above from up join pairs on pairs.below = up.above)
      select id from up where id = above`),
  )
  const inRings = new Set(rows.map((row) => row.id))
  const problems = written
    .filter(({ id }) => inRings.has(id))
    .map(({ path }) => ({ path, message: 'The record would then stand above itself.', code: 'ring' }))
  if (problems.length) throw new Invalid(problems)
}

const treeOf = (e: Entity, key: string): Tree => ({
  name: `${e.name}.${key}`,
  pairs: sql`select id as below, ${raw(columnNames(key, e.fields[key]!)[0]!)} as above from ${raw(`"${e.table}"`)}`,
})

/** Changes records of which some are given another of their own kind to stand under. Sent at once where none is. */
export function withoutRings<T>(
  c: Context,
  e: Entity,
  pairs: readonly (readonly [Plain, Values])[],
  write: () => Promise<T>,
): Promise<T> {
  const given = Object.entries(e.fields)
    .filter(([, f]) => f.entity === e.name && !f.custom && !f.many)
    .map(([key]) => ({
      tree: treeOf(e, key),
      written: pairs.flatMap(([before, patch], i) =>
        patch[key] && patch[key] !== before[key] ? [{ id: before.id, path: `items.${i}.${key}` }] : [],
      ),
    }))
    .filter(({ written }) => written.length > 0)
  return given.length ? checked(c, given, write) : write()
}

async function checked<T>(
  c: Context,
  given: { tree: Tree; written: { id: string; path: string }[] }[],
  write: () => Promise<T>,
): Promise<T> {
  for (const { tree } of given) await lockTree(c, tree)
  const done = await write()
  for (const { tree, written } of given) await refuseRings(c, tree, written)
  return done
}
