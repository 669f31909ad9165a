import sql from 'sql-template-tag'
import { choice, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { account, contact } from '#modules/parties/index.ts'

export const listMerges = operation({
  name: 'merge.list',
  summary: { en: 'What was merged into a record', uk: 'Що об’єднано із записом' },
  effect: 'read',
  input: {
    entity: choice({
      required: true,
      options: [contact, account].map((e) => ({ key: e.name, label: e.labelPlural })),
      label: { en: 'Of what', uk: 'Чого' },
    }),
    id: text({ required: true, max: 36, label: { en: 'Record', uk: 'Запис' } }),
  },
  needs: {},
  async run(c, { entity, id }) {
    const [record] = isId(id) ? await c.kolo.readIn(c.tx, entity, [id], []) : []
    if (!record) throw new Missing(entity, id)
    const items = await c.tx.elevated(() =>
      c.tx
        .rows(sql`select m.id, m.from_ids as "from", m.merged_at as "mergedAt", m.merged_by as "mergedBy", m.undone_at as "undoneAt",
          (select count(*) from merge_moves v where v.merge_id = m.id) as moved
        from merges m where m.into_id = ${id}::uuid and m.entity = ${entity} order by m.id desc limit 100`),
    )
    return { items }
  },
})
