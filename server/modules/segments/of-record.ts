import sql, { empty, join, raw } from 'sql-template-tag'
import { Invalid, Missing } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import { condition } from '#core/filter.ts'
import { choice, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { isId } from '#core/id.ts'
import { filterOf, segment, type Segment } from './segment.ts'

const most = 500

export const segmentsOfRecord = operation({
  name: 'segment.of_record',
  summary: { en: 'Which segments a record is in', uk: 'До яких сегментів належить запис' },
  about: {
    en: '`how`: filter, included, excluded or frozen; those left out by hand are told too.',
    uk: '`how`: filter, included, excluded або frozen; вилучені вручну теж названо.',
  },
  effect: 'read',
  input: {
    entity: choice({ ...segment.fields.of, required: true, options: segment.fields.of.options! }),
    id: text({ required: true, max: 36, label: { en: 'Record', uk: 'Запис' } }),
  },
  needs: { segment: 'read' },
  async run(c, { entity, id }) {
    const [record] = isId(id) ? await c.kolo.readIn(c.tx, entity, [id], []) : []
    if (!record) throw new Missing(entity, id)
    const rows = await c.tx.rows<Pick<Segment, 'id' | 'name' | 'kind' | 'filter'> & { how: string | null }>(
      sql`select s.id, s.name, s.kind, s.filter, (select how from segment_members m where m.segment_id = s.id
            and m.record_id = ${id}::uuid and m.until is null order by m.id desc limit 1) as how
        from segments s where s.of = ${entity} and s.deleted_at is null order by s.name limit ${most}`,
    )
    const e = c.kolo.entity(entity)
    const scope = { entityOf: c.kolo.entityOf, rights: c.kolo.rightsOf(c.actor) }
    const joins = new Joins(scope.entityOf, scope.rights)
    // A filter by what he may not read tells him nothing.
    const readable = rows.flatMap((s) => {
      try {
        return [{ s, is: condition(e, filterOf(s), { ...scope, joins }) }]
      } catch (error) {
        if (error instanceof Invalid) return []
        throw error
      }
    })
    if (readable.length === 0) return { items: [] }
    const found = await c.tx.one<{ is: (boolean | null)[] }>(
      sql`select array[${join(
        readable.map((r) => r.is),
        ', ',
      )}]::boolean[] as is from ${raw(`"${e.table}" t`)}
        ${joins.joins.length ? join(joins.joins, ' ') : empty} where t.id = ${id}::uuid`,
    )
    return {
      items: readable.flatMap(({ s: { id, name, how } }, i) =>
        found?.is[i] || how === 'excluded' ? [{ id, title: name, how: how ?? 'filter' }] : [],
      ),
    }
  },
})
