import sql, { join, raw } from 'sql-template-tag'
import { clientColumn, nothing, ownColumn } from '#core/access.ts'
import type { Actor } from '#core/actor.ts'
import type { Entity, Scope } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import type { RelayEvent } from '#core/background.ts'

/** What a screen is told: enough to know whether it shows the record and must fetch it anew. */
export type News =
  | { entity: string; id: string; name: string; revision?: number; actor?: string | null }
  | { entity: string; id: string; name: string; gone: true }
  | { entity: string; many: true }
  | { reset: true }

type Change = { name: string; actor: string | null; hadOwner: unknown; hadTeam: unknown }
type Fact = {
  id: string
  revision: number
  mine: string | null
  owner: string | null
  team: string | null
  client: string | null
}
/** The changes of one batch to one entity, by record; `facts` is what is there now. */
type Digest = { entity: Entity; changes: Map<string, Change>; facts: Map<string, Fact> }

// More than a screen shows: it reads its list again rather than each record.
const mostNamed = 100

/** The batch by entity and record, each record once. Read with the system's eyes, once for all who listen; who may
 * be told of what, PostgreSQL says under each one's rights. */
export async function digestOf(kolo: Kolo, events: readonly RelayEvent[]): Promise<Digest[]> {
  const known = new Map([...kolo.allEntities()].map((e) => [e.name, e]))
  const digests = new Map<string, Digest>()
  for (const event of events) {
    const entity = event.entity && known.get(event.entity)
    if (!entity || !event.record) continue
    const digest = digests.get(entity.name) ?? { entity, changes: new Map(), facts: new Map() }
    digests.set(entity.name, digest)
    digest.changes.set(event.record, merged(digest.changes.get(event.record), event))
  }
  for (const digest of digests.values())
    if (digest.changes.size <= mostNamed) digest.facts = await factsOf(kolo, digest)
  return [...digests.values()]
}

const merged = (before: Change | undefined, { name, actor, changes }: RelayEvent): Change => ({
  name,
  actor,
  hadOwner: before?.hadOwner ?? changes?.['owner']?.[0],
  hadTeam: before?.hadTeam ?? changes?.['team']?.[0],
})

async function factsOf(kolo: Kolo, { entity: e, changes }: Digest): Promise<Map<string, Fact>> {
  const column = (field: string, name: string) => raw(Object.hasOwn(e.fields, field) ? name : 'null::uuid')
  const rows = await kolo.db.system((tx) =>
    tx.rows<Fact>(sql`select id, revision, ${e.follows && e.mine ? raw(ownColumn(e)) : column('owner', 'owner_id')} as mine, ${column('owner', 'owner_id')} as owner, ${column('team', 'team_id')} as team,
      ${raw(clientColumn(e) ?? 'null::uuid')} as client from ${raw(`"${e.table}"`)} where id = any(${[...changes.keys()]}::uuid[])`),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Could the record be his to see? Spares asking for those it surely is not; the answer is PostgreSQL's. */
function mayConcern(scope: Scope, actor: Actor, fact: Fact): boolean {
  switch (scope) {
    case 'own':
      return fact.mine === actor.user
    case 'team':
      return fact.team !== null && actor.teams.includes(fact.team)
    case 'client':
      return fact.client === actor.account
    default:
      return scope === 'all' || scope === 'record'
  }
}

const hadIt = (scope: Scope, actor: Actor, c: Change) =>
  (scope === 'own' && c.hadOwner === actor.user) ||
  (scope === 'team' && actor.teams.includes(c.hadTeam as string))

type Asked = { digest: Digest; scope: Scope; ids: string[] }

/** What of a batch this actor is told. */
export async function newsFor(kolo: Kolo, actor: Actor, digests: readonly Digest[]): Promise<News[]> {
  const rights = kolo.rightsOf(actor)
  const his = digests
    .map((digest) => ({ digest, scope: (rights[digest.entity.name] ?? nothing).read }))
    .filter(({ scope }) => scope !== 'none')
  const asked = his
    .filter(({ digest }) => digest.changes.size <= mostNamed)
    .map(({ digest, scope }) => ({
      digest,
      scope,
      ids: [...digest.facts.values()].filter((f) => mayConcern(scope, actor, f)).map((f) => f.id),
    }))
  const seen = await seenBy(kolo, actor, asked)
  const showActor = (rights['user'] ?? nothing).read === 'all'
  return [
    ...his
      .filter(({ digest }) => digest.changes.size > mostNamed)
      .map(({ digest }) => ({ entity: digest.entity.name, many: true as const })),
    ...asked.flatMap((a) => named(a, actor, seen, showActor)),
  ]
}

function named({ digest, scope }: Asked, actor: Actor, seen: Set<string>, showActor: boolean): News[] {
  const entity = digest.entity.name
  return [...digest.changes].flatMap(([id, change]): News[] => {
    const { name } = change
    const revision = digest.facts.get(id)?.revision
    if (seen.has(id))
      return [
        {
          entity,
          id,
          name,
          ...(revision === undefined ? {} : { revision }),
          ...(showActor ? { actor: change.actor } : {}),
        },
      ]
    // Purged, it can be judged no more; one who could see all of its kind could see it.
    if (revision === undefined && scope === 'all') return [{ entity, id, name }]
    return hadIt(scope, actor, change) ? [{ entity, id, name, gone: true }] : []
  })
}

async function seenBy(kolo: Kolo, actor: Actor, asked: readonly Asked[]): Promise<Set<string>> {
  const queries = asked
    .filter(({ ids }) => ids.length)
    .map(({ digest: { entity }, ids }) => {
      const object = entity.object ? sql`and t.object_id = ${entity.object}::uuid` : sql``
      return sql`select t.id from ${raw(`"${entity.table}" t`)} where t.id = any(${ids}::uuid[]) ${object}`
    })
  if (queries.length === 0) return new Set()
  const rows = await kolo.db.as(actor, (tx) => tx.rows<{ id: string }>(sql`${join(queries, ' union all ')}`))
  return new Set(rows.map((row) => row.id))
}
