import { emptyOf, escaped, href, tag, xml, xmlType, type Element, type Space } from './xml.ts'

export const capabilities = {
  DAV: '1, 3, access-control, calendar-access, addressbook, sync-collection, extended-mkcol',
  allow: 'OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT',
}

export const answer = (status: number, body: string | null, headers: Record<string, string> = {}) =>
  new Response(body, {
    status,
    headers: { DAV: capabilities.DAV, 'cache-control': 'private, no-cache', ...headers },
  })

/** A precondition that did not hold, and why, for people. */
export const refusal = (status: number, condition: `${Space}:${string}` | null, why: string) =>
  answer(
    status,
    xml('D:error', (condition ? tag(condition) : '') + tag('D:responsedescription', escaped(why))),
    xmlType,
  )

export const multistatus = (responses: readonly string[], more = '') =>
  answer(207, xml('D:multistatus', responses.join('') + more), xmlType)

export type Props = ReadonlyMap<string, () => string>
export const keyOf = ({ ns, name }: Pick<Element, 'ns' | 'name'>) => `${ns} ${name}`

const propstat = (props: string, status: string) =>
  tag('D:propstat', tag('D:prop', props) + tag('D:status', `HTTP/1.1 ${status}`))

const keysOf = (props: Props): Element[] =>
  [...props.keys()].map((key) => {
    const [ns, name] = key.split(' ') as [string, string]
    return { ns, name, attributes: {}, children: [], text: '' }
  })

/** Only what properties one resource has: RFC 4918, 9.1. */
export const namesOnly = (path: string, props: Props) =>
  tag('D:response', href(path) + propstat(keysOf(props).map(emptyOf).join(''), '200 OK'))

/** What is asked of one resource: its properties, and which of them it has not. */
export function response(path: string, props: Props, asked: readonly Element[]): string {
  const there = asked.flatMap((a) => props.get(keyOf(a))?.() ?? [])
  const missing = asked.filter((a) => !props.has(keyOf(a))).map(emptyOf)
  return tag(
    'D:response',
    href(path) +
      (there.length || missing.length === 0 ? propstat(there.join(''), '200 OK') : '') +
      (missing.length ? propstat(missing.join(''), '404 Not Found') : ''),
  )
}

export const refused = (path: string, asked: readonly Element[]) =>
  tag('D:response', href(path) + propstat(asked.map(emptyOf).join(''), '403 Forbidden'))

export const gone = (path: string) =>
  tag('D:response', href(path) + tag('D:status', 'HTTP/1.1 404 Not Found'))

export const cut = (path: string) =>
  tag(
    'D:response',
    href(path) +
      tag('D:status', 'HTTP/1.1 507 Insufficient Storage') +
      tag('D:error', tag('D:number-of-matches-within-limits')),
  )
