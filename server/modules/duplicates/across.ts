import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Values } from '#core/row.ts'
import { draftOf, isLikely, likely, type Likely } from './candidates.ts'

/** Whose records may be the same person or company as those of another kind, and in which field of the one (right) stands
 * what a field of the other (left) says. */
export const across: Record<string, Record<string, Record<string, string>>> = {
  lead: {
    contact: { name: 'person', phones: 'phones', emails: 'emails', jobTitle: 'jobTitle' },
    account: { name: 'company', phones: 'phones', emails: 'emails', website: 'website' },
  },
}

/** What a lead would be as a client, and the other way round. */
export const asClient = (client: string, lead: Values): Values =>
  Object.fromEntries(Object.entries(across['lead']![client]!).map(([to, from]) => [to, lead[from]]))
const asLead = (client: string, record: Values): Values =>
  Object.fromEntries(Object.entries(across['lead']![client]!).map(([from, to]) => [to, record[from]]))

// Of leads `t`. Who became a client already is known; whom nobody wants is not asked about.
export const isOpenLead = sql`t.deleted_at is null and t.converted_at is null and t.status in ('new', 'working')`
const leadsOf = (kolo: Kolo) => raw(`"${kolo.entity('lead').table}" t`)
/** Leads that became clients stand for those clients: among duplicates are the clients themselves. */
export const stillAlone = (entity: string, alias: string): Sql =>
  entity === 'lead' ? sql`and ${raw(alias)}.converted_at is null` : empty
const page = 100

/** Compares every open lead with the clients. `step` is told how much is done, and may end it by throwing. */
export async function scanAcross(
  kolo: Kolo,
  entity: string,
  scan: string,
  step: (done: number) => Promise<void>,
): Promise<number> {
  if (!across[entity]) return 0
  const all = await kolo.db.system((tx) =>
    tx.one<{ n: number }>(sql`select count(*)::int as n from ${leadsOf(kolo)} where ${isOpenLead}`),
  )
  let [done, found] = [0, 0]
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const ids = await kolo.db.as(systemActor('job'), async (tx) => {
      const ids = (
        await tx.rows<{ id: string }>(
          sql`select t.id from ${leadsOf(kolo)} where ${isOpenLead} and t.id > ${after}::uuid order by t.id limit ${page}`,
        )
      ).map((row) => row.id)
      for (const id of ids) found += await compareLead(tx, kolo, id, scan)
      return ids
    })
    done += ids.length
    await step(done / Math.max(1, all?.n ?? 0))
    if (ids.length < page) break
    after = ids.at(-1)!
  }
  // What this search did not find again is likely no more.
  await kolo.db.system((tx) =>
    tx.rows(sql`delete from duplicate_pairs where entity = ${entity} and client is not null and status = 'open'
      and scan_id is distinct from ${scan}::uuid and found_at < (select asked_at from duplicate_scans where id = ${scan}::uuid)`),
  )
  return found
}

/** Compares a new or changed record with those of the other kind. */
export async function compareAcross(tx: Tx, kolo: Kolo, entity: string, id: string): Promise<void> {
  await tx.rows(
    sql`delete from duplicate_pairs where client is not null and status = 'open' and ${id}::uuid in (a_id, b_id)`,
  )
  if (across[entity]) await compareLead(tx, kolo, id)
  else if (across['lead']![entity]) await compareClient(tx, kolo, entity, id)
}

async function compareLead(tx: Tx, kolo: Kolo, id: string, scan: string | null = null): Promise<number> {
  const [open] = await tx.rows(sql`select from ${leadsOf(kolo)} where t.id = ${id}::uuid and ${isOpenLead}`)
  const draft = open ? await draftOf(tx, kolo, 'lead', id) : null
  if (!draft) return 0
  let found = 0
  for (const client of Object.keys(across['lead']!)) {
    const those = (await likely(tx, kolo, client, asClient(client, draft))).filter(isLikely)
    found += those.length
    await keep(
      tx,
      client,
      those.map((one) => ({ ...one, lead: id, client: one.id })),
      scan,
    )
  }
  return found
}

async function compareClient(tx: Tx, kolo: Kolo, client: string, id: string): Promise<void> {
  const draft = await draftOf(tx, kolo, client, id)
  const those = draft ? (await likely(tx, kolo, 'lead', asLead(client, draft))).filter(isLikely) : []
  if (those.length === 0) return
  const open = await tx.rows<{ id: string }>(
    sql`select t.id from ${leadsOf(kolo)} where t.id = any(${those.map((l) => l.id)}::uuid[]) and ${isOpenLead}`,
  )
  // As a lead is compared with clients, so that what speaks for it is named in the same words.
  for (const lead of open) await compareLead(tx, kolo, lead.id)
}

type Pair = Pick<Likely, 'probability' | 'weight' | 'parts'> & { lead: string; client: string }

const keep = (tx: Tx, client: string, pairs: Pair[], scan: string | null) =>
  tx.rows(sql`insert into duplicate_pairs (entity, client, a_id, b_id, group_id, probability, weight, parts, scan_id)
    select 'lead', ${client}, lead, client, lead, probability, weight, parts, ${scan}::uuid
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p(lead uuid, client uuid, probability real, weight real, parts jsonb)
    on conflict (a_id, b_id) do update set probability = excluded.probability, weight = excluded.weight, parts = excluded.parts,
      scan_id = coalesce(excluded.scan_id, duplicate_pairs.scan_id)`)
