import sql, { raw } from 'sql-template-tag'
import { sees, type CardPart } from '#core/card.ts'

/** Quotes that the client has and has not answered. */
const waiting = (on: 'account' | 'contact'): CardPart => ({
  on,
  async read(asked) {
    if (!sees(asked, 'quote', [on, 'status', 'total'])) return []
    const rows = await asked.tx.rows<{
      currency: string | null
      n: number
      amount: string | null
    }>(sql`select total_currency as currency, count(*) as n, round(sum(total), 2)::text as amount
      from quotes where ${raw(`${on}_id`)} = ${asked.id}::uuid and status = 'sent' and deleted_at is null group by 1 order by 2 desc`)
    const count = rows.reduce((n, r) => n + Number(r.n), 0)
    if (count === 0) return []
    return [
      {
        key: 'openQuotes',
        label: { en: 'Quotes awaiting an answer', uk: 'Пропозиції без відповіді' },
        place: 'open',
        values: [
          { count },
          ...rows.flatMap(({ amount, currency }) =>
            amount && currency ? [{ money: { amount, currency } }] : [],
          ),
        ],
        to: {
          entity: 'quote',
          filter: {
            and: [
              [on, 'is', asked.id],
              ['status', 'is', 'sent'],
            ],
          },
        },
      },
    ]
  },
})

export const cards = [waiting('account'), waiting('contact')]
