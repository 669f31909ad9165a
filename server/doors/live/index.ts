import { Hono } from 'hono'
import type { RelayEvent } from '#core/background.ts'
import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { check } from '#core/schema.ts'
import { bodyOf, type Env } from '#doors/http/environment.ts'
import { compare, eventsAfter, latest, readPosition, written, type Position } from '#doors/relay/position.ts'
import { loop, type Loop } from '#doors/relay/loop.ts'
import { Listener } from './listener.ts'
import { digestOf, newsFor } from './news.ts'
import { presence, shown } from './presence.ts'

export type LiveOptions = {
  /** Asks anew who the listener is; null ends his stream. */
  actorOf(headers: Headers): Promise<Actor | null>
  heartbeatMs?: number
  /** How often those who look at one record are asked whether they still do. */
  askMs?: number
  idle?: number
  onFault?(error: unknown): void
}

const mostAtOnce = 500
const mostPerUser = 30
// A moment in which changes gather, so that many small ones are judged together.
const gatherMs = 100

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref())
const sight = ({ user, role, teams, account }: Actor) =>
  JSON.stringify([user, role, teams.toSorted(), account])

/** Open screens hear of what changes, of records that their users may see. Costs nothing while nobody listens. */
export function liveDoor(
  kolo: Kolo,
  { actorOf, heartbeatMs = 15_000, askMs = 5_000, idle = 1000, onFault = console.error }: LiveOptions,
) {
  const listeners = new Set<Listener>()
  const here = presence(kolo, listeners)
  let position: Position = { xid: '0', id: '' }
  let reader: Loop | undefined
  let beating: NodeJS.Timeout | undefined
  let asking: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** One at a time: a newcomer must neither miss what is being told nor hear it twice. */
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = turn.then(run)
    turn = done.catch(() => {})
    return done
  }

  const forget = (listener: Listener) => {
    listeners.delete(listener)
    here.left(listener)
  }
  const drop = (listener: Listener) => {
    listener.close()
    forget(listener)
  }

  /** Those who are still who they were; he who sees otherwise now begins anew. */
  async function present(): Promise<Listener[]> {
    const asked = await Promise.all([...listeners].map(async (l) => [l, await actorOf(l.headers)] as const))
    for (const [listener, actor] of asked) {
      if (!actor) drop(listener)
      else if (sight(actor) !== sight(listener.actor)) listener.reset(written(position))
      listener.actor = actor ?? listener.actor
    }
    return [...listeners]
  }

  async function tell(to: readonly Listener[], events: readonly RelayEvent[], upTo: Position): Promise<void> {
    const digests = await digestOf(kolo, events)
    for (const same of Map.groupBy(to, (l) => sight(l.actor)).values()) {
      const news = await newsFor(kolo, same[0]!.actor, digests)
      for (const listener of same) listener.tell(news, written(upTo))
    }
  }

  const step = () =>
    inTurn(async () => {
      if (listeners.size === 0) return false
      const events = await kolo.db.system((tx) => eventsAfter(tx, position, mostAtOnce))
      const last = events.at(-1)
      if (!last) return false
      const upTo = { xid: last.xid, id: last.id }
      await tell(await present(), events, upTo)
      position = upTo
      await pause(gatherMs)
      return true
    })

  async function join(listener: Listener, since: string | undefined): Promise<void> {
    if (listeners.size === 0) position = await kolo.db.system(latest)
    const from = readPosition(since)
    if (since && from) await resume(listener, from)
    else if (since) listener.reset(written(position))
    else listener.beat(written(position))
    const own = [...listeners].filter((l) => l.actor.user === listener.actor.user)
    if (own.length >= mostPerUser) drop(own[0]!)
    listeners.add(listener)
    reader ??= loop(step, idle, onFault)
    reader.wake()
  }

  /** Tells what happened while it was away, if that is little. */
  async function resume(listener: Listener, from: Position): Promise<void> {
    const missed = await kolo.db.system((tx) => eventsAfter(tx, from, mostAtOnce + 1))
    if (missed.length > mostAtOnce || compare(from, position) > 0) return listener.reset(written(position))
    await tell(
      [listener],
      missed.filter((e) => compare(e, position) <= 0),
      position,
    )
  }

  const routes = new Hono<Env>()
  routes.get('/live', async (c) => {
    const screen = (c.req.query('screen') ?? '').slice(0, 100)
    const listener: Listener = new Listener(c.var.actor, c.req.raw.headers, screen, () => forget(listener))
    await inTurn(() => join(listener, c.req.header('last-event-id')))
    return c.body(listener.stream, 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
  })
  routes.put('/live/:screen', async (c) => {
    const { open } = check(shown, await bodyOf(c), c.var.actor.locale)
    return c.json({ people: await here.say(c.var.actor, c.req.param('screen'), open) })
  })

  const wake = () => reader?.wake()
  const ask = () => here.silent().forEach(drop)
  // Rights or own fields are others than they were: what is shown may be too much, or too little.
  const refreshed = () => listeners.forEach((l) => l.reset(written(position)))

  return {
    routes,
    start(): void {
      kolo.onEvents.push(wake)
      kolo.onRefresh.push(refreshed)
      beating = setInterval(() => {
        void present().then((all) => all.forEach((l) => l.beat(written(position))), onFault)
      }, heartbeatMs).unref()
      asking = setInterval(ask, askMs).unref()
    },
    async stop(): Promise<void> {
      clearInterval(beating)
      clearInterval(asking)
      kolo.onEvents = kolo.onEvents.filter((told) => told !== wake)
      kolo.onRefresh = kolo.onRefresh.filter((told) => told !== refreshed)
      listeners.forEach(drop)
      await reader?.stop()
    },
    ask,
    /** How many listen now. */
    count: () => listeners.size,
  }
}
