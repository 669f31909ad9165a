import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { choice, json, time } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Activity } from './activity.ts'
import { timesAt } from './instance.ts'
import { instancesBetween } from './recurrence.ts'
import { recurringOf } from './timing.ts'

const day = 86_400_000
// What lasts longer is found by its first two months.
const longest = 62 * day
const widest = 400 * day
const most = 2000

type Window = { from: string; to: string; users: string[] }

/** What happens in a window: single ones by their times, series that reach into it. Seen under the actor's rights. */
async function idsIn(c: Context, { from, to, users }: Window): Promise<string[]> {
  const his = sql`(assignee_id = any(${users}::uuid[])
    or participants @> any(${users.map((u) => JSON.stringify([{ user: u }]))}::jsonb[]))`
  const earliest = new Date(Date.parse(from) - longest).toISOString()
  const rows = await c.tx.rows<{ id: string }>(sql`
    select id from activities where deleted_at is null and status <> 'cancelled' and repeat is null and ${his}
      and planned_at >= ${earliest}::timestamptz and planned_at < ${to}::timestamptz
      and (planned_at >= ${from}::timestamptz or ends_at > ${from}::timestamptz)
    union all
    select id from activities where deleted_at is null and status <> 'cancelled' and repeat is not null and ${his}
      and planned_at < ${to}::timestamptz and (repeats_until is null or repeats_until >= ${from}::timestamptz)
    limit ${most}`)
  return rows.map((r) => r.id)
}

/** Instances that are rows of their own, also those that were moved out of the window. */
async function ownOf(c: Context, series: readonly string[]): Promise<Set<string>> {
  if (series.length === 0) return new Set()
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{ series: string; at: string }>(
      sql`select series_id as series, to_char(occurs_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
        from activities where series_id = any(${series}::uuid[]) and deleted_at is null`,
    ),
  )
  return new Set(rows.map((r) => `${r.series} ${r.at}`))
}

type Item = { id: string; revision: number } & Record<string, unknown>

/** Each instance in the window with its times and the one it is of. */
function expanded(item: Item, { from, to }: Window, own: ReadonlySet<string>): Item[] {
  const a = item as unknown as Activity
  const recurring = recurringOf(a)
  if (!recurring) return [item]
  const length = a.startsAt && a.endsAt ? Date.parse(a.endsAt) - Date.parse(a.startsAt) : 0
  const since = Date.parse(from) - length
  return instancesBetween(recurring, since, Date.parse(to))
    .filter((at) => !own.has(`${item.id} ${at}`))
    .map((at) => ({ ...item, ...timesAt(a, at), plannedAt: at, occursAt: at }))
    .filter((i) => i.plannedAt >= from || (i.endsAt ?? '') > from)
}

const shown = [
  'kind',
  'subject',
  'record',
  'assignee',
  'startsAt',
  'endsAt',
  'dueAt',
  'isAllDay',
  'timeZone',
  'repeat',
  'exceptions',
  'extraTimes',
  'priority',
  'location',
  'isPrivate',
  'showAs',
  'status',
  'plannedAt',
  'doneAt',
  'series',
  'occursAt',
  'answer',
  'delegatedBy',
  'participants',
  'account',
  'contact',
  'deal',
]

export const readAgenda = operation({
  name: 'activity.agenda',
  summary: { en: 'What is planned and done in some days', uk: 'Що заплановано і зроблено за певні дні' },
  effect: 'read',
  input: {
    from: time({ required: true, label: { uk: 'Від' } }),
    to: time({ required: true, label: { uk: 'До' } }),
    users: json({
      label: { en: 'Whose; your own if empty', uk: 'Чиї; власні, якщо порожньо' },
    }),
    status: choice({
      label: { en: 'Only', uk: 'Лише' },
      options: [
        { key: 'open', label: { en: 'Planned', uk: 'Заплановані' } },
        { key: 'done', label: { en: 'Done', uk: 'Виконані' } },
      ],
    }),
  },
  needs: { activity: 'read' },
  async run(c, { from, to, users, status }) {
    const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_window' }])
    if (to <= from || Date.parse(to) - Date.parse(from) > widest)
      throw bad('to', 'Ask for a window of at most 400 days that ends after it starts.')
    const whose = users ?? (c.actor.user ? [c.actor.user] : [])
    if (!Array.isArray(whose) || whose.length > 100 || !whose.every((u) => typeof u === 'string' && isId(u)))
      throw bad('users', 'Write the id of a record.')
    const window = { from, to, users: whose }
    const items = await c.kolo.readIn(c.tx, 'activity', await idsIn(c, window), readableOf(c))
    const own = await ownOf(
      c,
      items.filter((i) => i['repeat']).map((i) => i.id),
    )
    const all = items
      .flatMap((i) => expanded(i, window, own))
      .filter((i) => !status || (status === 'done') === (i['status'] === 'done'))
      .toSorted((a, b) => (String(a['plannedAt']) < String(b['plannedAt']) ? -1 : 1))
    return { items: all.slice(0, most), more: all.length > most }
  },
})

const readableOf = (c: Context) => {
  const right = c.kolo.rightsOf(c.actor)['activity']
  return shown.filter((key) => right?.fields[key] !== 'none')
}
