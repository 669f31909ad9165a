import sql, { raw } from 'sql-template-tag'
import type { Consumer, RelayEvent } from '#core/background.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import type { RecordRef } from '#core/kinds/index.ts'
import type { Participant } from './activity.ts'
import { noteAnswers } from './answered-leads.ts'
import { follow, type Following } from './follower.ts'
import type { Reason } from './notification.ts'
import { refreshNextSteps } from './next-step.ts'
import { tellPeople, type Telling } from './told.ts'

type ActivityRow = {
  id: string
  subject: string
  status: string
  assignee: string | null
  deal: string | null
  record: RecordRef | null
  participants: Participant[] | null
  mentions: string[] | null
  isPrivate: boolean | null
}
type CommentRow = { id: string; body: string; record: RecordRef; mentions: string[] | null }
type Found = { tell: Telling[]; follow: Following[] }

// More of one kind at once than this is a bulk change: its owners are not told of each.
const bulk = 20
const quiet = new Set(['activity', 'comment', 'notification', 'follower', 'notificationSetting', 'handOver'])
const hour = (at: string) => at.slice(0, 13)
const idsOf = (events: readonly RelayEvent[], entity: string) => [
  ...new Set(events.filter((e) => e.entity === entity && e.record).map((e) => e.record!)),
]
const usersIn = (list: unknown): string[] =>
  Array.isArray(list) ? (list as Participant[]).flatMap((p) => p.user ?? []) : []
const listOf = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])

const activitiesBy = (tx: Tx, ids: readonly string[]) =>
  tx.rows<ActivityRow>(sql`select id, subject, status, assignee_id as assignee, deal_id as deal, participants, mentions,
    is_private as "isPrivate",
    case when record_id is not null then jsonb_build_object('entity', record_entity, 'id', record_id) end as record
    from activities where id = any(${ids}::uuid[])`)

/** Of a created or changed activity: who has it now, who is invited, who is named. */
function ofActivity(event: RelayEvent, a: ActivityRow): Found {
  const isNew = event.name === 'activity.created'
  if (!isNew && event.name !== 'activity.updated') return { tell: [], follow: [] }
  const change = (key: string): unknown[] | null => (isNew ? [null, null] : (event.changes?.[key] ?? null))
  const about = { entity: 'activity', id: a.id }
  const say = (to: string, reason: Reason): Telling[] =>
    to === event.actor
      ? []
      : [{ to, reason, record: about, text: a.subject, by: event.actor, key: `${reason} ${event.id} ${to}` }]
  const fresh = (key: string, all: string[], was: (v: unknown) => string[]) => {
    const before = change(key)
    return before ? all.filter((u) => !was(before[0]).includes(u)) : []
  }
  const assigned =
    a.assignee && a.status !== 'done' && change('assignee') && !event.operation?.startsWith('handOver.')
      ? [a.assignee]
      : []
  const invited = fresh('participants', usersIn(a.participants), usersIn).filter((u) => u !== a.assignee)
  const mentioned = fresh('mentions', a.mentions ?? [], listOf)
  const followers = a.record && !a.isPrivate ? [...assigned, ...mentioned] : []
  return {
    tell: [
      ...assigned.flatMap((u) => say(u, 'assigned')),
      ...invited.flatMap((u) => say(u, 'invited')),
      ...mentioned.flatMap((u) => say(u, 'mentioned')),
    ],
    follow: followers.map((user) => ({
      record: a.record!,
      user,
      reason: mentioned.includes(user) ? 'mentioned' : 'assignee',
    })),
  }
}

/** Answers to what somebody gave away or asked. */
function answers(event: RelayEvent, a: ActivityRow): Telling[] {
  const { to, note } = (event.payload ?? {}) as { to?: string; note?: string | null }
  const whom = event.name === 'activity.replied' ? a.assignee : to
  if (!['activity.accepted', 'activity.declined', 'activity.replied'].includes(event.name)) return []
  if (!whom || whom === event.actor) return []
  const text = note ? `${a.subject}: ${note}` : a.subject
  const about = { entity: 'activity', id: a.id }
  return [{ to: whom, reason: 'answered', record: about, text, by: event.actor, key: `answered ${event.id}` }]
}

/** Who follows records, their owners among them, but for those who stopped. */
async function followersOf(tx: Tx, kolo: Kolo, records: readonly RecordRef[], owners: boolean) {
  const out = new Map<string, Set<string>>()
  for (const [entity, some] of Map.groupBy(records, (r) => r.entity)) {
    const e = [...kolo.allEntities()].find((x) => x.name === entity)
    if (!e) continue
    const ids = [...new Set(some.map((r) => r.id))]
    const owned =
      owners && Object.hasOwn(e.fields, 'owner')
        ? sql`select id, owner_id, false from ${raw(`"${e.table}"`)} where id = any(${ids}::uuid[]) and owner_id is not null
            union all`
        : raw('')
    const rows = await tx.rows<{ id: string; user: string }>(sql`
      select id, "user" from (${owned} select record_id, user_id, coalesce(is_muted, false) from followers
        where record_entity = ${entity} and record_id = any(${ids}::uuid[]) and deleted_at is null) f(id, "user", muted)
      group by id, "user" having not bool_or(muted)`)
    for (const r of rows) {
      const key = `${entity} ${r.id}`
      out.set(key, (out.get(key) ?? new Set()).add(r.user))
    }
  }
  return out
}

async function ofComments(tx: Tx, kolo: Kolo, events: readonly RelayEvent[]): Promise<Found> {
  const rows = await tx.rows<CommentRow>(sql`select id, body, mentions,
      jsonb_build_object('entity', record_entity, 'id', record_id) as record
      from comments where id = any(${idsOf(events, 'comment')}::uuid[]) and deleted_at is null`)
  const byId = new Map(rows.map((r) => [r.id, r]))
  const followers = await followersOf(
    tx,
    kolo,
    rows.map((r) => r.record),
    true,
  )
  const found: Found = { tell: [], follow: [] }
  for (const event of events) {
    const c = event.entity === 'comment' && byId.get(event.record!)
    if (!c || !['comment.created', 'comment.updated'].includes(event.name)) continue
    const isNew = event.name === 'comment.created'
    const was = isNew ? [] : listOf(event.changes?.['mentions']?.[0])
    const named = (c.mentions ?? []).filter((u) => u !== event.actor && !was.includes(u))
    const say = (to: string, reason: Reason): Telling => ({
      to,
      reason,
      record: c.record,
      text: c.body,
      by: event.actor,
      key: `comment ${c.id} ${to}`,
    })
    const others = [...(followers.get(`${c.record.entity} ${c.record.id}`) ?? [])]
    found.tell.push(...named.map((u) => say(u, 'mentioned')))
    if (isNew)
      found.tell.push(
        ...others.filter((u) => u !== event.actor && !named.includes(u)).map((u) => say(u, 'commented')),
      )
    found.follow.push(...named.map((user) => ({ record: c.record, user, reason: 'mentioned' })))
    if (event.actor && isNew) found.follow.push({ record: c.record, user: event.actor, reason: 'author' })
  }
  return found
}

/** Changes by people to what others follow; the same record at most once an hour. */
async function ofChanges(tx: Tx, kolo: Kolo, events: readonly RelayEvent[]): Promise<Telling[]> {
  const entities = new Map([...kolo.allEntities()].map((e) => [e.name, e]))
  const told = events.filter((e) => {
    const entity = e.entity && entities.get(e.entity)
    return (
      entity &&
      e.record &&
      e.actor &&
      e.via !== 'import' &&
      !quiet.has(entity.name) &&
      !entity.part &&
      !/\.(created|deleted|restored)$/.test(e.name)
    )
  })
  const tell: Telling[] = []
  for (const [entity, some] of Map.groupBy(told, (e) => e.entity!)) {
    const records = some.map((e) => ({ entity, id: e.record! }))
    const followers = await followersOf(tx, kolo, records, idsOf(some, entity).length <= bulk)
    for (const event of some)
      for (const to of followers.get(`${entity} ${event.record}`) ?? [])
        if (to !== event.actor)
          tell.push({
            to,
            reason: 'changed',
            record: { entity, id: event.record! },
            text: event.changes ? `fields:${Object.keys(event.changes).join()}` : null,
            by: event.actor,
            key: `changed ${entity} ${event.record} ${hour(new Date(event.at).toISOString())} ${to}`,
          })
  }
  return tell
}

/** Other modules ask by the payload of what they tell: `notify: [{to, reason, text}]`. */
const asked = (events: readonly RelayEvent[]): Telling[] =>
  events.flatMap((event) => {
    const { notify } = (event.payload ?? {}) as { notify?: { to: string; reason: Reason; text?: string }[] }
    return (notify ?? []).map(({ to, reason, text }) => ({
      to,
      reason,
      record: event.entity && event.record ? { entity: event.entity, id: event.record } : null,
      text: text ?? null,
      by: event.actor,
      key: `${reason} ${event.id} ${to}`,
    }))
  })

/** Reads what happened and tells those whom it concerns; keeps the next steps of deals, and who has answered a lead. */
export const watch = (kolo: Kolo): Consumer => ({
  name: 'activities',
  async handle(events, tx) {
    const rows = await activitiesBy(tx, idsOf(events, 'activity'))
    const byId = new Map(rows.map((r) => [r.id, r]))
    // An import's or a sample's: nobody is told of each.
    const made = events.filter((e) => e.name === 'activity.created')
    const isBulk = made.length > bulk || made.some((e) => e.via === 'import')
    const found = events.flatMap((e) => {
      if (isBulk && e.name === 'activity.created') return []
      const a = e.entity === 'activity' && e.record ? byId.get(e.record) : undefined
      return a ? [{ ...ofActivity(e, a), answers: answers(e, a) }] : []
    })
    const comments = await ofComments(tx, kolo, events)
    await follow(tx, [...found.flatMap((f) => f.follow), ...comments.follow])
    await tellPeople(tx, kolo, [
      ...found.flatMap((f) => [...f.tell, ...f.answers]),
      ...comments.tell,
      ...asked(events),
      ...(await ofChanges(tx, kolo, events)),
    ])
    const left = events.flatMap((e) => (e.entity === 'activity' ? (e.changes?.['deal']?.[0] ?? []) : []))
    const deals = [...new Set([...rows.flatMap((r) => r.deal ?? []), ...left])] as string[]
    await refreshNextSteps(tx, kolo, deals, new Set(rows.map((r) => r.subject.slice(0, 300))))
    await noteAnswers(tx, kolo, events)
  },
  handled: kolo.tellOfEvents,
})
