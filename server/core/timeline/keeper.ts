import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Consumer, RelayEvent } from '../background.ts'
import type { Tx } from '../database.ts'
import type { Entity } from '../entity.ts'
import type { Kolo } from '../kolo.ts'
import { bondsOf, subjectsOf, type Named } from './belonging.ts'
import { happenedAt, mayBeLate, placing, writtenAt } from './moment.ts'

type Fact = RelayEvent & { record: string; entity: string }

/** Keeps, for every record, what happened to all that belongs to it, by when it happened. A record that comes to belong
 * to another takes its past with it, and the past of all below it; the fact of the move is told on both sides. */
export function timelineKeeper(kolo: Kolo): Consumer {
  return {
    name: 'timeline',
    async handle(events, tx) {
      const entities = new Map([...kolo.allEntities()].map((e) => [e.name, e]))
      const bonds = (entity: string) => bondsOf(entities.get(entity)!, kolo.entityOf)
      // Who signed in where is the audit's affair.
      const isKept = ({ name, entity }: RelayEvent) => {
        const e = entity === null ? undefined : entities.get(entity)
        return e && !name.startsWith('auth.') && (bonds(e.name).length > 0 || mayBeLate(kolo, e, name))
      }
      const facts = events.filter((e): e is Fact => e.record !== null && Boolean(isKept(e)))
      const changes = (f: Fact, keys: Iterable<string>) =>
        f.changes !== null && [...keys].some((key) => Object.hasOwn(f.changes!, key))
      const purged = facts.filter((f) => f.name.endsWith('.purged'))
      const moved = facts.filter((f) =>
        changes(
          f,
          bonds(f.entity).map((b) => b.key),
        ),
      )
      // When it happened is said otherwise now.
      const placed = facts.filter((f) => changes(f, placing(kolo, entities.get(f.entity)!)))
      await forget(
        tx,
        purged.map((f) => f.record),
      )
      await add(
        tx,
        kolo,
        facts.filter((f) => !moved.includes(f) && !purged.includes(f)),
      )
      await rebuildAll(tx, kolo, [...named([...moved, ...placed]), ...(await below(tx, named(moved)))])
    },
  }
}

const named = (facts: readonly Fact[]): Named[] => [
  ...new Map(facts.map(({ record, entity }) => [record, { entity, id: record }])).values(),
]

const forget = async (tx: Tx, ids: readonly string[]) => {
  if (ids.length) await tx.rows(sql`delete from timeline where record_id = any(${ids}::uuid[])`)
}

const add = async (tx: Tx, kolo: Kolo, facts: readonly Fact[]): Promise<void> =>
  enter(tx, kolo, named(facts), sql`and v.id = any(${facts.map((f) => f.id)}::uuid[])`)

const columns = sql`subject_id, at, event_id, record_id, actor_id, entity, is_change`
const facts = sql`v.id, v.record_id, v.actor_id, v.entity, v.name like '%.updated'`

/** Enters what happened to these records, or what of it `which` takes, on all that they belong to; on a record itself
 * only what happened before it was written, since the rest lies in `events` in order. */
async function enter(tx: Tx, kolo: Kolo, records: readonly Named[], which = empty): Promise<void> {
  const subjects = await subjectsOf(tx, kolo.entityOf, records)
  for (const [name, some] of Map.groupBy(records, (r) => r.entity)) {
    const e = kolo.entity(name)
    const pairs = some.flatMap(({ id }) =>
      [id, ...(subjects.get(id) ?? [])].map((subject) => ({ record: id, subject })),
    )
    await tx.rows(sql`insert into timeline (${columns})
      select s.subject, happened.at, ${facts} from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as s(record uuid, subject uuid)
        join events v on v.record_id = s.record and v.entity = ${name} and v.name not like 'auth.%' ${which}
        left join ${raw(`"${e.table}" t`)} on t.id = v.record_id left join users u on u.id = v.actor_id
        cross join lateral ${happenedAt(kolo, e)} happened
      where s.subject <> s.record or happened.at < ${writtenAt(sql`v.id`)}
      on conflict (record_id, event_id, subject_id) do update set at = excluded.at`)
  }
}

const atOnce = 1000

async function rebuildAll(tx: Tx, kolo: Kolo, records: readonly Named[]): Promise<void> {
  const known = new Set([...kolo.allEntities()].map((e) => e.name))
  const all = [...new Map(records.map((r) => [r.id, r])).values()].filter((r) => known.has(r.entity))
  for (let i = 0; i < all.length; i += atOnce) await rebuild(tx, kolo, all.slice(i, i + atOnce))
}

const below = async (tx: Tx, moved: readonly Named[]): Promise<Named[]> =>
  moved.length === 0
    ? []
    : tx.rows<Named>(sql`select distinct entity, record_id as id from timeline
        where subject_id = any(${moved.map((m) => m.id)}::uuid[])`)

async function rebuild(tx: Tx, kolo: Kolo, records: readonly Named[]): Promise<void> {
  await forget(
    tx,
    records.map((r) => r.id),
  )
  await enter(tx, kolo, records)
  // Whom it left keeps the fact that it left.
  for (const [name, some] of Map.groupBy(records, (r) => r.entity)) {
    const left = leftBy(kolo.entity(name), kolo)
    if (left.length === 0) continue
    const ids = some.map((r) => r.id)
    await tx.rows(sql`insert into timeline (${columns})
      select left_id::uuid, ${writtenAt(sql`v.id`)}, ${facts} from events v, unnest(array[${join(left, ', ')}]::text[]) left_id
        where v.record_id = any(${ids}::uuid[]) and v.entity = ${name} and v.changes is not null and left_id is not null
      on conflict do nothing`)
  }
}

const leftBy = (e: Entity, kolo: Kolo): Sql[] =>
  bondsOf(e, kolo.entityOf).map(({ key, target }) =>
    target ? sql`v.changes->${key}::text->>0` : sql`v.changes->${key}::text->0->>'id'`,
  )
