import sql, { join } from 'sql-template-tag'
import type { Consumer, RelayEvent } from '../background.ts'
import type { Tx } from '../database.ts'
import type { Entity } from '../entity.ts'
import type { Kolo } from '../kolo.ts'
import { bondsOf, subjectsOf, type Named } from './belonging.ts'

type Fact = RelayEvent & { record: string; entity: string }

/** Keeps, for every record, what happened to all that belongs to it. A record that comes to belong to another takes its
 * past with it, and the past of all below it; the fact of the move is told on both sides. */
export function timelineKeeper(kolo: Kolo): Consumer {
  const bonds = (entity: string) => bondsOf(kolo.entity(entity), kolo.entityOf)
  return {
    name: 'timeline',
    async handle(events, tx) {
      const entities = new Set([...kolo.allEntities()].map((e) => e.name))
      // Who signed in where is the audit's affair.
      const belongs = ({ name, entity }: RelayEvent) =>
        entity !== null && entities.has(entity) && !name.startsWith('auth.') && bonds(entity).length > 0
      const facts = events.filter((e): e is Fact => e.record !== null && belongs(e))
      const purged = facts.filter((f) => f.name.endsWith('.purged'))
      await forget(
        tx,
        purged.map((f) => f.record),
      )
      const moved = facts.filter((f) =>
        bonds(f.entity).some((b) => f.changes && Object.hasOwn(f.changes, b.key)),
      )
      const others = facts.filter((f) => !moved.includes(f) && !purged.includes(f))
      await add(tx, kolo, others)
      await movePast(tx, kolo, named(moved))
    },
  }
}

const named = (facts: readonly Fact[]): Named[] => [
  ...new Map(facts.map(({ record, entity }) => [record, { entity, id: record }])).values(),
]

const forget = async (tx: Tx, ids: readonly string[]) => {
  if (ids.length) await tx.rows(sql`delete from timeline where record_id = any(${ids}::uuid[])`)
}

async function add(tx: Tx, kolo: Kolo, facts: readonly Fact[]): Promise<void> {
  const subjects = await subjectsOf(tx, kolo.entityOf, named(facts))
  const rows = facts.flatMap((f) =>
    [...(subjects.get(f.record) ?? [])].map((subject) => ({
      subject_id: subject,
      event_id: f.id,
      record_id: f.record,
      actor_id: f.actor,
      entity: f.entity,
      is_change: f.name.endsWith('.updated'),
    })),
  )
  if (rows.length)
    await tx.rows(sql`insert into timeline select * from jsonb_populate_recordset(null::timeline, ${JSON.stringify(rows)}::jsonb)
      on conflict do nothing`)
}

const atOnce = 1000

async function movePast(tx: Tx, kolo: Kolo, moved: readonly Named[]): Promise<void> {
  if (moved.length === 0) return
  const below = await tx.rows<Named>(sql`select distinct entity, record_id as id from timeline
    where subject_id = any(${moved.map((m) => m.id)}::uuid[])`)
  const entities = new Set([...kolo.allEntities()].map((e) => e.name))
  const all = [...new Map([...moved, ...below].map((r) => [r.id, r])).values()].filter((r) =>
    entities.has(r.entity),
  )
  for (let i = 0; i < all.length; i += atOnce) await rebuild(tx, kolo, all.slice(i, i + atOnce))
}

async function rebuild(tx: Tx, kolo: Kolo, records: readonly Named[]): Promise<void> {
  const subjects = await subjectsOf(tx, kolo.entityOf, records)
  await forget(
    tx,
    records.map((r) => r.id),
  )
  const pairs = [...subjects].flatMap(([record, all]) => [...all].map((subject) => ({ record, subject })))
  const kept = sql`e.id, e.record_id, e.actor_id, e.entity, e.name like '%.updated'`
  await tx.rows(sql`insert into timeline (subject_id, event_id, record_id, actor_id, entity, is_change)
    select s.subject, ${kept} from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as s(record uuid, subject uuid)
      join events e on e.record_id = s.record and e.entity is not null and e.name not like 'auth.%' on conflict do nothing`)
  // Whom it left keeps the fact that it left.
  for (const [name, some] of Map.groupBy(records, (r) => r.entity)) {
    const left = leftBy(kolo.entity(name), kolo)
    const ids = some.map((r) => r.id)
    await tx.rows(sql`insert into timeline (subject_id, event_id, record_id, actor_id, entity, is_change)
      select left_id::uuid, ${kept} from events e, unnest(array[${join(left, ', ')}]::text[]) left_id
        where e.record_id = any(${ids}::uuid[]) and e.entity = ${name} and e.changes is not null and left_id is not null
      on conflict do nothing`)
  }
}

const leftBy = (e: Entity, kolo: Kolo) =>
  bondsOf(e, kolo.entityOf).map(({ key, target }) =>
    target ? sql`e.changes->${key}::text->>0` : sql`e.changes->${key}::text->0->>'id'`,
  )
