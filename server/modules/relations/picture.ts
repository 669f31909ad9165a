import sql from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { record, type RecordRef } from '#core/kinds/index.ts'
import { nameRecords } from '#core/named.ts'
import { operation } from '#core/operation.ts'
import { relationKinds, reverseOf } from './relation.ts'

type Row = {
  id: string
  record: RecordRef
  other: RecordRef
  kind: string
  note: string | null
  since: string | null
  until: string | null
}
const most = 60

/** The relations of a record from its own side, and those that its neighbours have to one another. */
export const relationPicture = operation({
  name: 'relation.picture',
  summary: { en: 'Who a client is related to', uk: 'З ким пов’язаний клієнт' },
  about: {
    en: 'neighbours: each related record and what it is to the one asked about; among: what neighbours are to one another (b is the kind of a).',
    uk: 'neighbours: пов’язані записи й ким кожен є для цього; among: ким сусіди є один одному (b є kind для a).',
  },
  effect: 'read',
  input: { record: record({ required: true, label: { en: 'Of', uk: 'Чиї' } }) },
  needs: { relation: 'read' },
  async run(c, { record: of }) {
    const { entity, id } = of as RecordRef
    const rights = c.kolo.rightsOf(c.actor)
    if (!(rights[entity] && rights[entity].read !== 'none')) throw new Missing(entity, id)
    const [seen] = await c.kolo.readIn(c.tx, entity, [id], [])
    if (!seen) throw new Missing(entity, id)
    // One read by what the relation stands on and one by its other end: an index each.
    const columns = sql`id, kind, note, since::text as since, until::text as until,
      jsonb_build_object('entity', record_entity, 'id', record_id) as record,
      jsonb_build_object('entity', other_entity, 'id', other_id) as other`
    const rows = await c.tx.rows<Row>(sql`
      (select ${columns} from relations where record_entity = ${entity} and record_id = ${id}::uuid and deleted_at is null limit ${most})
      union (select ${columns} from relations where other_entity = ${entity} and other_id = ${id}::uuid and deleted_at is null limit ${most})`)
    const neighbours = rows.map((r) => {
      const isMine = r.record.id === id
      const kind = isMine ? r.kind : reverseOf(r.kind)
      return { relation: r.id, who: isMine ? r.other : r.record, ...facts(r, kind, c.actor.locale) }
    })
    await nameRecords(c.tx, neighbours as never, ['who'], { entityOf: c.kolo.entityOf, rights })
    const shown = neighbours.filter((n) => n.who.title)
    const ids = [...new Set(shown.map((n) => n.who.id))]
    const among = ids.length
      ? await c.tx.rows<Row>(sql`select ${columns} from relations where record_id = any(${ids}::uuid[])
          and other_id = any(${ids}::uuid[]) and deleted_at is null limit ${most}`)
      : []
    return {
      neighbours: shown,
      among: among.map((r) => ({ a: r.record.id, b: r.other.id, ...facts(r, r.kind, c.actor.locale) })),
    }
  },
})

const facts = ({ note, since, until }: Row, kind: string, locale: 'en' | 'uk') => ({
  kind,
  label: relationKinds.find((k) => k.key === kind)?.label[locale] ?? kind,
  note,
  since,
  until,
})
