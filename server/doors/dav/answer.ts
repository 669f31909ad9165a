import { emptyOf, escaped, href, tag, xml, type Element, type Space } from './xml.ts'

export const capabilities = {
  DAV: '1, 3, access-control, calendar-access, addressbook, sync-collection, extended-mkcol',
  allow: 'OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, REPORT',
}

export const answer = (status: number, body: string | null, headers: Record<string, string> = {}) =>
  new Response(body, {
    status,
    headers: { DAV: capabilities.DAV, 'cache-control': 'private, no-cache', ...headers },
  })

const xmlType = { 'content-type': 'application/xml; charset=utf-8' }

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
