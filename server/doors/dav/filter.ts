import ICAL from 'ical.js'
import { child, childrenOf, isNamed, type Element } from './xml.ts'

export type Window = { from: string | null; to: string | null }

/** 20260301T000000Z, as ISO; null when it is not said. Throws nothing: what does not read is not said. */
const moment = (text: string | undefined): string | null => {
  const m = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text ?? '')
  const time = m ? Date.UTC(+m[1]!, +m[2]! - 1, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0)) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

export const windowOf = (range: Element | undefined): Window | undefined =>
  range && { from: moment(range.attributes['start']), to: moment(range.attributes['end']) }

const comparisons: Record<string, (text: string, wanted: string) => boolean> = {
  equals: (t, w) => t === w,
  contains: (t, w) => t.includes(w),
  'starts-with': (t, w) => t.startsWith(w),
  'ends-with': (t, w) => t.endsWith(w),
}

function textMatches(e: Element, text: string): boolean {
  const compare = comparisons[e.attributes['match-type'] ?? 'contains'] ?? comparisons['contains']!
  const found = compare(text.toLowerCase(), e.text.trim().toLowerCase())
  return (e.attributes['negate-condition'] === 'yes') !== found
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

/** RFC 4791, 9.7.2 and RFC 6352, 10.5.1. */
function propMatches(c: ICAL.Component, filter: Element): boolean {
  const props = c.getAllProperties(filter.attributes['name']?.toLowerCase() ?? '')
  if (filter.children.some((e) => isCalled(e, 'is-not-defined'))) return props.length === 0
  const texts = filter.children.filter((e) => isCalled(e, 'text-match'))
  const params = filter.children.filter((e) => isCalled(e, 'param-filter'))
  const tests = (p: ICAL.Property) => [
    ...texts.map((t) => textMatches(t, valuesOf(p))),
    ...params.map((f) => paramMatches(p, f)),
  ]
  const all = filter.attributes['test'] !== 'anyof'
  return props.some((p) => {
    const results = tests(p)
    return results.length === 0 || (all ? results.every(Boolean) : results.some(Boolean))
  })
}

function componentMatches(c: ICAL.Component, filter: Element): boolean {
  return filter.children.every((e) => {
    if (isNamed(e, 'C', 'prop-filter')) return propMatches(c, e)
    if (!isNamed(e, 'C', 'comp-filter')) return true
    const inside = c.getAllSubcomponents(e.attributes['name']?.toLowerCase() ?? '')
    if (child(e, 'C', 'is-not-defined')) return inside.length === 0
    return inside.some((one) => componentMatches(one, e))
  })
}

export type Query = { window: Window | undefined; matches(text: string): boolean }

/** What a calendar-query asks for; null when nothing of such a calendar can be it. */
export function calendarQuery(report: Element, kind: 'vevent' | 'vtodo'): Query | null {
  const outer = child(child(report, 'C', 'filter'), 'C', 'comp-filter')
  const inner = childrenOf(outer, 'C', 'comp-filter')
  const own = inner.find((e) => e.attributes['name']?.toLowerCase() === kind)
  if (inner.some((e) => e !== own && !child(e, 'C', 'is-not-defined'))) return null
  if (own && child(own, 'C', 'is-not-defined')) return null
  const tests = own?.children.some((e) => isCalled(e, 'prop-filter') || isCalled(e, 'comp-filter'))
  return {
    window: windowOf(child(own, 'C', 'time-range')),
    matches: (text) =>
      !own ||
      !tests ||
      new ICAL.Component(ICAL.parse(text) as never)
        .getAllSubcomponents(kind)
        .some((c) => componentMatches(c, own)),
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
