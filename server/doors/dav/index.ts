import { Hono } from 'hono'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/database.ts'
import { Invalid, Missing, Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import {
  collectionOf,
  collectionsOf,
  namedResources,
  statusOf,
  type Collection,
} from '#modules/calendars/index.ts'
import { Spent, type Auth } from '#doors/auth/index.ts'
import { remoteOf, type Asked, type Env } from '#doors/http/environment.ts'
import {
  answer,
  capabilities,
  keyOf,
  multistatus,
  namesOnly,
  refusal,
  refused,
  response,
  type Props,
} from './answer.ts'
import { collectionPath, homeOf, itemPath, placeOf, principalOf, root, type Place } from './place.ts'
import { principals } from './principals.ts'
import {
  collectionProps,
  homeProps,
  itemProps,
  principalProps,
  quoted,
  rootProps,
  typeOf,
} from './properties.ts'
import { report, wantsText } from './report.ts'
import { put, remove } from './write.ts'
import { child, readXml, spaces, type Element } from './xml.ts'

type Caller = { kolo: Kolo; actor: Actor; allows(of: 'calendars' | 'contacts'): boolean }

const stranger = () => answer(401, null, { 'www-authenticate': 'Basic realm="Kolo", charset="UTF-8"' })

const markKeys = new Set([`${spaces.S} getctag`, `${spaces.D} sync-token`])

const fixed = (names: Record<string, string[]>): Element[] =>
  Object.entries(names).flatMap(([ns, all]) =>
    all.map((name) => ({ ns, name, attributes: {}, children: [], text: '' })),
  )
/** What is told when nothing is asked in particular. */
const usual = fixed({
  'DAV:': ['resourcetype', 'displayname', 'getetag', 'getcontenttype', 'current-user-principal'],
})

async function emailOf(tx: Tx, { kolo, actor }: Caller): Promise<string | null> {
  const [me] = kolo.may(actor, { needs: { user: 'read' } })
    ? await kolo.readIn(tx, 'user', [actor.user!], ['email'])
    : []
  return (me?.['email'] as string | null | undefined) ?? null
}

/** The resources that a PROPFIND is about: what stands at a place and, of depth 1, what is in it. */
async function found(
  tx: Tx,
  caller: Caller,
  place: Place,
  depth: number,
  asked: readonly Element[],
): Promise<[string, Props][]> {
  const { kolo, actor, allows } = caller
  const user = actor.user!
  const marked = asked.some((e) => markKeys.has(keyOf(e)))
  const propsOf = async (c: Collection) => collectionProps(actor, c, marked ? await statusOf(tx, c) : null)
  if (place.at === 'root' || place.at === 'principal') {
    const principal = [principalOf(user), principalProps(actor, await emailOf(tx, caller))] as [string, Props]
    if (place.at === 'root') return [[root, rootProps(actor)], ...(depth ? [principal] : [])]
    const homes = (['calendars', 'contacts'] as const).filter(allows)
    return [
      principal,
      ...(depth ? homes.map((of): [string, Props] => [homeOf(user, of), homeProps(actor)]) : []),
    ]
  }
  if (!allows(place.of)) return []
  if (place.at === 'home') {
    const list: [string, Props][] = [[homeOf(user, place.of), homeProps(actor)]]
    if (!depth) return list
    for (const c of await collectionsOf(kolo, tx))
      if ((c.kind === 'vcard') === (place.of === 'contacts'))
        list.push([collectionPath(user, c), await propsOf(c)])
    return list
  }
  const collection = await collectionOf(kolo, tx, place.key)
  const base = collectionPath(user, collection)
  if (place.at === 'item') {
    const [resource] = await namedResources(kolo, tx, collection, [place.name])
    return resource
      ? [[itemPath(base, place.name), itemProps(actor, collection, resource.etag, resource.text)]]
      : []
  }
  const self: [string, Props] = [base, await propsOf(collection)]
  if (!depth) return [self]
  const items = (await statusOf(tx, collection)).items.filter((i) => !i.isGone)
  const names = items.map((i) => i.name)
  const texts = wantsText(asked) ? await namedResources(kolo, tx, collection, names) : []
  return [
    self,
    ...items.map(({ name, etag }, i): [string, Props] => [
      itemPath(base, name),
      itemProps(actor, collection, etag, texts[i]?.text ?? null),
    ]),
  ]
}

async function propfind(
  caller: Caller,
  place: Place,
  depth: string | undefined,
  body: Element | null,
): Promise<Response> {
  if (depth === 'infinity') return refusal(403, 'D:propfind-finite-depth', 'Ask for one level at a time.')
  const asked = child(body, 'D', 'prop')?.children ?? usual
  const resources = await caller.kolo.db.as(caller.actor, (tx) =>
    found(tx, caller, place, depth === '1' ? 1 : 0, asked),
  )
  if (resources.length === 0) return answer(404, null)
  if (child(body, 'D', 'propname'))
    return multistatus(resources.map(([path, props]) => namesOnly(path, props)))
  return multistatus(resources.map(([path, props]) => response(path, props, asked)))
}

async function get(
  { kolo, actor }: Caller,
  { key, name }: { key: string; name: string },
  method: string,
  noneMatch: string | undefined,
): Promise<Response> {
  const got = await kolo.db.as(actor, async (tx) => {
    const collection = await collectionOf(kolo, tx, key)
    const [resource] = await namedResources(kolo, tx, collection, [name])
    return resource && { resource, kind: collection.kind }
  })
  if (!got) return answer(404, null)
  const { resource, kind } = got
  const etag = quoted(resource.etag)
  if (
    noneMatch?.split(',').some((given) => given.trim().replace(/^W\//, '') === etag || given.trim() === '*')
  )
    return answer(304, null, { etag })
  return answer(200, method === 'HEAD' ? null : resource.text, {
    etag,
    'content-type': typeOf(kind),
    'content-length': String(Buffer.byteLength(resource.text)),
  })
}

const notMade = 'Calendars here are those of Kolo: none are made, moved, locked or removed by a program.'
const bodyOf = async (c: Asked) => new Uint8Array(await c.req.arrayBuffer())
const written = new Set(['PUT', 'DELETE'])

async function handle(c: Asked, caller: Caller): Promise<Response> {
  const { kolo, actor } = caller
  const { method, path } = c.req
  const place = placeOf(path, actor.user!)
  if (!place) return answer(404, null)
  if ('of' in place && !caller.allows(place.of))
    return refusal(403, 'D:need-privileges', 'This app password does not open that.')
  if (method === 'PROPFIND')
    return propfind(caller, place, c.req.header('depth')?.toLowerCase(), readXml(await bodyOf(c)))
  if (method === 'PROPPATCH') {
    const props = (readXml(await bodyOf(c))?.children ?? []).flatMap(
      (e) => child(e, 'D', 'prop')?.children ?? [],
    )
    return multistatus([refused(path, props)])
  }
  if (method === 'REPORT' && place.at === 'collection') {
    const body = readXml(await bodyOf(c))
    return kolo.db.as(actor, async (tx) =>
      report({ kolo, tx, actor, collection: await collectionOf(kolo, tx, place.key) }, body),
    )
  }
  if ((method === 'GET' || method === 'HEAD') && place.at === 'item')
    return get(caller, place, method, c.req.header('if-none-match'))
  if (written.has(method) && place.at === 'item') {
    const collection = await kolo.db.as(actor, (tx) => collectionOf(kolo, tx, place.key))
    const headers = { match: c.req.header('if-match'), noneMatch: c.req.header('if-none-match') }
    const target = { kolo, actor, collection, name: place.name }
    return method === 'PUT' ? put(target, await bodyOf(c), headers) : remove(target, headers)
  }
  if (method === 'REPORT' && (place.at === 'root' || place.at === 'principal'))
    return principals(kolo, actor, readXml(await bodyOf(c)))
  if (/^(DELETE|MKCALENDAR|MKCOL|MOVE|COPY|LOCK|UNLOCK)$/.test(method)) return refusal(403, null, notMade)
  return answer(405, null, { allow: capabilities.allow })
}

/** Calendars, tasks and contacts for programs that synchronise them: CalDAV and CardDAV. */
export function davDoor(kolo: Kolo, auth: Pick<Auth, 'callerOf'>): Hono<Env> {
  const app = new Hono<Env>()
  app.onError((error, c) => {
    if (error instanceof Spent)
      return answer(429, 'Too many wrong app passwords. Try again in a quarter of an hour.', {
        'retry-after': '900',
      })
    if (error instanceof Missing) return answer(404, null)
    if (error instanceof Refused) return refusal(403, `C:${error.code as 'valid-filter'}`, error.message)
    if (error instanceof Invalid) return refusal(400, null, error.problems.map((p) => p.message).join(' '))
    console.error('dav', c.req.method, c.req.path, error)
    return answer(500, null)
  })
  app.all('*', async (c) => {
    if (c.req.method === 'OPTIONS') return answer(200, null, { allow: capabilities.allow })
    const caller = await auth.callerOf(c.req.raw.headers, remoteOf(c))
    if (!caller) return stranger()
    const allows = (of: 'calendars' | 'contacts') =>
      caller.scopes.includes(of === 'calendars' ? 'calendar' : 'contacts')
    return handle(c, { kolo, actor: { ...caller.actor, requestId: crypto.randomUUID() }, allows })
  })
  return app
}

/** Where programs look first: RFC 6764. */
export function wellKnown(): Hono<Env> {
  const app = new Hono<Env>()
  for (const name of ['caldav', 'carddav']) app.all(`/${name}`, (c) => c.redirect(root, 301))
  return app
}
