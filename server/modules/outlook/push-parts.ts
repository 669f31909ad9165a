import type { Told } from '#modules/calendars/index.ts'
import { pathOf, type Json } from './graph.ts'
import type { Item } from './items.ts'
import type { Kind, Run, There } from './kind.ts'
import { changedSince, printOf, type Fields, type Side } from './merge.ts'
import { reasons } from './reasons.ts'

const day = 86_400_000

/** An instance as its series has it. */
function inherited(whole: Told, at: string): Fields {
  const length = whole.endsAt ? Date.parse(whole.endsAt) - Date.parse(whole.startsAt!) : 0
  const endsAt = whole.endsAt ? new Date(Date.parse(at) + length).toISOString() : null
  return { ...whole, startsAt: at, endsAt, repeat: null, exceptions: null, extraTimes: null }
}

/** The id there of the instance that would be at a moment; null when there is none. */
async function instanceAt({ graph }: Run, series: string, at: string): Promise<string | null> {
  const ms = Date.parse(at)
  const query = new URLSearchParams({
    startDateTime: new Date(ms - day).toISOString(),
    endDateTime: new Date(ms + 2 * day).toISOString(),
  })
  const page = await graph.get(`me/events/${pathOf(series)}/instances?${query}`)
  const all = Array.isArray(page['value']) ? (page['value'] as Json[]) : []
  const startOf = (e: Json) =>
    Date.parse(
      typeof e['originalStart'] === 'string'
        ? e['originalStart']
        : `${String((e['start'] as Json | undefined)?.['dateTime'] ?? '').slice(0, 19)}Z`,
    )
  const one = all.find((e) => e && typeof e === 'object' && startOf(e) === ms)
  return typeof one?.['id'] === 'string' ? one['id'] : null
}

/** Sends the instances of a series that were left out, moved or changed. */
export async function pushParts(
  run: Run,
  kind: Kind,
  item: Item,
  ours: Side,
  there: There,
): Promise<{ isChanged: boolean; reason: string | null }> {
  const whole = ours.whole as Told
  const left = new Set((whole.exceptions ?? []).map((at) => Date.parse(at)))
  const gone = new Set(((there.whole as Told).exceptions ?? []).map((at) => Date.parse(at)))
  let isChanged = false
  let reason: string | null = null
  const idAt = async (at: string) => there.ids?.[at] ?? (await instanceAt(run, item.name, at))
  const remove = async (at: string) => {
    const id = gone.has(Date.parse(at)) ? null : await idAt(at)
    if (!id) return
    await run.graph.remove(`me/events/${pathOf(id)}`)
    isChanged = true
  }
  const say = async (at: string, fields: Fields, names: string[]) => {
    const id = names.length ? await idAt(at) : null
    const body = id ? kind.write(run, fields, names) : {}
    if (!id || Object.keys(body).length === 0) return
    await run.graph.patch(`me/events/${pathOf(id)}`, body, null)
    isChanged = true
  }
  const isNews = changedSince(item.base?.ours.whole, ours.whole).includes('exceptions')
  if (isNews) for (const at of whole.exceptions ?? []) await remove(at)
  // Those gone there that stand here again: Microsoft has no way back.
  const parts = new Set(Object.keys(ours.parts).map((at) => Date.parse(at)))
  if (isNews && [...gone].some((at) => !left.has(at) && !parts.has(at)))
    reason = reasons.not_again[run.actor.locale]
  for (const [at, fields] of Object.entries(ours.parts)) {
    if (fields['status'] === 'cancelled') await remove(at)
    else {
      const before = item.base?.ours.parts[at] ?? printOf({ whole: inherited(whole, at), parts: {} }).whole
      await say(
        at,
        fields,
        changedSince(before, fields).filter((n) => n !== 'repeat' && n !== 'exceptions'),
      )
    }
  }
  for (const at of Object.keys(item.base?.ours.parts ?? {}))
    if (!ours.parts[at] && !left.has(Date.parse(at))) {
      const fields = inherited(whole, at)
      await say(at, fields, changedSince(printOf({ whole: there.parts[at] ?? {}, parts: {} }).whole, fields))
    }
  return { isChanged, reason }
}
