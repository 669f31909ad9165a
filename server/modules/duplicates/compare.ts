import sql, { empty, join, raw } from 'sql-template-tag'
import { mayRead as mayReadField, nothing } from '#core/access.ts'
import { labelOf } from '#core/entity.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { tags } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { between } from './candidates.ts'
import { matches, relationsTo, valueIn, type Relation } from './merge/references.ts'
import { entity, mayRead } from './review.ts'

const most = 50

export const compareDuplicates = operation({
  name: 'duplicate.compare',
  summary: {
    en: 'Compare records side by side, with what would move in a merge',
    uk: 'Порівняти записи поруч і побачити, що перейде під час об’єднання',
  },
  effect: 'read',
  input: { entity, ids: tags({ required: true, label: { en: 'Records', uk: 'Записи' } }) },
  needs: {},
  async run(c, { entity, ids }) {
    mayRead(c, entity)
    const wanted = [...new Set(ids.map((id) => id.toLowerCase()))]
    if (wanted.length === 0 || wanted.length > most || !wanted.every(isId))
      throw new Invalid([{ path: 'ids', message: 'Write the id of a record.' }])
    const records = (await c.kolo.readIn(c.tx, entity, wanted)).filter((r) => r['deletedAt'] === null)
    const found = new Map(records.map((r) => [r.id, r]))
    const missing = wanted.find((id) => !found.has(id))
    if (missing) throw new Missing(entity, missing)
    return {
      records: wanted.map((id) => found.get(id)!),
      pairs: await between(c.tx, c.kolo, entity, wanted),
      links: await linksOf(c, entity, wanted),
    }
  },
})

/** How many records refer to each, by what they are and in which field; as far as he may see them. */
async function linksOf(c: Context, name: string, ids: string[]) {
  const rights = c.kolo.rightsOf(c.actor)
  const relations = relationsTo(c, c.kolo.entity(name)).filter(({ entity, key }) => {
    const right = rights[entity.name] ?? nothing
    return !entity.ledger && right.read !== 'none' && mayReadField(right, key)
  })
  if (relations.length === 0) return []
  const counts = await c.tx.rows<{ at: number; id: string; count: number }>(
    sql`${join(
      relations.map(
        (r, at) => sql`select ${at}::int as at, ${valueIn(r, 'o')} as id, count(*)::int as count
        from ${raw(`"${r.entity.table}" o`)} where ${matches(r, ids)} and o.deleted_at is null
        ${r.entity.object ? sql`and o.object_id = ${r.entity.object}::uuid` : empty} group by 2`,
      ),
      ' union all ',
    )}`,
  )
  const shown = (r: Relation, at: number) => ({
    entity: r.entity.name,
    field: r.key,
    label: r.entity.labelPlural[c.actor.locale],
    fieldLabel: labelOf(r.key, r.entity.fields[r.key]!)[c.actor.locale],
    counts: Object.fromEntries(counts.filter((n) => n.at === at).map((n) => [n.id, n.count])),
  })
  return relations.map(shown).filter((l) => Object.keys(l.counts).length > 0)
}
