import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import type { Tx } from '#core/database.ts'
import { choice, json } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { operation } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { erasePerson } from './erase.ts'
import type { Person } from './may-write.ts'

type Category = { key: string; entity: Person; label: Text; where: string }

export function monthsBefore(now: Date, months: number): Date {
  const at = new Date(now)
  at.setUTCMonth(at.getUTCMonth() - months)
  return at
}

export const categories: readonly Category[] = [
  {
    key: 'unfitLeads',
    entity: 'lead',
    label: { en: 'Leads that were not suitable', uk: 'Ліди, що не підійшли' },
    where: `t.status = 'unqualified'`,
  },
  {
    key: 'quietLeads',
    entity: 'lead',
    label: { en: 'Leads without touch', uk: 'Ліди без дотику' },
    where: `t.converted_at is null`,
  },
  {
    key: 'quietContacts',
    entity: 'contact',
    label: { en: 'Contacts without touch and without papers', uk: 'Контакти без дотику й без документів' },
    where: `not exists (select from deals d where d.contact_id = t.id) and not exists (select from orders o where o.contact_id = t.id)`,
  },
]
const keys = categories.map((c) => c.key)
export type Timers = Record<string, number | null>

const shownAtMost = 200
const nightly = 500

// A touch is whatever the index of the timeline has of a person: an activity, a letter, a deal.
const due = (tx: Tx, { entity, where }: Category, months: number, limit: number) => {
  const before = monthsBefore(new Date(), months)
  return tx.rows<{ id: string; title: string; last: string }>({
    text: `select t.id, ${entity === 'lead' ? `coalesce(t.title, t.company)` : `concat_ws(' ', t.name_last, t.name_first, t.known)`} as title,
        t.updated_at as last
      from ${entity === 'lead' ? 'leads' : 'contacts'} t
      where t.updated_at < $1 and ${where}
        and not exists (select from timeline f where f.subject_id = t.id and f.at > $1)
        and not exists (select from data_requests r where r.record_id = t.id and r.kind <> 'exported')
      order by t.updated_at, t.id limit $2`,
    values: [before.toISOString(), limit],
  })
}

export async function timersOf(tx: Tx): Promise<Timers> {
  const row = await tx.one<{ timers: Timers | null }>(sql`select settings->'retention' as timers from meta`)
  return row?.timers ?? {}
}

export const setRetention = operation({
  name: 'retention.set',
  summary: { en: 'Set how long data is kept', uk: 'Задати строки зберігання' },
  about: {
    en: `timers: months by category (${keys.join(', ')}); null switches one off.`,
    uk: `timers: місяці за категоріями (${keys.join(', ')}); null вимикає.`,
  },
  effect: 'write',
  input: {
    timers: json({ required: true, label: { en: 'Months by category', uk: 'Місяці за категоріями' } }),
  },
  needs: { dataRequest: 'read' },
  async run(c, { timers }) {
    const given = Object.entries((timers ?? {}) as Timers)
    for (const [key, months] of given)
      if (
        !keys.includes(key) ||
        !(months === null || (Number.isInteger(months) && months >= 1 && months <= 600))
      )
        throw new Invalid([
          { path: `timers.${key}`, message: 'Write months from 1 to 600, or nothing.', code: 'bad_months' },
        ])
    await c.tx.elevated(() =>
      c.tx.rows(
        sql`update meta set settings = jsonb_set(settings, '{retention}', ${JSON.stringify(Object.fromEntries(given))}::jsonb), version = version + 1`,
      ),
    )
    c.emit('dataRequest.timers_set', undefined, { timers })
    return { timers }
  },
})

export const previewRetention = operation({
  name: 'retention.preview',
  summary: { en: 'Who would be erased tonight', uk: 'Кого буде стерто цієї ночі' },
  about: {
    en: 'The timers as they are set, or those given here; nothing is erased.',
    uk: 'За чинними строками або за вказаними тут; нічого не стирається.',
  },
  effect: 'read',
  input: {
    category: choice({
      options: categories.map(({ key, label }) => ({ key, label })),
      label: { en: 'Only this category', uk: 'Лише ця категорія' },
    }),
    timers: json({ label: { en: 'Months by category', uk: 'Місяці за категоріями' } }),
  },
  needs: { dataRequest: 'read' },
  run: (c, { category, timers }) =>
    c.tx.elevated(async () => {
      const set = await timersOf(c.tx)
      const asked = { ...set, ...(timers as Timers | null) }
      const items = []
      for (const one of categories.filter((x) => !category || x.key === category)) {
        const months = Number(asked[one.key]) || null
        const people = months ? await due(c.tx, one, months, shownAtMost + 1) : []
        items.push({
          key: one.key,
          label: one.label[c.actor.locale],
          entity: one.entity,
          months,
          count: people.length,
          more: people.length > shownAtMost,
          people: people.slice(0, shownAtMost),
        })
      }
      return { items }
    }),
})

/** Every night; each person in a transaction of his own, so that one who cannot be erased stops nobody else. */
export async function runTimers(kolo: Kolo): Promise<number> {
  const timers = await kolo.db.system(timersOf)
  let erased = 0
  for (const one of categories) {
    const months = Number(timers[one.key])
    if (!months) continue
    const people = await kolo.db.system((tx) => due(tx, one, months, nightly))
    for (const { id } of people) {
      const { locale } = kolo.workspace
      const reason = `${one.label[locale]}: ${months}`
      await kolo.db
        .system((tx) => erasePerson(tx, kolo, { entity: one.entity, id }, { kind: 'timer', reason, locale }))
        .then(
          () => erased++,
          (error: unknown) => console.error('retention', id, error),
        )
    }
  }
  kolo.tellOfEvents()
  return erased
}
