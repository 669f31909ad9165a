import { api, query } from '../api.ts'
import type { Catalogue, Entity } from '../catalogue.ts'
import { addDays, today } from '../days.ts'
import { titleOf } from '../kinds/index.ts'
import type { Filter, Page, Rec, Ref } from '../records.ts'
import { fields as shown, type Planned } from '../screens/activities/journal.ts'
import { mine, startOf } from '../screens/my-day/use-day.ts'
import { keep, nameOf, type KeptActivity, type KeptDay, type KeptNote, type KeptRecord } from './kept.ts'

/** Today and the two days after it: a phone may be without a network in the morning. */
const daysAhead = 3
const most = { activities: 200, people: 300, notes: 100 }
const reach = new Set(['phone', 'email', 'address', 'messenger'])

/** The fields by which somebody can be reached, of those this user may read. */
const reachOf = (e: Entity) =>
  Object.entries(e.fields).flatMap(([key, f]) => (f.read && reach.has(f.kind) ? [key] : []))

/** Asks the server for this user's day and all that belongs to it, many records at a time, and keeps it. */
export async function keepDay(catalogue: Catalogue) {
  const { user, entities } = catalogue
  if (!entities['activity']) return
  const list = async (plural: string, filter: Filter, more: object) =>
    (await api<Page>(`${plural}${query({ filter, ...more })}`, { as: user.id })).items
  const at = new Date().toISOString()
  const [from, to] = [startOf(today()), startOf(addDays(today(), daysAhead))]
  const own = (...more: Filter[]) =>
    list('activities', mine(...more), { fields: 'subject', sort: '-plannedAt', limit: most.activities })
  const [agenda, late, undated] = await Promise.all([
    api<{ items: Planned[] }>('operations/activity.agenda', {
      method: 'POST',
      body: { from, to },
      as: user.id,
    }),
    own(['plannedAt', 'lt', from], ['repeat', 'empty']),
    own(['plannedAt', 'empty']),
  ])
  const ids = [...new Set([...agenda.items, ...late, ...undated].map((a) => a.id))].slice(0, most.activities)
  const readable = [...shown.split(','), 'account', 'contact', 'description', 'result'].filter(
    (key) => key === 'revision' || entities['activity']!.fields[key]?.read,
  )
  const rows = await byIds(ids, (some) =>
    list('activities', ['id', 'in', some], { fields: readable.join(), limit: some.length }),
  )
  const whole = new Map(rows.map((r) => [r.id, r]))
  const activities = [...agenda.items, ...late, ...undated].flatMap((a) => {
    const row = whole.get(a.id)
    // Of a series, each instance has its own times.
    return row ? [{ ...row, ...(a['occursAt'] ? a : {}) } as unknown as KeptActivity] : []
  })
  const refs = refsOf(activities)
  const records = (
    await Promise.all(
      [...Map.groupBy(refs, (r) => r.entity)].map(async ([name, some]) => {
        const e = entities[name]
        if (!e || reachOf(e).length === 0) return []
        const items = await byIds(
          some.map((r) => r.id),
          (part) =>
            list(e.plural, ['id', 'in', part], {
              fields: [e.title, ...reachOf(e)].join(),
              limit: part.length,
            }),
        )
        return items.map((r) => keptOf(catalogue, e, r))
      }),
    )
  ).flat()
  const accounts = records.filter((r) => r.entity === 'account').map((r) => r.id)
  const contact = entities['contact']
  const people =
    contact?.fields['account']?.read && accounts.length > 0
      ? await list('contacts', ['account', 'in', accounts], {
          fields: [contact.title, 'account', 'jobTitle', ...reachOf(contact)].join(),
          limit: most.people,
        })
      : []
  const day: KeptDay = {
    at,
    activities,
    records,
    people: people.map((p) => ({
      ...keptOf(catalogue, contact!, p),
      account: (p['account'] as Ref).id,
    })),
    notes: refs.length > 0 ? await notesOf(catalogue, refs, accounts, list) : [],
  }
  await keep(user.id, 'day', day)
}

const part = 100
/** Many ids, in as many questions as an address may carry. */
async function byIds(ids: readonly string[], ask: (some: string[]) => Promise<Rec[]>): Promise<Rec[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / part) }, (_, i) =>
    ids.slice(i * part, (i + 1) * part),
  )
  return (await Promise.all(parts.map(ask))).flat()
}

const keptOf = (catalogue: Catalogue, e: Entity, r: Rec): KeptRecord => ({
  entity: e.name,
  id: r.id,
  title: titleOf(catalogue, e.name, r),
  values: Object.fromEntries(
    Object.entries(r).filter(
      ([key, value]) => value !== null && (key === 'jobTitle' || reachOf(e).includes(key)),
    ),
  ),
})

/** What the activities are about, and whose they are. */
function refsOf(activities: readonly KeptActivity[]) {
  const all = activities.flatMap((a) => [
    ...(a.record ? [{ entity: a.record.entity, id: a.record.id }] : []),
    ...(a.account ? [{ entity: 'account', id: a.account.id }] : []),
    ...(a.contact ? [{ entity: 'contact', id: a.contact.id }] : []),
  ])
  return [...new Map(all.map((r) => [nameOf(r), r])).values()]
}

/** What was said last of these records: comments, and what came of things done. */
async function notesOf(
  { entities }: Catalogue,
  refs: { entity: string; id: string }[],
  accounts: string[],
  list: (plural: string, filter: Filter, more: object) => Promise<Rec[]>,
): Promise<KeptNote[]> {
  const about = refs.slice(0, part).map(nameOf)
  const activity = entities['activity']!
  const done: Filter[] = [['record', 'in', about]]
  if (activity.fields['account']?.read && accounts.length > 0) done.push(['account', 'in', accounts])
  const [said, results] = await Promise.all([
    entities['comment']
      ? list('comments', ['record', 'in', about], {
          fields: 'body,author,record,createdAt',
          sort: '-createdAt',
          limit: most.notes,
        })
      : [],
    activity.fields['result']?.read
      ? list(
          'activities',
          { and: [{ or: done }, ['status', 'is', 'done'], ['result', 'notEmpty']] },
          {
            fields: 'subject,result,record,account,doneBy,doneAt',
            sort: '-doneAt',
            limit: most.notes,
          },
        )
      : [],
  ])
  const on = (r: Rec) => {
    const [record, account] = [
      r['record'] as { entity: string; id: string } | null,
      r['account'] as Ref | null,
    ]
    return [...(record ? [nameOf(record)] : []), ...(account ? [`account:${account.id}`] : [])]
  }
  const titled = (r: Rec, key: string) => (r[key] as Ref | null)?.title ?? ''
  return [
    ...said.map((c) => ({
      on: on(c),
      at: String(c['createdAt']),
      who: titled(c, 'author'),
      text: String(c['body']),
    })),
    ...results.map((a) => ({
      on: on(a),
      at: String(a['doneAt']),
      who: titled(a, 'doneBy'),
      text: `${String(a['subject'])}: ${String(a['result'])}`,
    })),
  ].toSorted((a, b) => (a.at < b.at ? 1 : -1))
}
