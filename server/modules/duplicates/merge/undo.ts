import sql from 'sql-template-tag'
import type { AnyEntity } from '#core/entity.ts'
import { Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { restore } from '#core/stock.ts'
import { account, contact } from '#modules/parties/index.ts'
import { uncombine, type Changes } from './combine.ts'
import { removeMade, type Made } from './memberships.ts'
import { returnReferences } from './references.ts'

type MergeRow = {
  id: string
  entity: string
  into_id: string
  from_ids: string[]
  fields: Changes
  made: Made
  by_rule: boolean
  undone: boolean
  merged_on: boolean
}

async function find(c: Context, id: string): Promise<MergeRow> {
  const row = isId(id)
    ? await c.tx.elevated(() =>
        c.tx
          .one<MergeRow>(sql`select m.id, m.entity, m.into_id, m.from_ids, m.fields, m.made, m.by_rule, m.undone_at is not null as undone,
          exists (select from merged_ids i where i.old_id = m.into_id) as merged_on
          from merges m where m.id = ${id}::uuid for update of m`),
      )
    : undefined
  if (!row) throw new Missing('merge', id)
  return row
}

/** Makes the merged records stand apart again. What was edited since stays where it was edited. */
export const undoMerge = operation({
  name: 'merge.undo',
  summary: { en: 'Undo a merge', uk: 'Скасувати об’єднання' },
  effect: 'write',
  input: { merge: text({ required: true, max: 36, label: { en: 'Merge', uk: 'Об’єднання' } }) },
  needs: {},
  refusals: {
    undone: { en: 'This merge has been undone already.', uk: 'Це об’єднання вже скасовано.' },
    merged_on: {
      en: 'The record was merged into another since. Undo that merge first.',
      uk: 'Відтоді запис об’єднали з іншим. Спершу скасуйте те об’єднання.',
    },
  },
  async run(c, { merge: id }) {
    const merge = await find(c, id)
    const e = c.kolo.entity(merge.entity)
    // Who may not write the survivor is not told whether it was merged.
    const [now] = (await c.tx.lockMany(e, [merge.into_id])) as unknown as Plain[]
    if (merge.undone) c.refuse('undone')
    if (merge.merged_on) c.refuse('merged_on')
    await c.tx.save(e, now as never, uncombine(e, now!, merge.fields) as never)
    await c.tx.bin(e, merge.from_ids, null)
    await returnReferences(c, e, merge.id)
    await removeMade(c, merge.made)
    await c.tx.elevated(async () => {
      await c.tx.rows(sql`delete from merged_ids where merge_id = ${merge.id}::uuid`)
      await c.tx.rows(
        sql`update merges set undone_at = now(), undone_by = ${c.actor.user}::uuid where id = ${merge.id}::uuid`,
      )
      const all = [merge.into_id, ...merge.from_ids]
      // Whoever takes apart what the rule has joined says that they are two.
      const status = merge.by_rule ? 'not_duplicate' : 'open'
      await c.tx
        .rows(sql`update duplicate_pairs set status = ${status}, decided_by = ${c.actor.user}::uuid, decided_at = now()
        where status = 'merged' and a_id = any(${all}::uuid[]) and b_id = any(${all}::uuid[])`)
    })
    for (const record of [merge.into_id, ...merge.from_ids])
      c.emit(`${e.name}.unmerged`, { id: record }, { merge: merge.id })
    return { merge: merge.id, id: merge.into_id, from: merge.from_ids }
  },
})

/** The bin must not give a merged record back while its id means the survivor. */
export const restoreUnmerged = (e: AnyEntity) => {
  const stock = restore(e)
  return {
    ...stock,
    refusals: {
      merged: {
        en: 'It was merged into another record. Undo the merge instead.',
        uk: 'Його об’єднано з іншим записом. Натомість скасуйте об’єднання.',
      },
    },
    async run(c: Context, input: { ids: string[] }) {
      const merged = await c.tx.elevated(() =>
        c.tx.rows(sql`select from merged_ids where old_id = any(${input.ids}::uuid[]) limit 1`),
      )
      if (merged.length) c.refuse('merged')
      return stock.run(c, input as never)
    },
  }
}
export const restores = [restoreUnmerged(contact), restoreUnmerged(account)]
