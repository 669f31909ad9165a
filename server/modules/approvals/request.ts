import { Invalid } from '#core/error.ts'
import { columnNames } from '#core/entity.ts'
import { choice, longText, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { approvalKinds } from './approval.ts'
import { askApproval } from './ask.ts'

/** The record as it stands, without what changes by itself. */
export async function contentOf(c: Pick<Context, 'kolo' | 'tx'>, entity: string, record: Plain) {
  const e = c.kolo.entity(entity)
  const fields = Object.entries(e.fields).filter(
    ([key, f]) => columnNames(key, f).length > 0 && f.kind.name !== 'json',
  )
  return Object.fromEntries([...fields.map(([key]) => [key, record[key] ?? null]), ['custom', record.custom]])
}

/** Of any record: it is approved as it stands now, and what is approved is void as soon as the record is changed. */
export const requestApproval = operation({
  name: 'approval.request',
  summary: { en: 'Ask for approval', uk: 'Запитати погодження' },
  effect: 'write',
  input: {
    entity: text({ required: true, max: 100, label: { en: 'Entity', uk: 'Об’єкт' } }),
    record: text({ required: true, max: 100, label: { en: 'Record', uk: 'Запис' } }),
    kind: choice({
      options: approvalKinds.filter((k) => k.key !== 'price'),
      start: 'other',
      label: { uk: 'Вид' },
    }),
    title: text({ required: true, max: 300, label: { en: 'What for', uk: 'На що' } }),
    reason: longText({ label: { en: 'Why', uk: 'Чому' } }),
  },
  needs: { approval: 'read' },
  async run(c, { entity, record, kind, title, reason }) {
    const e = c.kolo.entity(entity)
    if (!c.kolo.may(c.actor, { needs: { [entity]: 'read' } }))
      throw new Invalid([{ path: 'entity', message: 'There is no such entity.', code: 'unknown_entity' }])
    const [seen] = await c.kolo.readIn(c.tx, entity, [record])
    if (!seen)
      throw new Invalid([
        {
          path: 'record',
          message: `There is no ${entity} ${record}, or you may not see it.`,
          code: 'no_reference',
        },
      ])
    const tx = c.kolo.systemStore(c.tx)
    const plain = (await tx.elevated(() => tx.lock(e, record))) as unknown as Plain
    const content = { fields: await contentOf(c, entity, plain) }
    return askApproval(c, { kind: (kind ?? 'other') as 'other', entity, record, title, reason, content })
  },
})
