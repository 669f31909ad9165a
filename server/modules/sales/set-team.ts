import sql from 'sql-template-tag'
import { z } from 'zod'
import { Invalid, type Problem } from '#core/error.ts'
import { json, ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { check } from '#core/schema.ts'
import { deal } from './deal.ts'
import { dealMember } from './deal-people.ts'

export type Member = { user: string; duty?: string | null | undefined; percent?: number | null | undefined }

const shape = z
  .array(
    z.strictObject({
      user: z.uuid(),
      duty: z.string().trim().max(100).nullish(),
      percent: z.number().min(0).max(100).nullish(),
    }),
  )
  .max(50)

/** Shares are in hundredths of a percent at most, and come to a hundred; or nobody has one. */
export function teamProblems(members: readonly Member[]): Problem[] {
  const twice = members.flatMap(({ user }, i) =>
    members.findIndex((m) => m.user === user) < i
      ? [{ path: `members.${i}.user`, message: 'This person stands here twice.', code: 'twice' }]
      : [],
  )
  const shares = members.map((m) => Math.round((m.percent ?? 0) * 100))
  const sum = shares.reduce((a, b) => a + b, 0)
  return sum === 0 || sum === 10_000
    ? twice
    : [
        ...twice,
        { path: 'members', message: `The shares come to ${sum / 100} %, not 100 %.`, code: 'not_hundred' },
      ]
}

export const setTeam = operation({
  name: 'deal.set_team',
  summary: { en: 'Say who works on a deal and shares in it', uk: 'Вказати команду угоди та частки' },
  effect: 'write',
  input: {
    id: ref('deal', { required: true, label: { uk: 'Угода' } }),
    members: json<unknown, { required: true }>({
      required: true,
      label: { en: 'Members', uk: 'Учасники' },
    } as { required: true }),
  },
  needs: { deal: 'update' },
  async run(c, { id, members }) {
    const asked = check(z.object({ members: shape }), { members }, c.actor.locale).members
    const problems = teamProblems(asked)
    const users = await c.tx.rows<{ id: string }>(
      sql`select id from users where id = any(${asked.map((m) => m.user)}::uuid[]) and deleted_at is null`,
    )
    for (const [i, m] of asked.entries())
      if (!users.some((u) => u.id === m.user))
        problems.push({
          path: `members.${i}.user`,
          message: `There is no ${'user'} ${m.user}, or you may not see it.`,
          code: 'missing',
        })
    if (problems.length) throw new Invalid(problems)
    const before = await c.tx.lock(deal, id)
    // Its rows are written by this operation alone, which has seen that the deal is his to change.
    return c.tx.elevated(async () => {
      await c.tx.rows(
        sql`update deal_members set deleted_at = now(), revision = revision + 1 where deal_id = ${before.id}::uuid and deleted_at is null`,
      )
      const made = await c.tx.insertMany(
        dealMember,
        asked.map((m) => ({
          deal: id,
          user: m.user,
          duty: m.duty ?? null,
          percent: m.percent ?? null,
        })),
      )
      return { id, members: made.map((m) => m.id) }
    })
  },
})
