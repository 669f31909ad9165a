import { XMLParser } from 'fast-xml-parser'
import { Invalid } from '#core/error.ts'

export type Element = {
  ns: string
  name: string
  attributes: Record<string, string>
  children: Element[]
  text: string
}

export const spaces = {
  D: 'DAV:',
  C: 'urn:ietf:params:xml:ns:caldav',
  R: 'urn:ietf:params:xml:ns:carddav',
  S: 'http://calendarserver.org/ns/',
  A: 'http://apple.com/ns/ical/',
} as const
export type Space = keyof typeof spaces

const largest = 4 << 20
const deepest = 30
const bad = (message: string) => new Invalid([{ path: '', message, code: 'not_xml' }])

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  maxNestedTags: deepest,
})

type Node = Record<string, Node[] | string | Record<string, string>>
type Scope = ReadonlyMap<string, string>

function elementOf(node: Node, outer: Scope): Element | null {
  const tag = Object.keys(node).find((key) => key !== ':@' && key !== '#text' && !key.startsWith('?'))
  if (!tag) return null
  const given = (node[':@'] ?? {}) as Record<string, string>
  const scope = new Map(outer)
  for (const [key, value] of Object.entries(given))
    if (key === 'xmlns' || key.startsWith('xmlns:')) scope.set(key.slice(6), value)
  const colon = tag.indexOf(':')
  const inside = node[tag] as Node[]
  return {
    ns: scope.get(colon < 0 ? '' : tag.slice(0, colon)) ?? '',
    name: tag.slice(colon + 1),
    attributes: given,
    children: inside.flatMap((child) => elementOf(child, scope) ?? []),
    text: inside.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join(''),
  }
}

/** The root of a request's XML; null of an empty one. No document types, so no entities but XML's own. */
export function readXml(bytes: Uint8Array): Element | null {
  if (bytes.byteLength > largest) throw bad('The request is too large.')
  const text = new TextDecoder()
    .decode(bytes)
    .replace(/^\uFEFF/, '')
    .trim()
  if (!text) return null
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw bad('A request may not declare document types.')
  try {
    const root = (parser.parse(text, true) as Node[]).flatMap((node) => elementOf(node, new Map()) ?? [])[0]
    if (root) return root
  } catch {
    // Said below.
  }
  throw bad('The request is not XML.')
}

export const isNamed = (e: Element, space: Space, name: string) => e.ns === spaces[space] && e.name === name
export const child = (e: Element | null | undefined, space: Space, name: string) =>
  e?.children.find((c) => isNamed(c, space, name))
export const childrenOf = (e: Element | null | undefined, space: Space, name: string) =>
  e?.children.filter((c) => isNamed(c, space, name)) ?? []

// XML 1.0 has no way to write most of these; half a pair is no letter.
const unwritable = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu

export const escaped = (text: string) =>
  text
    .replaceAll(unwritable, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** An element of a known namespace, by its prefix: `D:href`. What is inside is XML already. */
export const tag = (name: `${Space}:${string}`, inside = '', attributes = '') =>
  inside ? `<${name}${attributes}>${inside}</${name}>` : `<${name}${attributes}/>`

export const href = (path: string) => tag('D:href', escaped(path))

const declared = Object.entries(spaces)
  .map(([prefix, ns]) => ` xmlns:${prefix}="${ns}"`)
  .join('')

export const xmlType = { 'content-type': 'application/xml; charset=utf-8' }

/** A whole document. */
export const xml = (name: `${Space}:${string}`, inside: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n${tag(name, inside, declared)}`

/** A property that was asked for, empty. */
export const emptyOf = ({ ns, name }: Pick<Element, 'ns' | 'name'>): string => {
  const prefix = Object.entries(spaces).find(([, space]) => space === ns)?.[0]
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) return ''
  return prefix ? `<${prefix}:${name}/>` : `<x:${name} xmlns:x="${escaped(ns)}"/>`
}
