import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { labelOf, type Entity } from '#core/entity.ts'
import { newId } from '#core/id.ts'
import { record, type File } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { personIn } from './erase.ts'
import { dataRequest } from './request.ts'
import { tracesOf } from './traces.ts'

const atOnce = 500

/** All that is kept of one person, as the system sees it. `label`s are for reading, keys for machines. */
export const collectPersonalData = operation({
  name: 'person.collect',
  summary: { en: 'All data of a person', uk: 'Усі дані особи' },
  about: {
    en: 'The machine form; as an archive with his files: GET /api/personal-data/{entity}/{id}.',
    uk: 'Машинна форма; архівом із файлами: GET /api/personal-data/{entity}/{id}.',
  },
  effect: 'write',
  input: { record: record({ required: true, label: { en: 'Whose', uk: 'Чиї' } }) },
  needs: { dataRequest: 'read' },
  async run(c, { record: given }) {
    const { entity, id } = await personIn(c, given)
    const { kolo, tx } = c
    const { locale } = c.actor
    return tx.elevated(async () => {
      const traces = await tracesOf(tx, kolo, entity, id)
      const scope = { ...tx, actor: { ...systemActor(), locale } }
      const records: Record<string, { label: string; fields: Record<string, string>; items: unknown[] }> = {}
      for (const { entity: e, ids } of traces) {
        const items: unknown[] = []
        for (let i = 0; i < ids.length; i += atOnce)
          items.push(...(await kolo.readIn(scope, e.name, ids.slice(i, i + atOnce))))
        const known = records[e.name]
        if (known) known.items.push(...items)
        else records[e.name] = { label: e.labelPlural[locale], fields: labelsOf(e, locale), items }
      }
      const ids = traces.flatMap((t) => (t.fate === 'linked' ? [] : t.ids))
      const history = await tx.rows(sql`select at, name, entity, record_id as record, changes from events
        where record_id = any(${ids}::uuid[]) order by id limit 100000`)
      const files = await tx.rows<File>(
        sql`select id, name, size::int as size, type from files where carried_by = any(${ids}::uuid[]) order by id`,
      )
      const counts = {
        records: traces.map((t) => ({ entity: t.entity.name, count: t.ids.length })),
        files: files.length,
      }
      await tx.insertMany(dataRequest, [
        {
          id: newId(),
          kind: 'exported',
          record: { entity, id },
          reason: locale === 'uk' ? 'Вивантаження даних особи' : 'Export of a person’s data',
          counts,
          by: c.actor.user,
          at: new Date().toISOString(),
        },
      ])
      c.emit(`${entity}.exported`, { id })
      return { madeAt: new Date().toISOString(), person: { entity, id }, records, history, files }
    })
  },
})

const labelsOf = (e: Entity, locale: 'en' | 'uk') =>
  Object.fromEntries(Object.entries(e.fields).map(([key, f]) => [key, labelOf(key, f)[locale]]))

export type Collected = {
  madeAt: string
  person: { entity: string; id: string }
  records: Record<string, { label: string; fields: Record<string, string>; items: Record<string, unknown>[] }>
  history: Record<string, unknown>[]
  files: File[]
}
