import sql from 'sql-template-tag'
import { sees, type CardPart } from '#core/card.ts'

/** What other departments have not answered yet for this client. */
const unanswered: CardPart = {
  on: 'account',
  async read(asked) {
    if (!sees(asked, 'internalRequest', ['account', 'status', 'dueAt'])) return []
    const row = await asked.tx.one<{
      n: number
      late: boolean
    }>(sql`select count(*) as n, coalesce(bool_or(due_at < now()), false) as late
      from internal_requests where account_id = ${asked.id}::uuid and status in ('asked', 'taken') and deleted_at is null`)
    const count = Number(row?.n ?? 0)
    if (!row || count === 0) return []
    return [
      {
        key: 'openRequests',
        label: { en: 'Open requests', uk: 'Відкриті запити' },
        place: 'open',
        values: [{ count }],
        ...(row.late ? { tone: 'danger' as const } : {}),
        to: {
          entity: 'internalRequest',
          filter: {
            and: [
              ['account', 'is', asked.id],
              ['status', 'in', ['asked', 'taken']],
            ],
          },
        },
      },
    ]
  },
}

export const cards = [unanswered]
