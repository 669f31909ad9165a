import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { nothing, scopeCondition } from '#core/access.ts'
import { Missing } from '#core/error.ts'
import { titleOf } from '#core/expression.ts'
import { isId } from '#core/id.ts'
import { boolean, number, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { entity, mayRead } from '../review.ts'

type MergeRow = { id: string; into: string; from: string[]; by: string | null }

export const listMerges = operation({
  name: 'merge.list',
  summary: {
    en: 'What was merged, into one record or at all',
    uk: 'Що об’єднано: з одним записом чи загалом',
  },
  effect: 'read',
  input: {
    entity,
    id: text({ max: 36, label: { en: 'Record', uk: 'Запис' } }),
    byRule: boolean({ label: { en: 'Only by the rule', uk: 'Лише за правилом' } }),
    after: text({ max: 36, label: { en: 'After', uk: 'Після' } }),
    limit: number({ min: 1, max: 100, scale: 0, label: { en: 'Limit', uk: 'Скільки' } }),
  },
  needs: {},
  async run(c, { entity, id, byRule, after, limit }) {
    mayRead(c, entity)
    if (id) await assertSeen(c, entity, id)
    const e = c.kolo.entity(entity)
    const { read } = c.kolo.rightsOf(c.actor)[entity] ?? nothing
    const wanted = Number(limit ?? 50)
    const which: Sql = id ? sql`and m.into_id = ${id}::uuid` : empty
    const from: Sql = isId(after) ? sql`and m.id < ${after}::uuid` : empty
    // Merges are the system's own; he is told of those whose survivor he sees.
    const rows = await c.tx.elevated(() =>
      c.tx
        .rows<MergeRow>(sql`select m.id, m.into_id as into, m.from_ids as "from", m.merged_at as "mergedAt", m.merged_by as by,
          m.by_rule as "byRule", m.probability, m.undone_at as "undoneAt",
          (select count(*)::int from merge_moves v where v.merge_id = m.id) as moved
        from merges m join ${raw(`"${e.table}" t`)} on t.id = m.into_id and ${scopeCondition(e, read, c.actor, c.kolo.rightsOf(c.actor))}
        where m.entity = ${entity} ${which} ${from} ${byRule ? sql`and m.by_rule` : empty} order by m.id desc limit ${wanted + 1}`),
    )
    const shown = rows.slice(0, wanted)
    const titles = await titlesOf(
      c,
      entity,
      shown.flatMap((m) => [m.into, ...m.from]),
    )
    const people = await titlesOf(
      c,
      'user',
      shown.flatMap((m) => m.by ?? []),
    )
    const named = (names: Map<string, string>) => (one: string) => ({
      id: one,
      title: names.get(one) ?? null,
    })
    return {
      items: shown.map(({ by, into, from, ...m }) => ({
        ...m,
        into: named(titles)(into),
        from: from.map(named(titles)),
        mergedBy: by && named(people)(by),
      })),
      next: rows.length > wanted ? shown.at(-1)!.id : null,
    }
  },
})

async function assertSeen(c: Context, entity: string, id: string): Promise<void> {
  const [record] = isId(id) ? await c.kolo.readIn(c.tx, entity, [id], []) : []
  if (!record) throw new Missing(entity, id)
}

/** What records are called, also those in the bin, as far as he may see them. */
async function titlesOf(c: Context, entity: string, ids: string[]): Promise<Map<string, string>> {
  const e = c.kolo.entity(entity)
  if (ids.length === 0 || (c.kolo.rightsOf(c.actor)[entity] ?? nothing).read === 'none') return new Map()
  const rows = await c.tx.rows<{ id: string; title: string }>(
    sql`select t.id, ${titleOf(e, 't', c.kolo.rightsOf(c.actor)[entity])} as title from ${raw(`"${e.table}" t`)} where t.id = any(${ids}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.title]))
}
