import ICAL from 'ical.js'
import { ruleClocks, startOfDay } from '#modules/activities/index.ts'

export type Span = { from: number; to: number }

// A series finer than a day is not kept, so that this is a hundred years of one.
const most = 40_000
const ofSeries = ['rrule', 'rdate', 'exdate', 'exrule']
const ofTimes = ['dtstart', 'dtend', 'due', 'recurrence-id']

export const ms = (t: ICAL.Time, zone: string) =>
  t.isDate ? startOfDay(t.toString(), zone) : t.toUnixTime() * 1000
const time = (c: ICAL.Component, name: string) => c.getFirstPropertyValue(name) as ICAL.Time | null

function endOf(c: ICAL.Component): ICAL.Time | null {
  const lasting = c.getFirstPropertyValue('duration') as ICAL.Duration | null
  return time(c, 'dtend') ?? time(c, 'due') ?? (lasting && after(time(c, 'dtstart')!, lasting))
}

/** Does it lie in the span? */
function isIn(c: ICAL.Component, { from, to }: Span, zone: string): boolean {
  const begins = time(c, 'dtstart') ?? time(c, 'recurrence-id')
  if (!begins) return false
  const end = endOf(c) ?? (begins.isDate ? after(begins, ICAL.Duration.fromSeconds(86_400)) : begins)
  const [start, over] = [ms(begins, zone), ms(end, zone)]
  return start < to && (over > from || (over === start && start >= from))
}

/** RFC 4791, 9.6.5: instead of a series those of its instances that lie in the span, each whole, in UTC. Null when none
 * does. `zone` says when days begin. */
export function expanded(text: string, span: Span, zone: string): string | null {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  const all = calendar.getAllSubcomponents().filter((c) => c.name !== 'vtimezone')
  const master = all.find((c) => !c.hasProperty('recurrence-id'))
  const begin = master && time(master, 'dtstart')
  const isSeries = master?.hasProperty('rrule') || master?.hasProperty('rdate')
  if (!master || !begin || !isSeries) return written(calendar, all)

  const length = endOf(master)?.subtractDate(begin)
  const changed = new Map(
    all.flatMap((c) => (c === master ? [] : [[ms(time(c, 'recurrence-id')!, zone), c] as const])),
  )
  const found: ICAL.Component[] = [...changed.values()].filter((c) => isIn(c, span, zone))
  for (const at of startsOf(master, begin, span.to, zone)) {
    if (changed.has(ms(at, zone))) continue
    const instance = new ICAL.Component(structuredClone(master.toJSON()))
    instance.parent = calendar
    const put = (name: string, value: ICAL.Time) => {
      instance.removeAllProperties(name)
      const p = new ICAL.Property(name)
      if (value.isDate) p.resetType('date')
      p.setValue(value)
      instance.addProperty(p)
    }
    put('dtstart', at)
    for (const name of ['dtend', 'due'])
      if (length && instance.hasProperty(name)) put(name, after(at, length))
    put('recurrence-id', at)
    if (isIn(instance, span, zone)) found.push(instance)
  }
  return found.length > 0 ? written(calendar, found) : null
}

/** When the instances of a series start, before `to`. */
function startsOf(master: ICAL.Component, begin: ICAL.Time, to: number, zone: string): ICAL.Time[] {
  const values = (name: string) =>
    master.getAllProperties(name).flatMap((p) => p.getValues() as unknown[] as ICAL.Time[])
  const clock = (t: ICAL.Time) => Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second)
  const starts = new Map([begin, ...values('rdate')].map((t) => [ms(t, zone), t]))
  const rule = master.getFirstPropertyValue('rrule') as unknown as ICAL.Recur | null
  let steps = 0
  for (const c of rule ? ruleClocks(rule, clock(begin)) : []) {
    const d = new Date(c)
    const at = begin.clone()
    Object.assign(at, { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate() })
    if (!at.isDate)
      Object.assign(at, { hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds() })
    const isOver =
      rule?.until &&
      (rule.until.isDate ? clock(at) >= clock(rule.until) + 86_400_000 : at.compare(rule.until) > 0)
    if (isOver || ms(at, zone) >= to || steps++ >= most) break
    starts.set(ms(at, zone), at)
  }
  for (const t of values('exdate')) starts.delete(ms(t, zone))
  return [...starts].toSorted(([a], [b]) => a - b).flatMap(([at, t]) => (at < to ? [t] : []))
}

/** RFC 4791, 9.6.6: the series, and of its instances that differ those that lie in the span, or did before. */
export function limited(text: string, span: Span, zone: string): string {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  for (const c of calendar.getAllSubcomponents().slice()) {
    const was = time(c, 'recurrence-id')
    const at = was ? ms(was, zone) : Number.NaN
    if (was && !isIn(c, span, zone) && !(at >= span.from && at < span.to)) calendar.removeSubcomponent(c)
  }
  return `${calendar.toString()}\r\n`
}

function after(t: ICAL.Time, length: ICAL.Duration): ICAL.Time {
  const later = t.clone()
  later.addDuration(length)
  return later
}

/** As a calendar of its own, without zones: all its times are days or in UTC. */
function written(calendar: ICAL.Component, some: readonly ICAL.Component[]): string {
  const out = new ICAL.Component('vcalendar')
  for (const p of calendar.getAllProperties()) out.addProperty(new ICAL.Property(p.toJSON()))
  for (const c of some) {
    for (const name of ofSeries) c.removeAllProperties(name)
    for (const name of ofTimes) {
      const p = c.getFirstProperty(name)
      const t = p?.getFirstValue() as ICAL.Time | null | undefined
      if (!p || !t || t.isDate || t.zone === ICAL.Timezone.localTimezone) continue
      p.removeParameter('tzid')
      p.setValue(t.convertToZone(ICAL.Timezone.utcTimezone))
    }
    out.addSubcomponent(new ICAL.Component(c.toJSON()))
  }
  return `${out.toString()}\r\n`
}
