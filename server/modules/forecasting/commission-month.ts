import sql from 'sql-template-tag'
import { Forbidden, Invalid } from '#core/error.ts'
import { ref, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { commissionStatement } from './commission-plan.ts'
import { isHeadOf } from './override.ts'
import { periodAt, periodIn, type Period } from './period.ts'
import { statementsOf, type Person } from './statement.ts'

const month = text({ max: 7, label: { uk: 'Місяць' } })
const person = ref('user', { label: { en: 'Person', uk: 'Людина' } })

function monthIn(key: string | null | undefined, today: string): Period {
  const found = key ? periodIn(key, today, 'month') : periodAt(today, 'month')
  if (found.kind === 'month') return found
  throw new Invalid([{ path: 'month', message: 'Write a month as 2026-11.', code: 'no_month' }])
}

/** Whose statements he may see: his own, and those of whom he is the head of. */
async function peopleOf(c: Context, who?: string | null): Promise<Person[]> {
  // Names and teams of colleagues, to tell whose head he is; nobody else is answered with.
  const found = await c.tx.elevated(() =>
    c.tx.rows<Person>(sql`with recursive up as (
        select u.id as person, t.id, t.parent_id, 0 as far from users u join teams t on t.id = u.team_id
        union all select up.person, t.id, t.parent_id, far + 1 from up join teams t on t.id = up.parent_id where far < 50)
      select u.id, u.name, u.team_id as team, array(select up.id from up where up.person = u.id order by far)::text[] as teams
      from users u where u.deleted_at is null and u.account_id is null and (${who ?? null}::uuid is null or u.id = ${who ?? null}::uuid)
      order by u.name collate "uk-x-icu"`),
  )
  return found.filter((p) => p.id === c.actor.user || isHeadOf(c, p.team))
}

const nobody = 'You see your own statement, and those of the people whose head you are.'

export const readStatement = operation({
  name: 'commission.statement',
  summary: { en: 'What a person is paid for a month', uk: 'Винагорода людини за місяць' },
  effect: 'read',
  input: { month, person },
  needs: { commissionStatement: 'read' },
  async run(c, input) {
    const at = monthIn(input.month, c.today)
    const [who] = await peopleOf(c, input.person ?? c.actor.user)
    if (!who) throw new Forbidden(nobody)
    const [statement] = await statementsOf(c, [who], at)
    return {
      month: at.key,
      currency: c.kolo.workspace.currency,
      person: who,
      mayClose: isHeadOf(c, who.team),
      statement: statement ?? null,
    }
  },
})

export const readStatements = operation({
  name: 'commission.team',
  summary: { en: 'What a team is paid for a month', uk: 'Винагорода команди за місяць' },
  effect: 'read',
  input: { month },
  needs: { commissionStatement: 'read' },
  async run(c, input) {
    const at = monthIn(input.month, c.today)
    const all = await statementsOf(c, await peopleOf(c), at)
    return {
      month: at.key,
      currency: c.kolo.workspace.currency,
      items: all
        .filter((s) => s.closed || s.quota !== null || s.steps.length + s.corrections.length > 0)
        .map(({ person, total, quota, before, steps, corrections, terms, closed }) => ({
          person: { id: person.id, name: person.name },
          plan: terms.name,
          quota,
          before,
          deals: new Set(steps.map((s) => s.deal)).size,
          corrections: corrections.length,
          total,
          closed,
        })),
    }
  },
})

/** Closes statements of a month that is over; from then on they stay as they are. */
export const closeStatements = operation({
  name: 'commission.close',
  summary: { en: 'Close a month’s statements', uk: 'Закрити відомості за місяць' },
  effect: 'write',
  input: { month: { ...month, required: true as const }, person },
  needs: { commissionStatement: 'read', deal: 'update' },
  refusals: {
    not_over: { en: 'The month is not over yet.', uk: 'Місяць ще не закінчився.' },
    closed: { en: 'There is nothing left to close.', uk: 'Закривати вже нічого.' },
  },
  async run(c, input) {
    const at = monthIn(input.month, c.today)
    if (at.until > c.today) c.refuse('not_over')
    const people = (await peopleOf(c, input.person)).filter((p) => isHeadOf(c, p.team))
    if (people.length === 0) throw new Forbidden(nobody)
    // Two who close at the same time: the second finds nothing left.
    await c.tx.rows(
      sql`select pg_advisory_xact_lock(hashtextextended(${`commission ${at.key} ${c.kolo.db.workspace}`}, 0))`,
    )
    const open = (await statementsOf(c, people, at)).filter(
      (s) => !s.closed && s.steps.length + s.corrections.length > 0,
    )
    if (open.length === 0) c.refuse('closed')
    // A ledger, which no role may write; that he is their head has been seen above.
    await c.tx.elevated(() =>
      c.tx.insertMany(
        commissionStatement,
        open.map(({ person: who, month: key, total, closed: _, ...arithmetic }) => ({
          month: key,
          owner: who.id,
          team: who.team,
          total: { amount: total, currency: c.kolo.workspace.currency },
          arithmetic,
          by: c.actor.user,
        })),
      ),
    )
    return { closed: open.length }
  },
})
