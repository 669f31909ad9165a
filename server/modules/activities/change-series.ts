import sql from 'sql-template-tag'
import { choice, ref, time } from '#core/kinds/index.ts'
import type { FieldMap } from '#core/kind.ts'
import { operation, type Context } from '#core/operation.ts'
import { activity, type Activity } from './activity.ts'
import { noInstance, remindAnew } from './complete.ts'
import { instanceOf, instanceRow, movedTimes, timesAt } from './instance.ts'
import { endingBefore, placeIn, remaining, type Place } from './series.ts'
import { plannedAt, type Timing } from './timing.ts'
import { clockAt, momentOf } from './time-zone.ts'
import { add, change } from './write-activity.ts'

type Item = Record<string, unknown>
const { start: _, ...kind } = activity.fields.kind
const may: FieldMap = Object.fromEntries(
  activity.form
    .flatMap((s) => s.fields)
    .map((key) => [key, { ...(key === 'kind' ? kind : activity.fields[key as 'subject']), required: false }]),
)
const clocks = ['startsAt', 'endsAt', 'dueAt'] as const

export const otherDays = {
  en: 'The rule of this series names days that cannot be moved so: change its repetition.',
  uk: 'Правило цієї серії називає дні, які так не перенести: змініть саме повторення.',
}
const refusals = { no_instance: noInstance, other_days: otherDays }

const times = (list: unknown) => (list ?? []) as string[]
const some = (list: string[]) => (list.length ? list : null)

/** Instances with rows of their own, from a moment on: they belong to `series` then, where its times have moved. */
async function takeAlong(c: Context, from: Activity, at: string, place: Place, into: string): Promise<void> {
  if (into === from.id && place.shift === 0) return
  // Parts of the series, which the actor has just changed.
  const rows = await c.tx.elevated(() =>
    c.tx.rows<{
      id: string
      at: string
    }>(sql`select id, to_char(occurs_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from activities
      where series_id = ${from.id}::uuid and occurs_at >= ${at}::timestamptz and deleted_at is null`),
  )
  const moved = rows.map((r) => ({ id: r.id, occursAt: place.moved(r.at) }))
  const uid = into === from.id ? {} : { uid: `${into}@kolo` }
  if (moved.length) await change(c, moved.map((r) => ({ ...r, ...uid, series: into })) as never)
}

type Turn = { at: string; said: Item; to: Timing; place: Place; repeat: string }

/** The whole of it: what is said of one instance is so of the first, by the clock. */
async function changeAll(c: Context, before: Activity, { at, said, to, place, repeat }: Turn) {
  const zone = before.timeZone ?? 'UTC'
  const back = clockAt(Date.parse(plannedAt(before as never)!), zone) - clockAt(Date.parse(at), zone)
  const first = (iso: string | null | undefined) =>
    iso ? new Date(momentOf(clockAt(Date.parse(iso), zone) + back, zone)).toISOString() : null
  const timed = {
    startsAt: first(to.startsAt),
    endsAt: first(to.endsAt),
    dueAt: first(to.dueAt),
    repeat,
    exceptions: some(times(before.exceptions).map(place.moved)),
    extraTimes: some(times(before.extraTimes).map(place.moved)),
  }
  const isMoved = [...clocks, 'repeat'].some((key) => key in said)
  await change(c, [{ id: before.id, ...said, ...(isMoved ? timed : {}) }])
  await takeAlong(c, before, '-infinity', place, before.id)
  return before.id
}

/** The whole series at other times, with all that belongs to it: its end, due, exceptions and what was changed alone. */
export async function moveAll(c: Context, before: Activity, given: Partial<Timing>) {
  const at = plannedAt(before as never)!
  const to = movedTimes(before, given)
  const place = placeIn(before as never, at, plannedAt(to) ?? at)
  // A first one that its own rule does not name moves by itself.
  if (!place) return (await change(c, [{ id: before.id, ...to }]))[0]
  const repeat = remaining(before.repeat!, 0, place.shift, place.days) ?? c.refuse('other_days')
  const id = await changeAll(c, before, { at, said: given, to, place, repeat })
  const after = await c.tx.lock(activity, id)
  await remindAnew(c, after)
  return after
}

/** From one on: the series ends before it, and another begins. */
async function changeFollowing(c: Context, before: Activity, { at, said, to, place, repeat }: Turn) {
  const isBefore = (iso: string) => iso < at
  const earlier = (list: unknown) => some(times(list).filter(isBefore))
  const later = (list: unknown) =>
    some(
      times(list)
        .filter((iso) => !isBefore(iso))
        .map(place.moved),
    )
  const end = {
    repeat: endingBefore(before.repeat!, Date.parse(at)),
    exceptions: earlier(before.exceptions),
    extraTimes: earlier(before.extraTimes),
  }
  await change(c, [{ id: before.id, ...end }])
  const { series: _series, occursAt: _at, uid: _uid, ...rest } = instanceRow(before, at)
  const lists = { exceptions: later(before.exceptions), extraTimes: later(before.extraTimes) }
  const [made] = await add(c, [{ ...rest, ...to, ...said, repeat, ...lists }])
  await takeAlong(c, before, at, place, made!.id)
  return made!.id
}

export const changeSeries = operation({
  name: 'activity.change_series',
  summary: {
    en: 'Change one of a series, it and all that follow, or all',
    uk: 'Змінити одне з серії, його й наступні або всі',
  },
  about: {
    en: 'Times are given as those of the instance that is named.',
    uk: 'Час подають той, який має назване повторення.',
  },
  effect: 'write',
  input: {
    id: ref('activity', { required: true, label: { uk: 'Активність' } }),
    occursAt: time({ required: true, label: { en: 'Which of the series', uk: 'Яке з повторень' } }),
    scope: choice({
      required: true,
      label: { en: 'What changes', uk: 'Що змінюється' },
      options: [
        { key: 'one', label: { en: 'Only this one', uk: 'Лише це' } },
        { key: 'following', label: { en: 'This and all that follow', uk: 'Це й усі наступні' } },
        { key: 'all', label: { en: 'The whole series', uk: 'Уся серія' } },
      ],
    }),
    ...may,
  },
  needs: { activity: 'update' },
  refusals,
  async run(c, { id, occursAt, scope, ...rest }) {
    const said: Item = rest
    const before = await c.tx.lock(activity, id)
    const at = (await instanceOf(c, before, occursAt)) ?? c.refuse('no_instance')
    const given = Object.fromEntries(clocks.flatMap((key) => (key in said ? [[key, said[key]]] : [])))
    const now = { ...timesAt(before, at), timeZone: before.timeZone }
    const to = { ...movedTimes(now, given), ...given }
    if (scope === 'one') {
      const { repeat: _repeat, ...own } = said
      const [made] = await add(c, [{ ...instanceRow(before, at), ...to, ...own }])
      await remindAnew(c, before)
      return { id: made!.id }
    }
    const place = placeIn(before as never, at, plannedAt(to) ?? at) ?? c.refuse('no_instance')
    const isAll = scope === 'all' || place.passed === 0
    const rule = said['repeat'] as string | null | undefined
    const repeat =
      rule === undefined
        ? (remaining(before.repeat!, isAll ? 0 : place.passed, place.shift, place.days) ??
          c.refuse('other_days'))
        : rule
    const turn = { at, said, to, place, repeat: repeat as string }
    const changed = isAll ? await changeAll(c, before, turn) : await changeFollowing(c, before, turn)
    await remindAnew(c, await c.tx.lock(activity, changed))
    return { id: changed }
  },
})
