import sql, { raw } from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { newId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Context } from '#core/operation.ts'
import type { Store } from '#core/store.ts'
import { choose, type Choice, type Rule, type Taker, type Waiting } from './choose.ts'
import { lead, type Lead } from './lead.ts'
import { afterWorking } from './working-time.ts'

const atOnce = 200

const rulesIn = (tx: Store) =>
  tx.rows<Rule>(sql`select id, name, coalesce(sources, '[]') as sources, coalesce(regions, '[]') as regions,
      coalesce(industries, '[]') as industries, min_employees::float as "minEmployees", max_employees::float as "maxEmployees",
      team_id as team, method, coalesce(by_territory, false) as "byTerritory", react_minutes::int as "reactMinutes"
    from lead_rules where deleted_at is null and is_active order by position nulls last, id`)

const takersIn = (tx: Store) =>
  tx.rows<Taker>(sql`with recursive above as (
      select id as team, id as up, parent_id from teams
      union all select a.team, t.id, t.parent_id from above a join teams t on t.id = a.parent_id
    )
    select t.user_id as "user", u.name, coalesce(u.time_zone, 'Europe/Kyiv') as "timeZone",
      coalesce((select jsonb_agg(up) from above where team = u.team_id), '[]') as teams,
      coalesce(t.is_away, false) as "isAway", coalesce(t.regions, '[]') as regions, coalesce(t.skills, '[]') as skills,
      t.per_day::int as "perDay", t.at_once::int as "atOnce", t.works_from as "worksFrom", t.works_to as "worksTo",
      coalesce(t.work_days, '[]') as "workDays",
      (select count(*)::int from leads l where l.owner_id = t.user_id and l.status in ('new', 'working') and l.deleted_at is null) as open,
      (select count(*)::int from lead_assignments a where a.user_id = t.user_id
        and a.at >= date_trunc('day', now(), coalesce(u.time_zone, 'Europe/Kyiv'))) as today,
      (select max(a.at)::text from lead_assignments a where a.user_id = t.user_id) as last
    from lead_takers t join users u on u.id = t.user_id and u.deleted_at is null and u.is_active
    where t.deleted_at is null order by t.user_id`)

/** Who keeps the record of a lead's e-mail or phone (of lead `l`). */
const keeperIn = (table: 'contacts' | 'accounts') => {
  const having = (way: 'emails' | 'phones') => sql`select c.owner_id, c.updated_at
    from jsonb_array_elements(coalesce(l.${raw(way)}, '[]')) w join ${raw(table)} c
      on c.${raw(way)} @> jsonb_build_array(jsonb_build_object('value', w->>'value'))
    where c.deleted_at is null and c.owner_id is not null`
  return sql`(select owner_id from (${having('emails')} union all ${having('phones')}) known order by updated_at desc limit 1)`
}

/** Who has another open lead of the same e-mail or phone (of lead `l`). */
const askedOf = (() => {
  const having = (way: 'emails' | 'phones') => sql`select o.owner_id, o.created_at
    from jsonb_array_elements(coalesce(l.${raw(way)}, '[]')) w join leads o
      on o.${raw(way)} @> jsonb_build_array(jsonb_build_object('value', w->>'value'))
    where o.status in ('new', 'working') and o.owner_id is not null and o.deleted_at is null and o.id <> l.id`
  return sql`(select owner_id from (${having('emails')} union all ${having('phones')}) asked order by created_at desc limit 1)`
})()

const waitingIn = (tx: Store, ids: readonly string[] | null) =>
  tx.rows<
    Waiting & { title: string; ways: string[] }
  >(sql`select l.id, l.title, l.source, l.region, l.industry, l.employees::float as employees,
      coalesce(l.needs, '[]') as needs,
      coalesce(${keeperIn('contacts')}, ${keeperIn('accounts')}) as keeper, ${askedOf} as asked,
      coalesce((select jsonb_agg(w->>'value') from jsonb_array_elements(coalesce(l.emails, '[]') || coalesce(l.phones, '[]')) w), '[]') as ways,
      coalesce((select jsonb_agg(a.user_id) from lead_assignments a where a.lead_id = l.id and a.outcome = 'takenBack'), '[]') as had
    from leads l where l.owner_id is null and l.status = 'new' and l.deleted_at is null
      and (${ids}::uuid[] is null or l.id = any(${ids}::uuid[]))
    order by l.created_at, l.id limit ${atOnce}`)

export type Given = { lead: string; title: string; choice: Choice; reactBy: string | null }

/** Whom the leads that wait would go to now. Each choice counts for those after it. */
async function plan(tx: Store, ids: readonly string[] | null, now: Date): Promise<Given[]> {
  const leads = await waitingIn(tx, ids)
  if (leads.length === 0) return []
  const [rules, takers] = [await rulesIn(tx), await takersIn(tx)]
  // The same person twice among them is not for two.
  const having = new Map<string, string>()
  return leads.map((one, i) => {
    const asked = one.asked ?? one.ways.map((way) => having.get(way)).find((user) => user) ?? null
    const choice = choose({ ...one, asked }, rules, takers, now)
    if (!choice.rule) return { lead: one.id, title: one.title, choice, reactBy: null }
    const { taker, rule } = choice
    for (const way of one.ways) having.set(way, taker.user)
    taker.open++
    taker.today++
    // Later than any before it, so that the turn passes on.
    taker.last = new Date(now.getTime() + i).toISOString()
    const reactBy = rule.reactMinutes ? afterWorking(taker, now, rule.reactMinutes).toISOString() : null
    return { lead: one.id, title: one.title, choice, reactBy }
  })
}

/** Ends the assignments of leads that still wait for a reaction. */
export const endAssignments = (tx: Store, leads: readonly string[], outcome: string) =>
  tx.elevated(() =>
    tx.rows(sql`update lead_assignments set outcome = ${outcome}, ended_at = now(), revision = revision + 1, updated_at = now()
      where lead_id = any(${leads}::uuid[]) and outcome = 'waiting'`),
  )

async function give(c: Context, given: readonly Given[], now: Date): Promise<void> {
  const chosen = given.filter((g) => g.choice.rule)
  if (chosen.length === 0) return
  const before = await c.tx.lockMany(
    lead,
    chosen.map((g) => g.lead),
  )
  const teams = await c.tx.rows<{ id: string; team: string }>(
    sql`select id, team_id as team from users where id = any(${chosen.map((g) => g.choice.taker!.user)}::uuid[])`,
  )
  const at = now.toISOString()
  await c.tx.saveMany(
    lead,
    chosen.map((g, i) => {
      const owner = g.choice.taker!.user
      const patch = {
        owner,
        team: teams.find((t) => t.id === owner)?.team ?? null,
        assignedAt: at,
        reactBy: g.reactBy,
      }
      return [before[i] as never, patch] as const
    }),
  )
  const rows = chosen.map((g, i) => ({
    id: newId(),
    lead_id: g.lead,
    user_id: g.choice.taker!.user,
    rule_id: g.choice.rule!.id,
    at: new Date(now.getTime() + i).toISOString(),
    react_by: g.reactBy,
    why: g.choice.because,
    open: g.choice.because === 'load' ? g.choice.taker!.open - 1 : null,
  }))
  await c.tx
    .rows(sql`insert into lead_assignments (id, lead_id, user_id, rule_id, outcome, at, react_by, why, open, created_at, updated_at, revision)
    select id, lead_id, user_id, rule_id, 'waiting', at, react_by, why, open, now(), now(), 1
    from jsonb_populate_recordset(null::lead_assignments, ${JSON.stringify(rows)}::jsonb)`)
}

/** Gives the leads that wait to who should have them. As the system: the rules decide, not who asks. One at a time, so
 * that turns and caps hold. */
export async function distribute(
  kolo: Kolo,
  {
    ids = null,
    dryRun = false,
    now = new Date(),
  }: { ids?: readonly string[] | null; dryRun?: boolean; now?: Date } = {},
): Promise<Given[]> {
  let given: Given[] = []
  await inSystem(kolo, 'lead.distribute', async (c) => {
    await c.tx.rows(sql`select pg_advisory_xact_lock(hashtext('lead.distribute'))`)
    given = await plan(c.tx, ids, now)
    if (!dryRun) await give(c, given, now)
  })
  return given
}

/** Takes back what nobody reacted to in time, and gives it to the next. */
export async function takeBack(kolo: Kolo, now = new Date()): Promise<number> {
  let taken = 0
  await inSystem(kolo, 'lead.take_back', async (c) => {
    const late = await c.tx.rows<{
      id: string
    }>(sql`select id from leads where status = 'new' and reacted_at is null
      and react_by < ${now.toISOString()}::timestamptz and owner_id is not null and deleted_at is null order by react_by limit ${atOnce}`)
    if (late.length === 0) return
    const before = (await c.tx.lockMany(
      lead,
      late.map((l) => l.id),
    )) as Lead[]
    const still = before.filter((l) => l.status === 'new' && !l.reactedAt)
    const patch = { owner: null, team: null, assignedAt: null, reactBy: null }
    await c.tx.saveMany(
      lead,
      still.map((l) => [l as never, patch] as const),
    )
    await endAssignments(
      c.tx,
      still.map((l) => l.id),
      'takenBack',
    )
    for (const l of still) c.emit('lead.taken_back', l, { from: l.owner })
    taken = still.length
  })
  return taken
}

/** A step of the product's own, written and told like any operation. */
const inSystem = (kolo: Kolo, name: string, run: (c: Context) => Promise<void>) =>
  kolo.db.as(systemActor('job'), (tx) =>
    kolo.runIn(
      tx,
      {
        name,
        summary: { en: name, uk: name },
        effect: 'write',
        input: {},
        needs: {},
        on: 'lead',
        run: (c) => run(c),
      },
      {},
    ),
  )
