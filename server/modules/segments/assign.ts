import sql, { empty, join, raw } from 'sql-template-tag'
import { Missing } from '#core/error.ts'
import { Joins, titleOf } from '#core/expression.ts'
import { condition } from '#core/filter.ts'
import { isId, newId } from '#core/id.ts'
import { text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { assigned, filterOfRule, type AssignmentRule } from './rule.ts'

type Move = { id: string; title: string; n: number; was: string | null; wasName: string | null }
const most = 10_000
const shown = 200

async function rulesIn(c: Context): Promise<AssignmentRule[]> {
  const rows = await c.tx.rows<{ id: string }>(
    sql`select id from assignment_rules where deleted_at is null and is_active order by position nulls last, created_at`,
  )
  return (await c.kolo.readIn(
    c.tx,
    'assignmentRule',
    rows.map((r) => r.id),
  )) as unknown as AssignmentRule[]
}
const idOf = (ref: unknown) => (ref as { id: string }).id

/** What would change hands, in one statement: each record is judged by the rules in their order, the first decides. */
async function movesOf(c: Context, entity: string, rules: readonly AssignmentRule[]): Promise<Move[]> {
  if (rules.length === 0) return []
  const e = c.kolo.entity(entity)
  const scope = { entityOf: c.kolo.entityOf, rights: c.kolo.rightsOf(c.actor) }
  const joins = new Joins(scope.entityOf, scope.rights)
  const cases = rules.map(
    (rule, n) => sql`when ${condition(e, filterOfRule(rule, entity), { ...scope, joins })} then ${n}::int`,
  )
  const joined = joins.joins.length ? join(joins.joins, ' ') : empty
  return c.tx.rows<Move>(sql`select x.id, x.title, x.n, x.was, u.name as "wasName" from (
      select t.id, ${titleOf(e, 't', scope.rights[e.name])} as title, t.owner_id as was, case ${join(cases, ' ')} end as n
      from ${raw(`"${e.table}" t`)} ${joined} where t.deleted_at is null) x
    left join users u on u.id = x.was
    where x.n is not null and x.was is distinct from (${rules.map((r) => idOf(r.to))}::uuid[])[x.n + 1]
    order by x.n, x.title, x.id limit ${most + 1}`)
}

export const previewAssignment = operation({
  name: 'assignment.preview',
  summary: { en: 'What the rules of assignment would change', uk: 'Що змінять правила закріплення' },
  effect: 'read',
  input: { of: assigned },
  needs: { assignmentRule: 'update' },
  async run(c, { of }) {
    const rules = await rulesIn(c)
    const moves = await movesOf(c, of, rules)
    return {
      rules: rules.map((r, n) => ({
        id: r.id,
        name: r.name,
        to: r.to,
        count: moves.filter((m) => m.n === n).length,
      })),
      count: Math.min(moves.length, most),
      more: moves.length > most,
      moves: moves.slice(0, shown).map(({ n, was, wasName, ...m }) => ({
        ...m,
        rule: rules[n]!.name,
        from: was && { id: was, title: wasName },
        to: rules[n]!.to,
      })),
    }
  },
})

type Kept = { id: string; was: string | null; now: string }
const atOnce = 1000

/** By the stock operation: so his right to change each of them is asked, and parts and what stands on them follow. */
async function give(c: Context, entity: string, items: readonly { id: string; owner: string | null }[]) {
  const write = c.kolo.operation(`${entity}.update`)
  for (let i = 0; i < items.length; i += atOnce)
    await c.kolo.runIn(c.tx, write, { items: items.slice(i, i + atOnce), returning: false })
}

export const runAssignment = operation({
  name: 'assignment.run',
  summary: { en: 'Assign by the rules', uk: 'Закріпити за правилами' },
  about: {
    en: 'At most ten thousand at once; those whom the user may change. `run` undoes it.',
    uk: 'Щонайбільше десять тисяч за раз; ті, кого може змінити користувач. `run` скасовує.',
  },
  effect: 'write',
  input: { of: assigned },
  needs: { assignmentRule: 'update' },
  async run(c, { of }) {
    const rules = await rulesIn(c)
    const moves = (await movesOf(c, of, rules)).slice(0, most)
    const kept = moves.map((m): Kept => ({ id: m.id, was: m.was, now: idOf(rules[m.n]!.to) }))
    if (kept.length === 0) return { run: null, changed: 0 }
    await give(
      c,
      of,
      kept.map(({ id, now }) => ({ id, owner: now })),
    )
    const run = newId()
    await c.tx.elevated(() =>
      c.tx.rows(sql`insert into assignment_runs (id, entity, moves, ran_by)
        values (${run}::uuid, ${of}, ${JSON.stringify(kept)}::jsonb, ${c.actor.user}::uuid)`),
    )
    c.emit('assignmentRule.ran', undefined, { run, count: kept.length })
    return { run, changed: kept.length }
  },
})

export const undoAssignment = operation({
  name: 'assignment.undo',
  summary: { en: 'Undo an assignment', uk: 'Скасувати закріплення' },
  about: {
    en: 'Whoever was given on since stays with whom he is.',
    uk: 'Кого відтоді передали далі, той лишається, в кого є.',
  },
  effect: 'write',
  input: { run: text({ required: true, max: 36, label: { en: 'Run', uk: 'Запуск' } }) },
  needs: { assignmentRule: 'update' },
  refusals: { undone: { en: 'It has been undone already.', uk: 'Його вже скасовано.' } },
  async run(c, { run }) {
    const row = isId(run)
      ? await c.tx.elevated(() =>
          c.tx.one<{ entity: string; moves: Kept[]; undone: boolean }>(
            sql`select entity, moves, undone_at is not null as undone from assignment_runs where id = ${run}::uuid for update`,
          ),
        )
      : undefined
    if (!row) throw new Missing('assignment', run)
    if (row.undone) c.refuse('undone')
    const e = c.kolo.entity(row.entity)
    const now = await c.tx.rows<{ id: string; owner: string | null }>(
      sql`select id, owner_id as owner from ${raw(`"${e.table}"`)} where id = any(${row.moves.map((m) => m.id)}::uuid[]) and deleted_at is null`,
    )
    const owners = new Map(now.map((r) => [r.id, r.owner]))
    const back = row.moves.filter((m) => owners.get(m.id) === m.now)
    await give(
      c,
      row.entity,
      back.map(({ id, was }) => ({ id, owner: was })),
    )
    await c.tx.elevated(() =>
      c.tx.rows(sql`update assignment_runs set undone_at = now() where id = ${run}::uuid`),
    )
    return { returned: back.length }
  },
})
