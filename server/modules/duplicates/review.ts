import sql, { join, raw } from 'sql-template-tag'
import { nothing, scopeCondition } from '#core/access.ts'
import { Forbidden, Invalid, Missing } from '#core/error.ts'
import { isId, newId } from '#core/id.ts'
import { choice, json, number, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Values } from '#core/row.ts'
import { account, contact } from '#modules/parties/index.ts'
import { across, stillAlone } from './across.ts'
import { draftOf, likely } from './candidates.ts'
import type { Part } from './engine/scorer.ts'

/** Kinds of record that are compared. Leads by name: their module knows this one. */
export const compared = [
  contact,
  account,
  { name: 'lead', labelPlural: { en: 'Leads', uk: 'Ліди' } },
] as const

/** Whether records of an entity are compared with one another. */
export const isCompared = (e: { name: string }): boolean => compared.some(({ name }) => name === e.name)

const options = compared.map((e) => ({ key: e.name, label: e.labelPlural }))
const label = { en: 'Of what', uk: 'Чого' }
export const entity = choice({ required: true, options, label })

export const mayRead = (c: Context, name: string) => {
  if ((c.kolo.rightsOf(c.actor)[name] ?? nothing).read === 'none')
    throw new Forbidden(`This role may not read ${c.kolo.entity(name).plural}.`)
}

export const findDuplicates = operation({
  name: 'duplicate.find',
  summary: {
    en: 'Find likely duplicates of a record or a draft',
    uk: 'Знайти ймовірні дублікати запису чи чернетки',
  },
  effect: 'read',
  input: {
    entity,
    values: json({
      required: true,
      label: { en: 'Its fields, or its id', uk: 'Його поля або ідентифікатор' },
    }),
  },
  needs: {},
  async run(c, { entity, values }) {
    mayRead(c, entity)
    if (values === null || typeof values !== 'object' || Array.isArray(values))
      throw new Invalid([{ path: 'values', message: 'Send an object with the fields of the record.' }])
    const draft = await whole(c, entity, values as Values)
    const others = isId(draft['id']) ? await dismissedWith(c, draft['id']) : new Set<string>()
    return { items: (await likely(c.tx, c.kolo, entity, draft)).filter(({ id }) => !others.has(id)) }
  },
})

/** Whom people have said to be somebody else. */
async function dismissedWith(c: Context, id: string): Promise<Set<string>> {
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{
      id: string
    }>(sql`select case when a_id = ${id}::uuid then b_id else a_id end as id from duplicate_pairs
      where (a_id = ${id}::uuid or b_id = ${id}::uuid) and status = 'not_duplicate'`),
  )
  return new Set(rows.map((row) => row.id))
}

/** A record named by its id alone is taken as it is; what the draft says of it goes before. */
async function whole(c: Context, entity: string, draft: Values): Promise<Values> {
  const e = c.kolo.entity(entity)
  const ready: Values = {}
  if (isId(draft['id'])) {
    const record = await draftOf(c.tx, c.kolo, entity, draft['id'])
    if (!record) throw new Missing(entity, draft['id'])
    Object.assign(ready, record)
  }
  for (const [key, v] of Object.entries(draft)) {
    const f = e.fields[key]
    // A half-typed value is not refused: what does not read yet is not looked for.
    const read = f ? f.kind.schema(f).safeParse(v) : null
    if (read?.success) ready[key] = read.data
    else if (key === 'custom' || key === 'id') ready[key] = v
  }
  return ready
}

export const scanDuplicates = operation({
  name: 'duplicate.scan',
  summary: { en: 'Search the whole base for duplicates', uk: 'Шукати дублікати в усій базі' },
  effect: 'write',
  input: { entity },
  needs: {},
  async run(c, { entity }) {
    const { update } = c.kolo.rightsOf(c.actor)[entity] ?? nothing
    if (update !== 'all' && update !== 'team')
      throw new Forbidden('Only who may change records of others may search the whole base.')
    const id = newId()
    const [row] = await c.tx.elevated(async () => {
      const going = await c.tx.rows<{ id: string }>(
        sql`select id from duplicate_scans where entity = ${entity} and status in ('waiting', 'running') limit 1`,
      )
      if (going.length) return going
      return c.tx.rows<{ id: string }>(sql`insert into duplicate_scans (id, entity, status, asked_by)
        values (${id}::uuid, ${entity}, 'waiting', ${c.actor.user}::uuid) returning id`)
    })
    return { scan: row!.id }
  },
})

export const cancelScan = operation({
  name: 'duplicate.cancel',
  summary: { en: 'Cancel a search for duplicates', uk: 'Скасувати пошук дублікатів' },
  effect: 'write',
  input: { entity },
  needs: {},
  async run(c, { entity }) {
    const { update } = c.kolo.rightsOf(c.actor)[entity] ?? nothing
    if (update !== 'all' && update !== 'team')
      throw new Forbidden('Only who may change records of others may search the whole base.')
    const rows = await c.tx.elevated(() =>
      c.tx.rows(sql`update duplicate_scans set status = 'cancelled', finished_at = now()
        where entity = ${entity} and status in ('waiting', 'running') returning id`),
    )
    return { cancelled: rows.length }
  },
})

export const scanStatus = operation({
  name: 'duplicate.status',
  summary: {
    en: 'The last search for duplicates, and how far it is',
    uk: 'Останній пошук дублікатів і його перебіг',
  },
  effect: 'read',
  input: { entity },
  needs: {},
  async run(c, { entity }) {
    mayRead(c, entity)
    const scan = await c.tx.elevated(() =>
      c.tx
        .one(sql`select id, status, phase, progress, records, found, took_ms as "tookMs", problem, asked_at as "askedAt", finished_at as "finishedAt"
        from duplicate_scans where entity = ${entity} order by id desc limit 1`),
    )
    return { scan: scan ?? null }
  },
})

export const certainties = [
  { key: 'certain', label: { en: 'Certain', uk: 'Напевно' } },
  { key: 'likely', label: { en: 'Likely', uk: 'Ймовірно' } },
  { key: 'possible', label: { en: 'Possible', uk: 'Можливо' } },
]
/** From which probability, and below which. */
export const probabilities = { certain: [0.99, 2], likely: [0.9, 0.99], possible: [0, 0.9] } as const

type PairRow = { a: string; b: string; group: string; probability: number; weight: number; parts: Part[] }

export const listDuplicates = operation({
  name: 'duplicate.list',
  summary: {
    en: 'Groups of likely duplicates, the likeliest first',
    uk: 'Групи ймовірних дублікатів, найімовірніші спершу',
  },
  effect: 'read',
  input: {
    entity,
    certainty: choice({ options: certainties, label: { en: 'How certain', uk: 'Наскільки певно' } }),
    after: text({ max: 80, label: { en: 'After', uk: 'Після' } }),
    limit: number({ min: 1, max: 100, scale: 0, label: { en: 'Limit', uk: 'Скільки' } }),
  },
  needs: {},
  async run(c, { entity, certainty, after, limit }) {
    mayRead(c, entity)
    const e = c.kolo.entity(entity)
    const { read } = c.kolo.rightsOf(c.actor)[entity]!
    const [least, most] = certainty ? probabilities[certainty as 'certain'] : [0, 2]
    const [weight, group] = /^(-?[\d.e+-]+) ([0-9a-f-]{36})$/.exec(after ?? '')?.slice(1) ?? []
    const from =
      weight && isId(group) ? sql`where (weight, group_id) < (${weight}::real, ${group}::uuid)` : sql``
    const wanted = Number(limit ?? 20)
    // Which pairs there are, the system knows; which of their records he may see, his own rights say.
    const groups = await c.tx.elevated(() =>
      c.tx.rows<{ id: string; weight: number }>(sql`select group_id as id, weight from (
          select p.group_id, max(p.weight) as weight from duplicate_pairs p
            join ${raw(`"${e.table}"`)} a on a.id = p.a_id and a.deleted_at is null ${stillAlone(entity, 'a')} and ${scopeCondition(e, read, c.actor, c.kolo.rightsOf(c.actor), 'a')}
            join ${raw(`"${e.table}"`)} b on b.id = p.b_id and b.deleted_at is null ${stillAlone(entity, 'b')} and ${scopeCondition(e, read, c.actor, c.kolo.rightsOf(c.actor), 'b')}
          where p.entity = ${entity} and p.client is null and p.status = 'open' group by p.group_id
          having max(p.probability) >= ${least} and max(p.probability) < ${most}) g
        ${from} order by weight desc, group_id desc limit ${wanted + 1}`),
    )
    const shown = groups.slice(0, wanted)
    const pairs = await c.tx.elevated(() =>
      c.tx.rows<PairRow>(sql`select a_id as a, b_id as b, group_id as "group", probability, weight, parts
        from duplicate_pairs where entity = ${entity} and client is null and status = 'open' and group_id = any(${shown.map((g) => g.id)}::uuid[])`),
    )
    const ids = [...new Set(pairs.flatMap((p) => [p.a, p.b]))]
    const records = new Map(
      (await c.kolo.readIn(c.tx, entity, ids)).filter((r) => r['deletedAt'] === null).map((r) => [r.id, r]),
    )
    const last = shown.at(-1)
    return {
      items: shown.flatMap((g) => {
        const his = pairs.filter((p) => p.group === g.id && records.has(p.a) && records.has(p.b))
        const among = [...new Set(his.flatMap((p) => [p.a, p.b]))].toSorted()
        if (his.length === 0) return []
        return [
          {
            id: g.id,
            weight: g.weight,
            records: among.map((id) => records.get(id)!),
            pairs: his.map(({ group: _group, ...p }) => p),
          },
        ]
      }),
      next: groups.length > wanted && last ? `${last.weight} ${last.id}` : null,
    }
  },
})

const pairIds = (value: unknown, ordered: boolean): [string, string][] => {
  const pairs = Array.isArray(value) ? value : []
  const good = pairs.filter((p) => Array.isArray(p) && p.length === 2 && p.every(isId) && p[0] !== p[1])
  if (good.length === 0 || good.length !== pairs.length || good.length > 1000)
    throw new Invalid([{ path: 'pairs', message: 'Write pairs of ids: [["…","…"]].' }])
  return good.map(([a, b]) => (ordered || a < b ? [a, b] : [b, a]))
}

type Decided = { entity: string; client?: string | null | undefined; pairs: unknown }

/** Says that pairs are not the same client, or takes that back. He must see both of each. */
async function decide(c: Context, given: Decided, status: 'open' | 'not_duplicate') {
  const { entity, client } = given
  if (client && !across[entity])
    throw new Invalid([{ path: 'client', message: 'Only leads are compared with clients.' }])
  const pairs = pairIds(given.pairs, Boolean(client))
  const { update } = c.kolo.rightsOf(c.actor)[entity] ?? nothing
  if (update === 'none') throw new Forbidden(`This role may not change ${c.kolo.entity(entity).plural}.`)
  await assertSeen(c, entity, client ? pairs.map(([a]) => a) : pairs.flat())
  if (client)
    await assertSeen(
      c,
      client,
      pairs.map(([, b]) => b),
    )
  const rows = join(
    pairs.map(([a, b]) => sql`(${a}::uuid, ${b}::uuid)`),
    ', ',
  )
  await c.tx.elevated(() =>
    c.tx
      .rows(sql`insert into duplicate_pairs as p (entity, client, a_id, b_id, group_id, probability, weight, parts, status, decided_by, decided_at)
      select ${entity}, ${client ?? null}, a, b, a, 0, 0, '[]', ${status}, ${c.actor.user}::uuid, now() from (values ${rows}) v(a, b)
      on conflict (a_id, b_id) do update set status = excluded.status, decided_by = excluded.decided_by, decided_at = now()
        where p.status <> 'merged'`),
  )
  return { pairs }
}

async function assertSeen(c: Context, entity: string, ids: string[]): Promise<void> {
  mayRead(c, entity)
  const seen = new Set((await c.kolo.readIn(c.tx, entity, ids, [])).map((r) => r.id))
  const unseen = ids.find((id) => !seen.has(id))
  if (unseen) throw new Missing(entity, unseen)
}

const client = choice({
  options: [contact, account].map((e) => ({ key: e.name, label: e.label })),
  label: { en: 'Of a lead and a client: which', uk: 'Для ліда й клієнта: хто клієнт' },
})
const pairs = json({ required: true, label: { en: 'Pairs of ids', uk: 'Пари ідентифікаторів' } })

export const dismissDuplicates = operation({
  name: 'duplicate.dismiss',
  summary: { en: 'Say that records are not the same client', uk: 'Позначити, що це різні клієнти' },
  effect: 'write',
  input: { entity, client, pairs },
  needs: {},
  run: (c, given) => decide(c, given, 'not_duplicate'),
})

export const reopenDuplicates = operation({
  name: 'duplicate.reopen',
  summary: {
    en: 'Take back that records are not the same client',
    uk: 'Скасувати позначку про різних клієнтів',
  },
  effect: 'write',
  input: { entity, client, pairs },
  needs: {},
  run: (c, given) => decide(c, given, 'open'),
})
