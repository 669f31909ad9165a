import { createHash, randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { serve, type HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import { clockAt, momentOf } from '#modules/activities/index.ts'
import { ianaOf } from '#modules/calendars/index.ts'

/** A stand-in for Microsoft 365, written after Microsoft's documentation of the Graph API and of its sign-in. It is not
 * Microsoft's server: where the documentation is silent it does the simplest thing. */

export type Json = Record<string, unknown>
type Time = { dateTime: string; timeZone: string }
type Stored = Json & { id: string; version: number; removed?: boolean }
type Sort = 'events' | 'tasks' | 'contacts'
export type Asked = { n: number; method: string; path: string; body: Json | null }
/** `lost`: it is done, and the connection breaks before the answer; `cut`: it breaks before anything is done. */
type Fault = 'lost' | 'cut' | Response | null | undefined

const day = 86_400_000
const home = 'Europe/Kyiv'
const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

const utc = (ms: number): Time => ({
  dateTime: new Date(ms).toISOString().replace('Z', '0000').slice(0, 27),
  timeZone: 'UTC',
})
const zoneOf = (t: Time) => (t.timeZone === 'UTC' ? 'UTC' : ianaOf(t.timeZone, home)!)
const momentIn = (t: Time) => momentOf(Date.parse(`${t.dateTime.slice(0, 19)}Z`), zoneOf(t))

/** When the instances of a series would be: days and weeks only. */
function instancesOf(e: Json): number[] {
  const { pattern, range } = e['recurrence'] as {
    pattern: { type: string; interval: number; daysOfWeek?: string[] }
    range: { type: string; endDate?: string; numberOfOccurrences?: number }
  }
  const start = e['start'] as Time
  const zone = zoneOf(start)
  const first = clockAt(momentIn(start), zone)
  const most = range.type === 'numbered' ? range.numberOfOccurrences! : 200
  const end = range.endDate ? Date.parse(`${range.endDate}T23:59:59Z`) : Infinity
  const found: number[] = []
  for (let i = 0; found.length < most && i < 2000; i++) {
    const clock = first + i * day
    if (clock > end) break
    const week = Math.floor(i / 7) % pattern.interval === 0
    const fits =
      pattern.type === 'daily'
        ? i % pattern.interval === 0
        : week && pattern.daysOfWeek!.map((d) => d.toLowerCase()).includes(days[new Date(clock).getUTCDay()]!)
    if (fits) found.push(momentOf(clock, zone))
  }
  return found
}

export async function openStandIn() {
  let version = 1
  let asked = 0
  const store: Record<Sort, Map<string, Stored>> = {
    events: new Map(),
    tasks: new Map(),
    contacts: new Map(),
  }
  const cancelled = new Map<string, Set<number>>()
  const exceptions = new Map<string, Map<number, Json>>()
  const codes = new Map<string, { challenge: string; redirect: string }>()
  const access = new Set<string>()
  const refresh = new Set<string>()
  const log: Asked[] = []
  const control = {
    fault: (_: Asked): Fault => null,
    pageSize: 3,
    /** Delta tokens from before are not known any more. */
    oldest: 0,
    lifetime: 3600,
    isOpen: true,
  }
  const list = 'AQMkTasks'
  const others = { list: 'AQMkOther', calendar: 'AAMkOther=' }

  const keep = (sort: Sort, item: Json & { id: string }): Stored => {
    version++
    const stored = { ...item, version, '@odata.etag': `W/"v${version}"`, changeKey: `v${version}` } as Stored
    store[sort].set(item.id, stored)
    return stored
  }
  const add = (sort: Sort, body: Json): Stored => {
    const id = `${sort}-${randomUUID()}==`
    const usual =
      sort === 'events'
        ? {
            iCalUId: `uid-${id}`,
            type: body['recurrence'] ? 'seriesMaster' : 'singleInstance',
            isAllDay: false,
            isCancelled: false,
            importance: 'normal',
            sensitivity: 'normal',
            showAs: 'busy',
            attendees: [],
            isReminderOn: false,
            seriesMasterId: null,
            organizer: { emailAddress: { name: 'Olena', address: 'olena@example.com' } },
          }
        : sort === 'tasks'
          ? {
              status: 'notStarted',
              importance: 'normal',
              isReminderOn: false,
              body: { contentType: 'text', content: '' },
            }
          : { emailAddresses: [], businessPhones: [], homePhones: [], categories: [] }
    return keep(sort, { ...usual, ...body, id })
  }
  const remove = (sort: Sort, id: string) => {
    const one = store[sort].get(id)
    if (one) keep(sort, { ...one, removed: true })
  }

  /** An event as it is answered: times in UTC, text as the request prefers it. */
  const shown = (e: Json): Json => {
    const out: Json = { ...e }
    delete out['version']
    delete out['place']
    delete out['removed']
    delete out['singleValueExtendedProperties']
    for (const key of ['start', 'end'] as const)
      if (e[key])
        out[key] = e['isAllDay'] ? { ...(e[key] as Time), timeZone: 'UTC' } : utc(momentIn(e[key] as Time))
    if (e['start']) out['originalStartTimeZone'] ??= (e['start'] as Time).timeZone
    return out
  }
  const instance = (master: Stored, at: number): Json => {
    const own = exceptions.get(master.id)?.get(at)
    const length = momentIn(master['end'] as Time) - momentIn(master['start'] as Time)
    const base = own ?? { start: utc(at), end: utc(at + length) }
    return {
      ...master,
      recurrence: null,
      ...base,
      id: `${master.id}.${at}`,
      type: own ? 'exception' : 'occurrence',
      seriesMasterId: master.id,
      originalStart: new Date(at).toISOString(),
    }
  }
  const aliveOf = (master: Stored) => instancesOf(master).filter((at) => !cancelled.get(master.id)?.has(at))
  const seriesOf = (id: string): [Stored, number] | null => {
    const cut = id.lastIndexOf('.')
    const master = cut > 0 ? store.events.get(id.slice(0, cut)) : undefined
    return master ? [master, Number(id.slice(cut + 1))] : null
  }

  const app = new Hono<{ Bindings: HttpBindings }>()
  const login = '/login/:tenant/oauth2/v2.0'
  app.get(`${login}/authorize`, (c) => {
    const q = c.req.query()
    if (
      q['client_id'] !== 'client-1' ||
      q['response_type'] !== 'code' ||
      q['code_challenge_method'] !== 'S256'
    )
      return c.text('bad request', 400)
    const code = randomUUID()
    codes.set(code, { challenge: q['code_challenge']!, redirect: q['redirect_uri']! })
    return c.redirect(`${q['redirect_uri']}?code=${code}&state=${encodeURIComponent(q['state']!)}`)
  })
  const refused = (c: Context, error: string) => c.json({ error, error_description: 'AADSTS' }, 400)
  app.post(`${login}/token`, async (c) => {
    const f = Object.fromEntries((await c.req.formData()).entries()) as Record<string, string>
    if (f['client_id'] !== 'client-1' || f['client_secret'] !== 'secret-1')
      return refused(c, 'invalid_client')
    if (f['grant_type'] === 'authorization_code') {
      const known = codes.get(f['code']!)
      codes.delete(f['code']!)
      const digest = createHash('sha256')
        .update(f['code_verifier'] ?? '')
        .digest('base64url')
      if (!known || known.challenge !== digest || known.redirect !== f['redirect_uri'])
        return refused(c, 'invalid_grant')
    } else if (!refresh.delete(f['refresh_token']!)) return refused(c, 'invalid_grant')
    const tokens = { access_token: randomUUID(), refresh_token: randomUUID() }
    access.add(tokens.access_token)
    refresh.add(tokens.refresh_token)
    return c.json({ token_type: 'Bearer', expires_in: control.lifetime, scope: f['scope'], ...tokens })
  })

  const failed = (c: Context, status: 400 | 401 | 404 | 410 | 412, code: string) =>
    c.json(
      { error: { code, message: `${code}: as documented`, innerError: { 'request-id': randomUUID() } } },
      status,
    )
  app.use('/v1.0/*', async (c, next) => {
    const body = ['POST', 'PATCH'].includes(c.req.method) ? ((await c.req.json()) as Json) : null
    const now = {
      n: ++asked,
      method: c.req.method,
      path: decodeURIComponent(c.req.url.split('/v1.0/')[1]!),
      body,
    }
    log.push(now)
    const fault = control.fault(now)
    const cut = () => void c.env.outgoing.destroy()
    if (fault === 'cut') {
      cut()
      return c.body(null)
    }
    if (fault instanceof Response) return fault
    if (!access.has(c.req.header('authorization')?.replace('Bearer ', '') ?? ''))
      return failed(c, 401, 'InvalidAuthenticationToken')
    await next()
    if (fault === 'lost') cut()
  })
  app.get('/v1.0/me', (c) =>
    c.json({ id: 'me', mail: 'olena@contoso.example', userPrincipalName: 'olena@contoso.example' }),
  )

  /** One page of a delta, or of all: what changed after a version, in order. */
  const page = (c: Context, sort: Sort, rowsOf: (s: Stored) => Json[]) => {
    const q = new URL(c.req.url).searchParams
    const [since, upTo, from] = (q.get('$skiptoken') ?? `${q.get('$deltatoken') ?? 0}_${version}_0`)
      .split('_')
      .map(Number) as [number, number, number]
    if (since > 0 && since < control.oldest) return failed(c, 410, 'syncStateNotFound')
    const size = Math.min(
      control.pageSize,
      Number(/odata\.maxpagesize=(\d+)/.exec(c.req.header('prefer') ?? '')?.[1] ?? 100),
    )
    const rows = [...store[sort].values()]
      .filter((s) => s.version > since && s.version <= upTo && !(since === 0 && s.removed))
      .toSorted((a, b) => a.version - b.version)
      .flatMap((s) => (s.removed ? [{ id: s.id, '@removed': { reason: 'deleted' } }] : rowsOf(s)))
    const here = new URL(c.req.url)
    const link = (key: string, value: string) => `${here.origin}${here.pathname}?${key}=${value}`
    const isLast = from + size >= rows.length
    return c.json({
      value: rows.slice(from, from + size),
      ...(isLast
        ? { '@odata.deltaLink': link('$deltatoken', String(upTo)) }
        : { '@odata.nextLink': link('$skiptoken', `${since}_${upTo}_${from + size}`) }),
    })
  }
  const body = (c: Context) => c.req.json() as Promise<Json>
  const stale = (c: Context, s: Stored) => {
    const match = c.req.header('if-match')
    return match !== undefined && match !== s['@odata.etag']
  }

  const windows: { from: number; to: number }[] = []
  const calendarOf = (c: Context) => c.req.param('calendar') ?? ''
  const placeOf = (item: Json) => (item['place'] as string | undefined) ?? ''
  const one = (c: Context, sort: Sort): Stored | null => {
    const s = store[sort].get(c.req.param('id')!)
    return s && !s.removed ? s : null
  }
  const byProperty = (c: Context, sort: Sort) => {
    const wanted = /ep\/value eq '([^']+)'/.exec(c.req.query('$filter') ?? '')?.[1]
    const has = (s: Stored) =>
      ((s['singleValueExtendedProperties'] as Json[] | undefined) ?? []).some((p) => p['value'] === wanted)
    return c.json({ value: [...store[sort].values()].filter((s) => !s.removed && has(s)).map(shown) })
  }
  for (const base of ['/v1.0/me', '/v1.0/me/calendars/:calendar']) {
    app.get(`${base}/calendarView/delta`, (c) => {
      const q = new URL(c.req.url).searchParams
      if (q.has('startDateTime'))
        windows.push({ from: Date.parse(q.get('startDateTime')!), to: Date.parse(q.get('endDateTime')!) })
      const { from, to } = windows.at(-1) ?? { from: 0, to: Infinity }
      return page(c, 'events', (e) => {
        if (placeOf(e) !== calendarOf(c)) return []
        const at = momentIn(e['start'] as Time)
        if (!e['recurrence'])
          return at >= from && at < to ? [shown(e)] : [{ id: e.id, '@removed': { reason: 'deleted' } }]
        const seen = aliveOf(e).filter((t) => t >= from && t < to)
        const brief = (t: number) => {
          const i = instance(e, t)
          return i['type'] === 'exception'
            ? shown(i)
            : { id: i['id'], type: 'occurrence', seriesMasterId: e.id, start: utc(t) }
        }
        return [shown(e), ...seen.map(brief)]
      })
    })
    app.get(`${base}/events`, (c) => byProperty(c, 'events'))
    app.post(`${base}/events`, async (c) => {
      const sent = await body(c)
      if (!sent['start'] || !sent['end']) return failed(c, 400, 'ErrorInvalidRequest')
      const twin = [...store.events.values()].find(
        (e) => !e.removed && sent['transactionId'] && e['transactionId'] === sent['transactionId'],
      )
      return c.json(shown(twin ?? add('events', { ...sent, place: calendarOf(c) })), 201)
    })
    app.get(`${base}/events/:id/instances`, (c) => {
      const e = one(c, 'events')
      if (!e) return failed(c, 404, 'ErrorItemNotFound')
      const [from, to] = ['startDateTime', 'endDateTime'].map((k) => Date.parse(c.req.query(k)!))
      return c.json({
        value: aliveOf(e)
          .filter((t) => t >= from! && t < to!)
          .map((t) => shown(instance(e, t))),
      })
    })
    app.get(`${base}/events/:id`, (c) => {
      const e = one(c, 'events')
      if (!e) return failed(c, 404, 'ErrorItemNotFound')
      const selects = (c.req.query('$select') ?? '').split(',')
      const date = (t: number) => new Date(clockAt(t, zoneOf(e['start'] as Time))).toISOString().slice(0, 10)
      const more = {
        ...(selects.includes('cancelledOccurrences')
          ? { cancelledOccurrences: [...(cancelled.get(e.id) ?? [])].map((t) => `OID.${e.id}.${date(t)}`) }
          : {}),
        ...(c.req.query('$expand') === 'exceptionOccurrences'
          ? {
              exceptionOccurrences: [...(exceptions.get(e.id)?.keys() ?? [])]
                .filter((t) => !cancelled.get(e.id)?.has(t))
                .map((t) => shown(instance(e, t))),
            }
          : {}),
      }
      return c.json({ ...shown(e), ...more })
    })
    app.patch(`${base}/events/:id`, async (c) => {
      const sent = await body(c)
      const series = seriesOf(c.req.param('id'))
      if (series) {
        const [master, at] = series
        const own = exceptions.get(master.id) ?? new Map<number, Json>()
        exceptions.set(
          master.id,
          own.set(at, { start: utc(at), end: utc(at + 3_600_000), ...own.get(at), ...sent }),
        )
        keep('events', master)
        return c.json(shown(instance(master, at)))
      }
      const e = one(c, 'events')
      if (!e) return failed(c, 404, 'ErrorItemNotFound')
      if (stale(c, e)) return failed(c, 412, 'ErrorIrresolvableConflict')
      return c.json(shown(keep('events', { ...e, ...sent })))
    })
    app.delete(`${base}/events/:id`, (c) => {
      const series = seriesOf(c.req.param('id'))
      if (series) cancel(series[0].id, series[1])
      else if (!one(c, 'events')) return failed(c, 404, 'ErrorItemNotFound')
      else remove('events', c.req.param('id'))
      return c.body(null, 204)
    })
  }
  const cancel = (id: string, at: number) => {
    cancelled.set(id, (cancelled.get(id) ?? new Set<number>()).add(at))
    keep('events', store.events.get(id)!)
  }

  app.get('/v1.0/me/todo/lists', (c) =>
    c.json({
      value: [
        { id: 'flagged', wellknownListName: 'flaggedEmails' },
        { id: list, displayName: 'Tasks', wellknownListName: 'defaultList' },
        { id: others.list, displayName: 'Робота', wellknownListName: 'none', isOwner: true },
      ],
    }),
  )
  const plain = (s: Stored): Json => {
    const { version: _, removed: __, singleValueExtendedProperties: ___, place: ____, ...rest } = s
    return rest
  }
  const simple = (sort: 'tasks' | 'contacts', path: string, place = '') => {
    app.get(`${path}/delta`, (c) => page(c, sort, (s) => (placeOf(s) === place ? [plain(s)] : [])))
    app.get(path, (c) =>
      sort === 'contacts'
        ? byProperty(c, sort)
        : c.json({
            value: [...store[sort].values()].filter((s) => !s.removed && placeOf(s) === place).map(plain),
          }),
    )
    app.post(path, async (c) => c.json(plain(add(sort, { ...(await body(c)), place })), 201))
    app.get(`${path}/:id`, (c) => {
      const s = one(c, sort)
      return s ? c.json(plain(s)) : failed(c, 404, 'ErrorItemNotFound')
    })
    app.patch(`${path}/:id`, async (c) => {
      const s = one(c, sort)
      if (!s) return failed(c, 404, 'ErrorItemNotFound')
      if (stale(c, s)) return failed(c, 412, 'ErrorIrresolvableConflict')
      return c.json(plain(keep(sort, { ...s, ...(await body(c)) })))
    })
    app.delete(`${path}/:id`, (c) => {
      if (!one(c, sort)) return failed(c, 404, 'ErrorItemNotFound')
      remove(sort, c.req.param('id'))
      return c.body(null, 204)
    })
  }
  simple('tasks', `/v1.0/me/todo/lists/${list}/tasks`)
  simple('tasks', `/v1.0/me/todo/lists/${others.list}/tasks`, others.list)
  simple('contacts', '/v1.0/me/contacts')
  app.get('/v1.0/me/calendars', (c) =>
    c.json({
      value: [
        { id: 'usual', name: 'Календар', canEdit: true, isDefaultCalendar: true },
        { id: others.calendar, name: 'Клієнти', canEdit: true, isDefaultCalendar: false },
        { id: 'holidays', name: 'Свята', canEdit: false, isDefaultCalendar: false },
      ],
    }),
  )

  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }) as Server
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const alive = (sort: Sort) => [...store[sort].values()].filter((s) => !s.removed)
  return {
    settings: {
      tenant: 'contoso.example',
      clientId: 'client-1',
      clientSecret: 'secret-1',
      loginUrl: `${url}/login`,
      apiUrl: `${url}/v1.0`,
    },
    others,
    control,
    log,
    add,
    remove,
    cancel,
    alive,
    change: (sort: Sort, id: string, changes: Json) => keep(sort, { ...store[sort].get(id)!, ...changes }),
    /** As Outlook itself changes one of a series. */
    except(id: string, at: number, changes: Json) {
      const own = exceptions.get(id) ?? new Map<number, Json>()
      exceptions.set(id, own.set(at, { start: utc(at), end: utc(at + 3_600_000), ...changes }))
      keep('events', store.events.get(id)!)
    },
    instances: (id: string) =>
      aliveOf(store.events.get(id)!).map((at) => instance(store.events.get(id)!, at)),
    forgetTokens: () => access.clear(),
    forgetAll: () => (access.clear(), refresh.clear()),
    forgetDeltas: () => (control.oldest = ++version),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
export type StandIn = Awaited<ReturnType<typeof openStandIn>>
