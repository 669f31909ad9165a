import sql from 'sql-template-tag'
import { systemActor, type Actor } from '#core/actor.ts'
import { Missing, Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context, Operation } from '#core/operation.ts'
import type { Item } from '#core/reading.ts'
import { valueOf, type Plain } from '#core/row.ts'
import { titleIn } from '#core/timeline/telling.ts'
import type { Ledger, Run } from './ledger.ts'
import type { Kept, Undone } from './settings.ts'

type Fact = {
  id: string
  name: string
  entity: string
  record: string
  changes: Record<string, [unknown, unknown]> | null
}

const atOnce = 1_000

/** Takes back what a run did, last things first: what it made goes into the bin, what it changed gets its old
 * values. What people worked on since is kept, and said. */
export async function undo(
  kolo: Kolo,
  actor: Actor,
  book: Ledger,
  run: Run,
  onProgress: (u: Undone) => void,
): Promise<Undone> {
  // The import was his; taking it back needs no right to delete.
  const by: Actor = {
    ...systemActor('import'),
    user: actor.user,
    name: actor.name,
    locale: actor.locale,
    requestId: `undo ${run.id}`,
  }
  const undone: Undone = { gone: 0, restored: 0, kept: [] }
  for (let before: string | null = null; ;) {
    const facts: Fact[] = await factsOf(kolo, run.id, before)
    if (facts.length === 0) break
    for (const group of groups(facts))
      await (group[0]!.name.endsWith('.created')
        ? remove(kolo, by, run, group, undone)
        : putBack(kolo, by, group, undone))
    before = facts.at(-1)!.id
    await kolo.db.system((tx) =>
      book.advance(tx, run.id, run.atLine, { undo: { ...undone, kept: undone.kept.slice(0, 1000) } }),
    )
    onProgress(undone)
  }
  await kolo.refresh()
  return { ...undone, kept: undone.kept.slice(0, 1000) }
}

const factsOf = (kolo: Kolo, run: string, before: string | null) =>
  kolo.db.system((tx) =>
    tx.rows<Fact>(sql`select id, name, entity, record_id as record, changes from events
      where request_id = ${run} and via = 'import' and record_id is not null and (name like '%.created' or name like '%.updated')
        and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit ${atOnce}`),
  )

/** Neighbouring facts of one kind about one entity, no record twice: each group is one step. */
function groups(facts: Fact[]): Fact[][] {
  const out: Fact[][] = []
  for (const fact of facts) {
    const last = out.at(-1)
    if (last && last[0]!.name === fact.name && !last.some((f) => f.record === fact.record)) last.push(fact)
    else out.push([fact])
  }
  return out
}

async function remove(kolo: Kolo, by: Actor, run: Run, group: Fact[], undone: Undone): Promise<void> {
  const entity = group[0]!.entity
  const ids = group.map((f) => f.record)
  const { living, touched } = await kolo.db.system(async (tx) => ({
    living: await kolo.readIn(tx, entity, ids, [kolo.entity(entity).title]),
    touched: new Set(
      (
        await tx.rows<{
          record: string
        }>(sql`select distinct record_id as record from events where entity = ${entity}
          and record_id = any(${ids}::uuid[]) and name = ${`${entity}.updated`} and request_id is distinct from ${run.id}
          and request_id is distinct from ${`undo ${run.id}`}`)
      ).map((r) => r.record),
    ),
  }))
  const titles = new Map(living.map((r) => [r.id, titleText(kolo, entity, r)]))
  const keep = (id: string, reason: string) =>
    void undone.kept.push({ entity, id, title: titles.get(id) ?? null, reason })
  for (const id of touched) if (titles.has(id)) keep(id, 'It was edited since.')
  await bin(
    kolo,
    by,
    entity,
    ids.filter((id) => titles.has(id) && !touched.has(id)),
    undone,
    keep,
  )
}

const titleText = (kolo: Kolo, entity: string, item: Item) => titleIn(kolo.entity(entity), item, 'en') ?? ''

async function bin(
  kolo: Kolo,
  by: Actor,
  entity: string,
  ids: string[],
  undone: Undone,
  keep: (id: string, reason: string) => void,
): Promise<void> {
  if (ids.length === 0) return
  try {
    await kolo.call(by, `${entity}.delete`, { ids })
    undone.gone += ids.length
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Missing)) throw error
    if (ids.length === 1) return keep(ids[0]!, error.message)
    const middle = ids.length >> 1
    await bin(kolo, by, entity, ids.slice(0, middle), undone, keep)
    await bin(kolo, by, entity, ids.slice(middle), undone, keep)
  }
}

const same = (a: unknown, b: unknown) => canonical(a) === canonical(b)
const canonical = (v: unknown): string =>
  JSON.stringify(v ?? null, (_, x: unknown) =>
    x !== null && typeof x === 'object' && !Array.isArray(x)
      ? Object.fromEntries(Object.entries(x).toSorted(([p], [q]) => (p < q ? -1 : 1)))
      : x,
  )

/** The old values of what a run changed, exactly as they were: no rule of create or update runs again. */
async function putBack(kolo: Kolo, by: Actor, group: Fact[], undone: Undone): Promise<void> {
  const entity = kolo.entity(group[0]!.entity)
  const kept: Kept[] = []
  const operation = {
    name: 'import.undo',
    summary: { en: 'Undo an import', uk: 'Скасувати імпорт' },
    effect: 'write',
    input: {},
    needs: {},
    async run(c: Context) {
      const living = (
        await c.kolo.readIn(
          c.tx,
          entity.name,
          group.map((f) => f.record),
          [entity.title],
        )
      ).map((r) => r.id)
      const facts = group.filter((f) => living.includes(f.record))
      const before = (await c.tx.lockMany(
        entity,
        facts.map((f) => f.record),
      )) as unknown as Plain[]
      const pairs = before.map((row, i) => [row, patchOf(row, facts[i]!)] as const)
      await c.tx.saveMany(entity, pairs)
      return pairs.filter(([, patch]) => Object.keys(patch).length > 0).length
    },
  } as unknown as Operation
  const patchOf = (row: Plain, fact: Fact) => {
    const patch: Record<string, unknown> = {}
    const custom: Record<string, unknown> = {}
    for (const [key, [was, became]] of Object.entries(fact.changes ?? {})) {
      if (!same(valueOf(row, key), became))
        kept.push({
          entity: entity.name,
          id: row.id,
          title: titleText(kolo, entity.name, row),
          reason: `${key}: it was edited since.`,
        })
      else if (key.startsWith('custom.')) custom[key.slice(7)] = was
      else patch[key] = was
    }
    return Object.keys(custom).length ? { ...patch, custom } : patch
  }
  undone.restored += (await kolo.db.as(by, (tx) => kolo.runIn(tx, operation, {}))) as number
  undone.kept.push(...kept)
}
