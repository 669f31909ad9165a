import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import {
  busyIn,
  membersOf,
  namedResources,
  resourcesOf,
  statusOf,
  type Collection,
  type Resource,
} from '#modules/calendars/index.ts'
import { answer, cut, gone, keyOf, multistatus, refusal, response } from './answer.ts'
import { expanded, limited } from './expand.ts'
import { calendarQuery, cardQuery, windowOf } from './filter.ts'
import { partOf } from './part.ts'
import { collectionPath, itemPath, placeOf } from './place.ts'
import { itemProps, tokenOf } from './properties.ts'
import { child, childrenOf, isNamed, spaces, tag, type Element } from './xml.ts'

export type Asked = { kolo: Kolo; tx: Tx; actor: Actor; collection: Collection }

const dataKeys = new Set([
  `${spaces.C} calendar-data`,
  `${spaces.R} address-data`,
  `${spaces.D} getcontentlength`,
])
export const wantsText = (asked: readonly Element[]) => asked.some((e) => dataKeys.has(keyOf(e)))

const shown = ({ actor, collection }: Asked, asked: readonly Element[]) => {
  const base = collectionPath(actor.user!, collection)
  const data = asked.find((e) => isNamed(e, 'C', 'calendar-data') || isNamed(e, 'R', 'address-data'))
  const spanIn = (name: string) => {
    const { from, to } = windowOf(child(data, 'C', name)) ?? {}
    return from && to ? { from: Date.parse(from), to: Date.parse(to) } : null
  }
  // A free-busy set is limited likewise; Kolo keeps none.
  const [expand, limit] = [spanIn('expand'), spanIn('limit-recurrence-set')]
  const contentOf = (text: string) => {
    const whole = limit ? limited(text, limit, actor.timeZone) : text
    const all = expand ? expanded(whole, expand, actor.timeZone) : whole
    return all !== null && data ? partOf(all, data) : all
  }
  return ({ name, etag, text }: Pick<Resource, 'name' | 'etag'> & { text: string | null }) => {
    const content = text === null ? null : contentOf(text)
    return response(itemPath(base, name), itemProps(actor, collection, etag, content), asked)
  }
}

const most = 5_000

async function multiget(q: Asked, root: Element, asked: readonly Element[]): Promise<Response> {
  const hrefs = childrenOf(root, 'D', 'href').map((e) => e.text.trim())
  if (hrefs.length > most)
    return refusal(403, 'D:number-of-matches-within-limits', `Ask for at most ${most} at a time.`)
  const names = hrefs.map((given) => {
    const place = placeOf(given.replace(/^https?:\/\/[^/]*/i, ''), q.actor.user!)
    return place?.at === 'item' && place.key === q.collection.key ? place.name : null
  })
  const found = await namedResources(
    q.kolo,
    q.tx,
    q.collection,
    names.filter((n) => n !== null),
  )
  const byName = new Map(found.flatMap((r) => (r ? [[r.name, r] as const] : [])))
  const show = shown(q, asked)
  return multistatus(
    hrefs.map((given, i) => {
      const resource = names[i] === null ? undefined : byName.get(names[i]!)
      return resource ? show(resource) : gone(given)
    }),
  )
}

async function query(q: Asked, root: Element, asked: readonly Element[]): Promise<Response> {
  const { kind } = q.collection
  const asks =
    kind === 'vcard'
      ? { window: undefined, matches: cardQuery(root) }
      : calendarQuery(root, kind, q.actor.timeZone)
  if (!asks) return multistatus([])
  const { window } = asks
  const members = await membersOf(q.tx, q.collection, window ? { window } : {})
  const found = await resourcesOf(q.kolo, q.tx, q.collection, members, window)
  const matching = found.filter((r) => asks.matches(r.text))
  const limit = Number(child(child(root, 'R', 'limit'), 'R', 'nresults')?.text ?? Infinity)
  const some = matching.slice(0, limit > 0 ? limit : Infinity)
  // RFC 6352, 8.6.2: that there is more is said.
  const more = some.length < matching.length ? [cut(collectionPath(q.actor.user!, q.collection))] : []
  return multistatus([...some.map(shown(q, asked)), ...more])
}

const syncNumber = (token: string) => Number(/^urn:kolo:sync:(\d{1,15})$/.exec(token)?.[1] ?? Number.NaN)

/** RFC 6578: what came, changed and went since a program last asked. */
async function sync(q: Asked, root: Element, asked: readonly Element[]): Promise<Response> {
  const token = child(root, 'D', 'sync-token')?.text.trim() ?? ''
  const { seq, forgotten, items } = await statusOf(q.tx, q.collection)
  const since = token ? syncNumber(token) : 0
  if (token && !(since <= seq && since >= forgotten))
    return refusal(403, 'D:valid-sync-token', 'The token is not of this calendar, or too old. Begin anew.')
  const changed = items.filter((i) => i.seq > since)
  const here = changed.filter((i) => !i.isGone)
  const limit = Number(child(child(root, 'D', 'limit'), 'D', 'nresults')?.text ?? Infinity)
  if (changed.length > limit)
    return refusal(507, 'D:number-of-matches-within-limits', 'More has changed than was asked for.')
  const resources = wantsText(asked)
    ? await resourcesOf(q.kolo, q.tx, q.collection, here)
    : here.map((i) => ({ ...i, text: null }))
  const base = collectionPath(q.actor.user!, q.collection)
  const went = token ? changed.filter((i) => i.isGone).map((i) => gone(itemPath(base, i.name))) : []
  return multistatus([...resources.map(shown(q, asked)), ...went], tag('D:sync-token', tokenOf(seq)))
}

const stamp = (ms: number) => new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '')

async function freeBusy(q: Asked, root: Element): Promise<Response> {
  const window = windowOf(child(root, 'C', 'time-range'))
  if (!window?.from || !window.to || Date.parse(window.to) - Date.parse(window.from) > 400 * 86_400_000)
    return refusal(403, 'C:valid-filter', 'Ask for a window of at most 400 days.')
  const spans = await busyIn(q.kolo, q.tx, q.collection, { from: window.from, to: window.to })
  const lines = spans.map(
    (s) => `FREEBUSY;FBTYPE=${s.isTentative ? 'BUSY-TENTATIVE' : 'BUSY'}:${stamp(s.start)}/${stamp(s.end)}`,
  )
  const around = `DTSTAMP:${stamp(Date.now())}\r\nDTSTART:${stamp(Date.parse(window.from))}\r\nDTEND:${stamp(Date.parse(window.to))}`
  return answer(
    200,
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kolo//Kolo//EN\r\nBEGIN:VFREEBUSY\r\n${[around, ...lines].join('\r\n')}\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n`,
    { 'content-type': 'text/calendar; charset=utf-8' },
  )
}

/** Answers a REPORT on a collection. */
export function report(q: Asked, root: Element | null): Promise<Response> | Response {
  const asked = child(root, 'D', 'prop')?.children ?? []
  const isCards = q.collection.kind === 'vcard'
  const space = isCards ? 'R' : 'C'
  const what = isCards ? 'addressbook' : 'calendar'
  if (root && isNamed(root, 'D', 'sync-collection')) return sync(q, root, asked)
  if (root && isNamed(root, space, `${what}-multiget`)) return multiget(q, root, asked)
  if (root && isNamed(root, space, `${what}-query`)) return query(q, root, asked)
  if (root && !isCards && isNamed(root, 'C', 'free-busy-query')) return freeBusy(q, root)
  return refusal(403, 'D:supported-report', 'There is no such report here.')
}
