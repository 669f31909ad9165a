import sql from 'sql-template-tag'
import { ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { Missing } from '#core/error.ts'

type Waits = {
  for: 'owner' | 'approval' | 'signature' | null
  /** Names of those whose turn it is. */
  who: string[]
  since: string | null
  dueAt: string | null
}
type Step = { who: string; status: string; at: string | null; note: string | null }

const iso = (at: unknown) => (at ? new Date(at as string).toISOString() : null)
const asPerson = (v: unknown) => (v as { title?: string | null } | null)?.title ?? null

/** Whose turn it is to agree, and who has: seen by whoever may see the agreement. */
const chainOf = (c: Context, id: string) =>
  c.tx.elevated(() =>
    c.tx.rows<Step & { since: string; dueAt: string | null }>(sql`select
        coalesce(d.name, u.name, (select string_agg(x.name, ', ') from (select name from users
          where role_id = s.role_id and deleted_at is null order by name limit 3) x), r.name, '—') as who,
        s.status, s.decided_at as at, s.note, a.created_at as since, a.due_at as "dueAt"
      from approvals a join approval_steps s on s.approval_id = a.id and s.deleted_at is null
      left join users u on u.id = s.approver_id left join users d on d.id = s.decided_by_id left join roles r on r.id = s.role_id
      where a.entity = 'agreement' and a.record = ${id} and a.deleted_at is null and a.status <> 'void'
        and a.id = (select id from approvals where entity = 'agreement' and record = ${id} and status <> 'void'
          and deleted_at is null order by created_at desc limit 1)
      order by s.position`),
  )

/** Where an agreement stands: what it waits for, whose turn it is, who has agreed and who has signed. */
export const agreementProgress = operation({
  name: 'agreement.progress',
  summary: { en: 'What it waits for', uk: 'На що чекає договір' },
  effect: 'read',
  input: { id: ref('agreement', { required: true, label: { uk: 'Договір' } }) },
  needs: { agreement: 'read' },
  async run(c, { id }): Promise<{ waits: Waits; agreed: Step[] }> {
    const [a] = await c.kolo.readIn(c.tx, 'agreement', [id])
    if (!a) throw new Missing('agreement', id)
    const status = a['status']
    const chain = await chainOf(c, id)
    const agreed = chain.map(({ who, status: is, at, note }) => ({ who, status: is, at: iso(at), note }))
    const waits = async (): Promise<Waits> => {
      const open = chain.filter((s) => s.status === 'open')
      if (status === 'draft')
        return {
          for: 'owner',
          who: [asPerson(a['owner']) ?? '—'],
          since: a['updatedAt'] as string,
          dueAt: null,
        }
      if (status === 'agreeing')
        return {
          for: 'approval',
          who: open.map((s) => s.who),
          since: iso(open[0]?.since ?? a['askedAt']),
          dueAt: iso(open[0]?.dueAt),
        }
      if (status === 'signing') {
        const left = await c.tx.rows<{ name: string }>(sql`select name from agreement_signatories
          where agreement_id = ${id}::uuid and signed_on is null and deleted_at is null order by side desc, id`)
        return {
          for: 'signature',
          who: left.map((s) => s.name),
          since: a['agreedAt'] as string | null,
          dueAt: null,
        }
      }
      return { for: null, who: [], since: null, dueAt: null }
    }
    return { waits: await waits(), agreed }
  },
})
