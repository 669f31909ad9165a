import sql, { raw } from 'sql-template-tag'
import { sees, type CardLine, type CardPart } from '#core/card.ts'

type Found = { id: string; subject: string; day: string; kind: string }

/** When we last spoke with a client, and what is planned with him next. */
const contacts = (on: 'account' | 'contact'): CardPart => ({
  on,
  async read(asked) {
    if (!sees(asked, 'activity', [on, 'subject', 'status', 'plannedAt', 'doneAt', 'kind'])) return []
    const { tx, id, today } = asked
    const [at, of] = [raw('t.planned_at'), sql`${raw(`t.${on}_id`)} = ${id}::uuid and t.deleted_at is null`]
    const rows = await tx.rows<Found>(sql`
      (select t.id, t.subject, ${at}::date as day, 'next' as kind from activities t
        where ${of} and t.status in ('planned', 'started') order by ${at} nulls last limit 1)
      union all (select t.id, t.subject, t.done_at::date as day, 'last' as kind from activities t
        where ${of} and t.status = 'done' and t.kind in ('call', 'meeting', 'visit', 'message')
        order by t.done_at desc nulls last limit 1)`)
    return rows.map((row) => lineOf(row, today))
  },
})

const lineOf = ({ id, subject, day, kind }: Found, today: string): CardLine => {
  const isNext = kind === 'next'
  return {
    key: isNext ? 'nextActivity' : 'lastActivity',
    label: isNext
      ? { en: 'Planned next', uk: 'Заплановано' }
      : { en: 'Last contact', uk: 'Останній контакт' },
    place: isNext ? 'next' : 'contact',
    values: [...(day ? [{ date: day }] : []), { text: subject }],
    ...(isNext && day && day < today ? { tone: 'danger' as const } : {}),
    to: { entity: 'activity', id },
  }
}

export const cards = [contacts('account'), contacts('contact')]
