import ICAL from 'ical.js'
import { child, isNamed, type Element } from './xml.ts'

/** RFC 4791, 9.6.1 and RFC 6352, 10.4: of a text those properties and components that are asked for. */
export function partOf(text: string, data: Element): string {
  const wanted =
    child(data, 'C', 'comp') ?? (data.children.some((e) => isNamed(e, 'R', 'prop')) ? data : null)
  if (!wanted) return text
  const whole = new ICAL.Component(ICAL.parse(text) as never)
  keepOnly(whole, wanted)
  return `${whole.toString()}\r\n`
}

function keepOnly(c: ICAL.Component, wanted: Element): void {
  const named = (kind: string) =>
    new Map(
      wanted.children.flatMap((e) =>
        e.name === kind ? [[e.attributes['name']?.toLowerCase() ?? '', e] as const] : [],
      ),
    )
  const has = (kind: string) => wanted.children.some((e) => e.name === kind)
  const [props, comps] = [named('prop'), named('comp')]
  if (!has('allprop'))
    for (const p of c.getAllProperties().slice()) if (!props.has(p.name)) c.removeProperty(p)
  if (has('allcomp')) return
  for (const inner of c.getAllSubcomponents().slice()) {
    const one = comps.get(inner.name)
    if (one) keepOnly(inner, one)
    else c.removeSubcomponent(inner)
  }
}
