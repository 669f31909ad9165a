import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { tellPeople, type Telling } from '#modules/activities/index.ts'

/** Those who are called in comments, and those who were given work by others, are told of it. */
export const tellOfSample = (kolo: Kolo): Promise<void> =>
  kolo.db.system(async (tx) => {
    const called =
      await tx.rows<Telling>(sql`select person as to, 'mentioned' as reason, body as text, c.created_by as by,
        'comment ' || c.id || ' ' || person as key, jsonb_build_object('entity', record_entity, 'id', record_id) as record
      from comments c, jsonb_array_elements_text(mentions) person where c.deleted_at is null`)
    const given =
      await tx.rows<Telling>(sql`select assignee_id as to, 'assigned' as reason, subject as text, created_by as by,
        'assigned ' || id as key, jsonb_build_object('entity', 'activity', 'id', id) as record
      from activities where created_by <> assignee_id and status = 'planned' and deleted_at is null`)
    await tellPeople(tx, kolo, [...called, ...given])
  })
