import sql, { raw } from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { newId } from '#core/id.ts'
import type { RecordRef } from '#core/kinds/index.ts'
import { choice, json, number, ref, text, time } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { create, update } from '#core/stock.ts'
import { mentionsOf } from '#modules/comments/index.ts'
import { activity } from './activity.ts'
import { checklistOf, named, participantsOf } from './people.ts'
import { faultIn, plannedAt, remindAt, repeatsUntil, timingMessages, type Timing } from './timing.ts'

type Item = Record<string, unknown>
const { fields } = activity
const shortcuts = ['account', 'contact', 'deal'] as const

/** What an update leaves as it is, with what it says. */
const after = (before: Item | undefined, item: Item): Item => ({ ...before, ...item })

const changes = (item: Item, keys: readonly string[]) => keys.some((key) => key in item)

const timingKeys = ['startsAt', 'endsAt', 'dueAt', 'timeZone', 'repeat', 'exceptions', 'extraTimes']

function timed(c: Context, item: Item, before: Item | undefined, path: string): Item {
  const isNew = before === undefined
  if (!isNew && !changes(item, [...timingKeys, 'reminders', 'status', 'isAllDay'])) return {}
  const whole = after(before, item)
  const zone = whole['timeZone'] ?? c.actor.timeZone
  const t = { ...whole, timeZone: zone } as Timing
  const fault = faultIn(t)
  if (fault)
    throw new Invalid([
      { path: `${path}.${fault.path}`, message: timingMessages[fault.code], code: fault.code },
    ])
  const moved = isNew || changes(item, timingKeys)
  return {
    timeZone: zone,
    ...(moved ? { plannedAt: plannedAt(t), repeatsUntil: repeatsUntil(t) } : {}),
    remindAt: remindAt(t, Date.now()),
    ...(moved && !isNew && item['sequence'] === undefined
      ? { sequence: ((before['sequence'] as number | null) ?? 0) + 1 }
      : {}),
  }
}

/** Done and cancelled have their moment; a note is there, not planned. */
function settled(c: Context, item: Item, before: Item | undefined): Item {
  const kind = item['kind'] ?? before?.['kind'] ?? 'task'
  const status = item['status'] ?? (before ? undefined : kind === 'note' ? 'done' : 'planned')
  if (status === undefined || status === before?.['status']) return {}
  if (status !== 'done') return { status, doneAt: null, doneBy: null }
  return {
    status,
    doneAt: item['doneAt'] ?? new Date().toISOString(),
    doneBy: item['doneBy'] ?? c.actor.user ?? item['assignee'] ?? null,
  }
}

/** Whose client it is about, so that an account's list shows what was done for its deals and people too. */
async function shortcutsOf(c: Context, items: readonly Item[], before: readonly Item[]): Promise<Item[]> {
  const refs = items.map((item, i) =>
    'record' in item || !before[i] ? ((item['record'] as RecordRef | null | undefined) ?? null) : undefined,
  )
  const wanted = Map.groupBy(
    refs.filter((r) => r !== null && r !== undefined),
    (r) => r.entity,
  )
  const found = new Map<string, Item>()
  for (const [name, some] of wanted) {
    const target = [...c.kolo.allEntities()].find((x) => x.name === name)
    if (!target) continue
    const columns = shortcuts.filter((key) => target.fields[key]?.entity === key)
    const ids = [...new Set(some.map((r) => r.id))]
    const rows = columns.length
      ? await c.tx.elevated(() =>
          c.tx.rows<{ id: string } & Item>(
            sql`select id, to_jsonb(t) as whole from (select * from ${raw(`"${target.table}"`)} where id = any(${ids}::uuid[])) t`,
          ),
        )
      : []
    for (const id of ids) {
      const whole = (rows.find((r) => r.id === id)?.['whole'] ?? {}) as Item
      const own = Object.fromEntries(columns.map((key) => [key, whole[`${key}_id`] ?? null]))
      found.set(`${name} ${id}`, {
        ...own,
        ...(shortcuts.includes(name as 'deal') ? { [name]: id } : {}),
      })
    }
  }
  return refs.map((r) =>
    r === undefined
      ? {}
      : { account: null, contact: null, deal: null, ...(r && found.get(`${r.entity} ${r.id}`)) },
  )
}

/** A private one is seen by its assignee only: nobody can hide somebody else's. */
function refuseHidden(c: Context, whole: Item, path: string): void {
  const { user } = c.actor
  if (whole['isPrivate'] !== true || user === null) return
  if (whole['assignee'] !== undefined && whole['assignee'] !== user)
    throw new Invalid([{ path, message: 'Only your own can be private.', code: 'not_yours' }])
}

async function prepared(c: Context, items: Item[], before: Item[]): Promise<Item[]> {
  const people = items.map((item, i) => ({
    path: `items.${i}.participants`,
    participants: participantsOf(item['participants'], `items.${i}.participants`),
  }))
  await named(c, people)
  const about = await shortcutsOf(c, items, before)
  const mentions = await mentionsOf(
    c.tx,
    items.map((item) => (item['description'] as string | null | undefined) ?? null),
  )
  return items.map((item, i) => {
    const was = before[i]
    refuseHidden(c, after(was, item), `items.${i}.isPrivate`)
    const id = was ? undefined : ((item['id'] as string | undefined) ?? newId())
    const status = settled(c, item, was)
    return {
      ...(id ? { uid: `${id}@kolo`, sequence: 0 } : {}),
      ...item,
      ...(id ? { id } : {}),
      ...('participants' in item ? { participants: people[i]!.participants } : {}),
      ...('checklist' in item ? { checklist: checklistOf(item['checklist'], `items.${i}.checklist`) } : {}),
      ...('description' in item ? { mentions: mentions[i]!.length ? mentions[i] : null } : {}),
      ...about[i],
      ...status,
      ...timed(c, { ...item, ...status }, was, `items.${i}`),
    }
  })
}

// What calendars and imports bring beside what people type.
const beside = {
  status: choice({ options: fields.status.options ?? [] }),
  doneAt: time(),
  doneBy: ref('user'),
  series: ref('activity'),
  occursAt: time(),
  uid: text({ max: 500 }),
  sequence: number({ scale: 0, min: 0 }),
  ical: json(),
}

export const createActivity = create(activity, {
  extra: beside,
  prepare: (c, items) => prepared(c, items, []),
})

export const updateActivity = update(activity, { extra: beside, prepare: prepared })

type Made = { id: string; revision: number }

/** What an operation does besides goes the same ways as what people type. */
export const add = async (c: Context, items: Item[]): Promise<Made[]> =>
  (await createActivity.run(c, { items, returning: false } as never)).items as Made[]

export const change = async (c: Context, items: (Item & { id: string })[]): Promise<Made[]> =>
  (await updateActivity.run(c, { items, returning: false } as never)).items as Made[]
