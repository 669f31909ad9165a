import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import type { Context } from '#core/operation.ts'
import { lockTree, refuseRings, type Tree } from '#core/rings.ts'
import type { Plain } from '#core/row.ts'
import { create, restore, update } from '#core/stock.ts'
import { kitPart } from './related.ts'

const tree: Tree = {
  name: 'kitPart',
  pairs: sql`select kit_id as below, product_id as above from kit_parts where deleted_at is null`,
}

type Item = Record<string, unknown>

async function prepare(c: Context, items: Item[], before: Plain[]): Promise<Item[]> {
  await lockTree(c, tree)
  const problems = items.flatMap((item, i) => {
    const { kit, product } = { ...before[i], ...item } as Item
    return kit === product
      ? [{ path: `items.${i}.product`, message: 'A kit cannot be a part of itself.', code: 'ring' }]
      : []
  })
  if (problems.length) throw new Invalid(problems)
  return items
}
const wrote = (c: Context, after: Plain[]) =>
  refuseRings(
    c,
    tree,
    after.map((row, i) => ({ id: row['kit'] as string, path: `items.${i}.product` })),
  )

const back = restore(kitPart)

/** A kit is no part of itself, however deep. */
export const writeKitParts = [
  create(kitPart, { prepare, wrote }),
  update(kitPart, { prepare, wrote }),
  {
    ...back,
    async run(c: Context, input: { ids: string[] }) {
      await lockTree(c, tree)
      const done = await back.run(c, input)
      const rows = await c.tx.rows<{ id: string }>(
        sql`select kit_id as id from kit_parts where id = any(${done.ids}::uuid[])`,
      )
      await refuseRings(
        c,
        tree,
        rows.map(({ id }, i) => ({ id, path: `ids.${i}` })),
      )
      return done
    },
  },
]
