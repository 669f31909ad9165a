import sql, { raw } from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { Invalid, Missing, Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import type { Tx } from '#core/database.ts'
import { stillAlone } from '../across.ts'
import { compared } from '../review.ts'
import { merge } from '../merge/merge.ts'
import type { Rule } from './rule.ts'

type Pair = { a: string; b: string; probability: number }

/** Merges what the rule holds for certain, pair by pair, the surest first; what one of them refuses is left to people. */
export async function mergeCertain(kolo: Kolo, isStopped = () => false): Promise<number> {
  const rules = await kolo.db.system((tx) =>
    tx.rows<Rule>(sql`select entity, enabled, threshold from duplicate_rules where enabled`),
  )
  let merged = 0
  for (const rule of rules) {
    const left = new Set<string>()
    for (;;) {
      if (isStopped()) return merged
      const done = await mergeOne(kolo, rule, left)
      if (done === 'none') break
      if (done === 'merged') merged++
    }
  }
  return merged
}

async function mergeOne(kolo: Kolo, rule: Rule, left: Set<string>): Promise<'none' | 'merged' | 'left'> {
  let tried: Pair | undefined
  try {
    const done = await kolo.db.as(systemActor('job'), async (tx) => {
      // One process at a time: two would merge one record into two others.
      const free = await tx.one<{ ok: boolean }>(
        sql`select pg_try_advisory_xact_lock(hashtext('duplicate.rule')) as ok`,
      )
      tried = free?.ok ? await surest(tx, kolo, rule, [...left]) : undefined
      if (!tried) return false
      await kolo.runIn(tx, byRule(rule.entity, tried), {})
      return true
    })
    return done ? 'merged' : 'none'
  } catch (error) {
    if (!tried || !isOfTheRecords(error)) throw error
    left.add(`${tried.a} ${tried.b}`)
    return 'left'
  }
}

const isOfTheRecords = (error: unknown) =>
  error instanceof Missing || error instanceof Invalid || error instanceof Refused

/** What people took apart, or a search has not seen as one, is never joined: a group only when all of it is certain. */
const surest = (tx: Tx, kolo: Kolo, { entity, threshold }: Rule, left: readonly string[]) => {
  const table = raw(`"${kolo.entity(entity).table}"`)
  return tx.one<Pair>(sql`select p.a_id as a, p.b_id as b, p.probability from duplicate_pairs p
    join ${table} a on a.id = p.a_id and a.deleted_at is null ${stillAlone(entity, 'a')}
    join ${table} b on b.id = p.b_id and b.deleted_at is null ${stillAlone(entity, 'b')}
    where p.entity = ${entity} and p.client is null and p.status = 'open' and p.probability >= ${threshold}::real
      and p.a_id || ' ' || p.b_id <> all(${left}::text[])
      and not exists (select from merges m where m.undone_at is not null
        and ((m.into_id = p.a_id and p.b_id = any(m.from_ids)) or (m.into_id = p.b_id and p.a_id = any(m.from_ids))))
      and not exists (select from duplicate_pairs o where o.group_id = p.group_id and o.entity = p.entity
        and (o.status = 'not_duplicate' or (o.status = 'open' and o.probability < ${threshold}::real)))
    order by p.probability desc, p.a_id, p.b_id limit 1`)
}

/** The older record stays: its id is known to more outside. */
const byRule = (name: string, { a, b, probability }: Pair) =>
  operation({
    name: `${name}.merge`,
    summary: { en: 'Merge by the rule', uk: 'Об’єднати за правилом' },
    effect: 'write',
    input: {},
    needs: {},
    run: (c) =>
      merge(
        c,
        compared.find((e) => e.name === name)!,
        a,
        [b],
        {},
        { probability },
      ),
  })
