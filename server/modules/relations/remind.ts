import sql from 'sql-template-tag'
import { sees, type CardPart } from '#core/card.ts'
import type { Kolo } from '#core/kolo.ts'
import { tellPeople } from '#modules/activities/index.ts'

/** The next time a day comes round, from a given one: the 29th of February comes on the 28th in a common year. */
const nextOf = (day: string, today: string) => `case
  when (${day} + make_interval(years => (date_part('year', ${today}) - date_part('year', ${day}))::int))::date >= ${today}
  then (${day} + make_interval(years => (date_part('year', ${today}) - date_part('year', ${day}))::int))::date
  else (${day} + make_interval(years => (date_part('year', ${today}) - date_part('year', ${day}))::int + 1))::date end`

const birthdayDays = 7
const birthday = { en: 'birthday', uk: 'день народження' }
const atOnce = 5000

type Coming = {
  id: string
  entity: string
  record: string
  text: string | null
  owner: string
  locale: string | null
  on: string
}

/** Tells owners what days of their clients come soon; each once, whatever is run again. Answers how many were found. */
export async function remindOfDays(kolo: Kolo, today: string): Promise<number> {
  return kolo.db.system(async (tx) => {
    const day = '$1::date'
    const coming = await tx.rows<Coming>({
      text: `select x.id, entity, record, text, owner, u.locale, "on"::text as on from (
          select k.id, k.record_entity as entity, k.record_id as record, k.name as text, k.owner_id as owner,
            case when k.every_year then ${nextOf('k.day', day)} else k.day end as "on", coalesce(k.remind_days, 0)::int as days
          from key_dates k where k.deleted_at is null and k.owner_id is not null
        union all
          select c.id, 'contact', c.id, null, c.owner_id, ${nextOf('c.birthday', day)}, ${birthdayDays}
          from contacts c where c.birthday is not null and c.deleted_at is null and c.owner_id is not null
        ) x join users u on u.id = owner where "on" between ${day} and ${day} + days order by "on", x.id limit ${atOnce}`,
      values: [today],
    })
    await tellPeople(
      tx,
      kolo,
      coming.map((d) => ({
        to: d.owner,
        reason: 'reminder' as const,
        record: { entity: d.entity, id: d.record },
        text: `${d.on} · ${d.text ?? birthday[d.locale === 'en' ? 'en' : 'uk']}`,
        by: null,
        key: `day ${d.id} ${d.on} ${d.owner}`,
      })),
    )
    tx.afterCommit(kolo.tellOfEvents)
    return coming.length
  })
}

const soonDays = 30

/** On the card: the days that come within a month, and what went wrong before. */
const cardOn = (on: 'account' | 'contact'): CardPart => ({
  on,
  async read(asked) {
    const { tx, id, today } = asked
    const dates = sees(asked, 'keyDate', ['record', 'name', 'day', 'everyYear'])
      ? await tx.rows<{ id: string; name: string; on: string }>({
          text: `select id, name, "on"::text as on from (select k.id, k.name,
              case when k.every_year then ${nextOf('k.day', '$2::date')} else k.day end as "on"
              from key_dates k where k.record_entity = $3 and k.record_id = $1::uuid and k.deleted_at is null) x
            where "on" between $2::date and $2::date + ${soonDays} order by "on" limit 3`,
          values: [id, today, on],
        })
      : []
    const birthday =
      on === 'contact' && sees(asked, on, ['birthday'])
        ? await tx.one<{ on: string }>({
            text: `select "on"::text as on from (select ${nextOf('c.birthday', '$2::date')} as "on"
              from contacts c where c.id = $1::uuid and c.birthday is not null) x where "on" between $2::date and $2::date + ${soonDays}`,
            values: [id, today],
          })
        : undefined
    const problems = sees(asked, on, ['problems'])
      ? await tx.one<{ problems: string }>(
          on === 'account'
            ? sql`select problems from accounts where id = ${id}::uuid and problems is not null`
            : sql`select problems from contacts where id = ${id}::uuid and problems is not null`,
        )
      : undefined
    return [
      ...(problems
        ? [
            {
              key: 'problems',
              label: { en: 'Had problems', uk: 'Були проблеми' },
              place: 'warning' as const,
              tone: 'warning' as const,
              values: [{ text: firstLine(problems.problems) }],
            },
          ]
        : []),
      ...(birthday
        ? [
            {
              key: 'birthday',
              label: { en: 'Birthday', uk: 'День народження' },
              place: 'next' as const,
              values: [{ date: birthday.on }],
            },
          ]
        : []),
      ...dates.map((d) => ({
        key: `keyDate ${d.id}`,
        label: { en: 'Key date', uk: 'Важлива дата' },
        place: 'next' as const,
        values: [{ date: d.on }, { text: d.name }],
        to: { entity: 'keyDate', id: d.id },
      })),
    ]
  },
})

const firstLine = (text: string) => {
  const [line = ''] = text.split('\n')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}

export const cards = [cardOn('account'), cardOn('contact')]
