import sql, { raw } from 'sql-template-tag'
import { sees, type CardPart } from '#core/card.ts'

/** The last letter to or from a client, of the threads that the reader sees. */
const lastLetter = (on: 'account' | 'contact'): CardPart => ({
  on,
  async read(asked) {
    if (!sees(asked, 'mailThread', [on, 'subject', 'lastAt'])) return []
    const last = await asked.tx.one<{
      id: string
      subject: string
      day: string
    }>(sql`select id, subject, last_at::date as day from mail_threads
      where ${raw(`${on}_id`)} = ${asked.id}::uuid and deleted_at is null and last_at is not null order by last_at desc, id desc limit 1`)
    if (!last) return []
    return [
      {
        key: 'lastLetter',
        label: { en: 'Last contact', uk: 'Останній контакт' },
        place: 'contact',
        values: [{ date: last.day }, { text: last.subject }],
        to: { entity: 'mailThread', id: last.id },
      },
    ]
  },
})

export const cards = [lastLetter('account'), lastLetter('contact')]
