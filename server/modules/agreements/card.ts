import sql from 'sql-template-tag'
import { sees, type CardPart } from '#core/card.ts'

/** Which agreements a client has: those in force, and the first day one of them ends. */
const inForce: CardPart = {
  on: 'account',
  async read(asked) {
    if (!sees(asked, 'agreement', ['account', 'status', 'endsOn'])) return []
    const found = await asked.tx.one<{ n: string; day: string | null }>(
      sql`select count(*) as n, min(ends_on)::text as day from agreements
        where account_id = ${asked.id}::uuid and status = 'inForce' and deleted_at is null`,
    )
    if (!found || Number(found.n) === 0) return []
    return [
      {
        key: 'agreements',
        label: { en: 'Agreements in force', uk: 'Чинні договори' },
        place: 'open',
        values: [{ count: Number(found.n) }, ...(found.day ? [{ date: found.day }] : [])],
        to: {
          entity: 'agreement',
          filter: {
            and: [
              ['account', 'is', asked.id],
              ['status', 'is', 'inForce'],
            ],
          },
        },
      },
    ]
  },
}

export const cards = [inForce]
