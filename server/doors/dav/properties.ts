import type { Actor } from '#core/actor.ts'
import { largest, type Collection, type Status } from '#modules/calendars/index.ts'
import type { Props } from './answer.ts'
import { collations } from './filter.ts'
import { collectionPath, homeOf, principalOf, root } from './place.ts'
import { escaped, href, spaces, tag, type Space } from './xml.ts'

export type CollectionKind = Collection['kind']

type Given = Record<`${Space}:${string}`, string | (() => string)>

/** Properties by namespace and name; each in the form in which it is sent. */
export const propsOf = (given: Given): Props =>
  new Map(
    Object.entries(given).map(([name, inside]) => {
      const [prefix, local] = name.split(':') as [Space, string]
      const write = () => tag(name as `${Space}:${string}`, typeof inside === 'string' ? inside : inside())
      return [`${spaces[prefix]} ${local}`, write]
    }),
  )

const types = {
  vevent: 'text/calendar; charset=utf-8; component=vevent',
  vtodo: 'text/calendar; charset=utf-8; component=vtodo',
  vcard: 'text/vcard; charset=utf-8',
}
export const typeOf = (kind: CollectionKind) => types[kind]

export const quoted = (etag: string) => `"${etag}"`
export const tokenOf = (seq: number) => `urn:kolo:sync:${seq}`

const privileges = (isWritable: boolean) =>
  [
    'D:read',
    'D:read-current-user-privilege-set',
    ...(isWritable ? ['D:write', 'D:write-content', 'D:bind', 'D:unbind'] : []),
  ]
    .map((p) => tag('D:privilege', tag(p as 'D:read')))
    .join('')

const report = (name: `${Space}:${string}`) => tag('D:supported-report', tag('D:report', tag(name)))

const common = (actor: Actor): Given => ({
  'D:current-user-principal': href(principalOf(actor.user!)),
  'D:principal-collection-set': href(root),
  'D:owner': href(principalOf(actor.user!)),
})

const homes = (actor: Actor, email: string | null): Given => ({
  'D:principal-URL': href(principalOf(actor.user!)),
  'C:calendar-home-set': href(homeOf(actor.user!, 'calendars')),
  'R:addressbook-home-set': href(homeOf(actor.user!, 'contacts')),
  'C:calendar-user-address-set': (email ? href(`mailto:${email}`) : '') + href(principalOf(actor.user!)),
  'C:calendar-user-type': 'INDIVIDUAL',
})

export const rootProps = (actor: Actor): Props =>
  propsOf({ ...common(actor), 'D:displayname': 'Kolo', 'D:resourcetype': tag('D:collection') })

export const principalProps = (actor: Actor, email: string | null): Props =>
  propsOf({
    ...common(actor),
    ...homes(actor, email),
    'D:displayname': escaped(actor.name),
    'D:resourcetype': tag('D:principal') + tag('D:collection'),
    'D:current-user-privilege-set': privileges(false),
    'D:supported-report-set': ['D:principal-property-search', 'D:principal-search-property-set']
      .map((r) => report(r as 'D:sync-collection'))
      .join(''),
  })

export const homeProps = (actor: Actor): Props =>
  propsOf({
    ...common(actor),
    'D:displayname': escaped(actor.name),
    'D:resourcetype': tag('D:collection'),
    'D:current-user-privilege-set': privileges(false),
  })

const comparedBy = (name: `${Space}:${string}`) =>
  Object.keys(collations)
    .map((key) => tag(name, key))
    .join('')

const colors: Record<string, string> = { appointments: '#3B6FE0FF', tasks: '#D97706FF' }

/** `status` is taken only when a program asks for what hangs on it. */
export function collectionProps(actor: Actor, collection: Collection, status: Status | null): Props {
  const { kind, key, isWritable } = collection
  const marks: Given = status
    ? {
        'S:getctag': tokenOf(status.seq),
        'D:sync-token': tokenOf(status.seq),
        'D:getetag': quoted(String(status.seq)),
      }
    : {}
  const reports = [
    'D:sync-collection',
    ...(kind === 'vcard'
      ? ['R:addressbook-query', 'R:addressbook-multiget']
      : ['C:calendar-query', 'C:calendar-multiget', 'C:free-busy-query']),
  ]
  const own: Given =
    kind === 'vcard'
      ? {
          'D:resourcetype': tag('D:collection') + tag('R:addressbook'),
          'R:supported-address-data': ['3.0', '4.0']
            .map((v) => tag('R:address-data-type', '', ` content-type="text/vcard" version="${v}"`))
            .join(''),
          'R:supported-collation-set': comparedBy('R:supported-collation'),
          'R:max-resource-size': String(largest),
        }
      : {
          'D:resourcetype': tag('D:collection') + tag('C:calendar'),
          'C:supported-calendar-component-set': tag('C:comp', '', ` name="${kind.toUpperCase()}"`),
          'C:supported-calendar-data': tag(
            'C:calendar-data',
            '',
            ' content-type="text/calendar" version="2.0"',
          ),
          'C:supported-collation-set': comparedBy('C:supported-collation'),
          'C:max-resource-size': String(largest),
          'C:calendar-timezone-id': escaped(actor.timeZone),
          'C:schedule-calendar-transp': tag('C:opaque'),
          'A:calendar-color': colors[key] ?? '#7C8798FF',
        }
  return propsOf({
    ...common(actor),
    'D:displayname': escaped(collection.name),
    'D:current-user-privilege-set': privileges(isWritable),
    'D:supported-report-set': reports.map((r) => report(r as 'D:sync-collection')).join(''),
    ...own,
    ...marks,
  })
}

/** `text` when a program asks for what is inside. */
export function itemProps(
  actor: Actor,
  { kind, isWritable }: Collection,
  etag: string,
  text: string | null,
): Props {
  const data: Given =
    text === null
      ? {}
      : {
          [kind === 'vcard' ? 'R:address-data' : 'C:calendar-data']: () => escaped(text),
          'D:getcontentlength': () => String(Buffer.byteLength(text)),
        }
  return propsOf({
    'D:getetag': escaped(quoted(etag)),
    'D:getcontenttype': escaped(typeOf(kind)),
    'D:resourcetype': '',
    'D:owner': href(principalOf(actor.user!)),
    'D:current-user-privilege-set': privileges(isWritable),
    ...data,
  })
}

export { collectionPath }
