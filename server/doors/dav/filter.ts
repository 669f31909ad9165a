import ICAL from 'ical.js'
import { Refused } from '#core/error.ts'
import { triggersIn } from './alarms.ts'
import { child, childrenOf, isNamed, type Element } from './xml.ts'

export type Window = { from: string | null; to: string | null }

/** A query that cannot be answered; its code is the precondition that did not hold. */
const unanswerable = (condition: 'valid-filter' | 'supported-collation', why: string) =>
  new Refused(condition, why)

/** 20260301T000000Z, as ISO; null when it is not said. */
function moment(text: string | undefined): string | null {
  if (text === undefined) return null
  const m = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text)
  const time = m ? Date.UTC(+m[1]!, +m[2]! - 1, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0)) : Number.NaN
  if (Number.isNaN(time)) throw unanswerable('valid-filter', `${text} is no time: say 20260301T000000Z.`)
  return new Date(time).toISOString()
}

export const windowOf = (range: Element | undefined): Window | undefined =>
  range && { from: moment(range.attributes['start']), to: moment(range.attributes['end']) }

/** As moments; without an end it goes on for ever. */
function spanOf(range: Element) {
  const { from, to } = windowOf(range)!
  return { from: from ? Date.parse(from) : -8e15, to: to ? Date.parse(to) : 8e15 }
}

const comparisons: Record<string, (text: string, wanted: string) => boolean> = {
  equals: (t, w) => t === w,
  contains: (t, w) => t.includes(w),
  'starts-with': (t, w) => t.startsWith(w),
  'ends-with': (t, w) => t.endsWith(w),
}

const lower = (text: string) => text.toLowerCase()
export const collations: Record<string, (text: string) => string> = {
  'i;ascii-casemap': lower,
  'i;unicode-casemap': lower,
  'i;octet': (text) => text,
}

function textMatches(e: Element, text: string): boolean {
  const { collation = 'default', 'match-type': type = 'contains' } = e.attributes
  const fold = collations[collation === 'default' ? 'i;unicode-casemap' : collation]
  if (!fold) throw unanswerable('supported-collation', `Texts are not compared by ${collation} here.`)
  const compare = comparisons[type] ?? comparisons['contains']!
  return (e.attributes['negate-condition'] === 'yes') !== compare(fold(text), fold(e.text.trim()))
}

const valuesOf = (p: ICAL.Property) => p.getValues().flat(2).map(String).join(' ')
const isCalled = (e: Element, name: string) => e.name === name

function paramMatches(p: ICAL.Property, filter: Element): boolean {
  const given = p.getParameter(filter.attributes['name']?.toLowerCase() ?? '')
  const text = given === undefined ? null : [given].flat().join(',')
  if (filter.children.some((e) => isCalled(e, 'is-not-defined'))) return text === null
  const match = filter.children.find((e) => isCalled(e, 'text-match'))
  return text !== null && (!match || textMatches(match, text))
}

function lies(p: ICAL.Property, range: Element): boolean {
  const { from, to } = spanOf(range)
  return p.getValues().some((v: unknown) => {
    const at = v instanceof ICAL.Time ? v.toUnixTime() * 1000 : Number.NaN
    return at >= from && at < to
  })
}

/** RFC 4791, 9.7.2 and RFC 6352, 10.5.1. */
function propMatches(c: ICAL.Component, filter: Element): boolean {
  const props = c.getAllProperties(filter.attributes['name']?.toLowerCase() ?? '')
  if (filter.children.some((e) => isCalled(e, 'is-not-defined'))) return props.length === 0
  const of = (name: string) => filter.children.filter((e) => isCalled(e, name))
  const tests = (p: ICAL.Property) => [
    ...of('text-match').map((t) => textMatches(t, valuesOf(p))),
    ...of('param-filter').map((f) => paramMatches(p, f)),
    ...of('time-range').map((r) => lies(p, r)),
  ]
  const all = filter.attributes['test'] !== 'anyof'
  return props.some((p) => {
    const results = tests(p)
    return results.length === 0 || (all ? results.every(Boolean) : results.some(Boolean))
  })
}

type Rings = (range: Element) => boolean

/** RFC 4791, 9.7.1. When a component happens has been looked at before; `rings` says when its alarms go off. */
function componentMatches(c: ICAL.Component, filter: Element, rings: Rings): boolean {
  return filter.children.every((e) => {
    if (isNamed(e, 'C', 'prop-filter')) return propMatches(c, e)
    if (isNamed(e, 'C', 'time-range')) return c.name !== 'valarm' || rings(e)
    if (!isNamed(e, 'C', 'comp-filter')) return true
    const inside = c.getAllSubcomponents(e.attributes['name']?.toLowerCase() ?? '')
    if (child(e, 'C', 'is-not-defined')) return inside.length === 0
    return inside.some((one) => componentMatches(one, e, rings))
  })
}

export type Query = { window: Window | undefined; matches(text: string): boolean }

/** What a calendar-query asks for; null when nothing of such a calendar can be it. `zone` says when days begin. */
export function calendarQuery(report: Element, kind: 'vevent' | 'vtodo', zone: string): Query | null {
  const outer = child(child(report, 'C', 'filter'), 'C', 'comp-filter')
  const inner = childrenOf(outer, 'C', 'comp-filter')
  const isOwn = (e: Element) => e.attributes['name']?.toLowerCase() === kind
  if (inner.some((e) => isOwn(e) === Boolean(child(e, 'C', 'is-not-defined')))) return null
  const ranges = [outer, ...inner.filter(isOwn)].flatMap((e) => child(e, 'C', 'time-range') ?? [])
  const isBare = (e: Element) => e.children.every((x) => isCalled(x, 'time-range'))
  const tests = outer?.children.some((e) => isNamed(e, 'C', 'prop-filter') || (isOwn(e) && !isBare(e)))
  return {
    window: windowOf(ranges[0]),
    matches: (text) =>
      !outer ||
      !tests ||
      componentMatches(new ICAL.Component(ICAL.parse(text) as never), outer, (range) =>
        triggersIn(text, spanOf(range), zone),
      ),
  }
}

/** What an addressbook-query asks for. */
export function cardQuery(report: Element): (text: string) => boolean {
  const filter = child(report, 'R', 'filter')
  const props = childrenOf(filter, 'R', 'prop-filter')
  if (props.length === 0) return () => true
  const all = filter?.attributes['test'] === 'allof'
  return (text) => {
    const card = new ICAL.Component(ICAL.parse(text) as never)
    return all ? props.every((p) => propMatches(card, p)) : props.some((p) => propMatches(card, p))
  }
}
