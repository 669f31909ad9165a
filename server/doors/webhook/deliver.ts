import sql from 'sql-template-tag'
import type { Tx } from '#core/database.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Jobs } from '#core/background.ts'
import { makerOf, payloadOf, type ToldEvent } from './payload.ts'
import { post, type Outcome } from './post.ts'
import { queueName } from './queue.ts'
import { restMs, verdict } from './schedule.ts'
import { signature } from './signature.ts'

export type DeliverOptions = { allowPrivate: boolean; timeoutMs: number; holdSeconds: number }

type Claimed = ToldEvent & {
  delivery: string
  webhook: string
  url: string
  secret: string
  attempts: number
  tries: number
  isActive: boolean
  /** Too old to be tried again. */
  isStale: boolean
  restsUntil: string | null
  failures: number
}

// Past this it is nobody's news any more, however often the receiver's rests put it off.
const life = '3 days'

/** Carries out one delivery, if it is due. A job that runs twice, or late, finds nothing to do. */
export async function deliver(kolo: Kolo, jobs: Jobs, id: string, options: DeliverOptions): Promise<void> {
  const claimed = await claim(kolo, id, options)
  if (!claimed) return
  if (!claimed.isActive) return skip(kolo, id, 'inactive')
  if (claimed.isStale && claimed.tries > 0) return end(kolo, id, 'failed', 'too_old')
  if (claimed.restsUntil) return later(kolo, jobs, claimed, new Date(claimed.restsUntil))
  const body = await bodyOf(kolo, claimed)
  if ('skipped' in body) return skip(kolo, id, body.skipped)
  const outcome = await post(claimed.url, headersOf(claimed, body.text), body.text, options)
  await record(kolo, jobs, claimed, body.text, outcome)
}

/** Holds the delivery for as long as a try may take: were this process killed, another finds it due again. */
const claim = (kolo: Kolo, id: string, { holdSeconds }: DeliverOptions): Promise<Claimed | undefined> =>
  kolo.db.system((tx) =>
    tx.one<Claimed>(sql`update webhook_deliveries d set next_at = now() + make_interval(secs => ${holdSeconds}::float)
      from webhooks w join webhook_states s on s.webhook_id = w.id, events e
      where d.id = ${id}::uuid and d.status = 'waiting' and d.next_at <= now() + interval '1 second' and w.id = d.webhook_id and e.id = d.event_id
      returning d.id as delivery, d.attempts, d.tries, d.created_at < now() - ${life}::interval as "isStale",
        w.id as webhook, w.url, coalesce(w.is_active, false) and w.deleted_at is null as "isActive",
        s.secret, s.failures, case when s.rests_until > now() then s.rests_until end as "restsUntil",
        e.id, e.at, e.name, e.entity, e.record_id as record, e.actor_id as actor, e.via, e.changes`),
  )

async function bodyOf(kolo: Kolo, c: Claimed): Promise<{ text: string } | { skipped: string }> {
  const maker = await makerOf(kolo, c.webhook)
  if (!maker) return { skipped: 'no_maker' }
  if (![...kolo.allEntities()].some((e) => e.name === c.entity)) return { skipped: 'no_entity' }
  const text = await payloadOf(kolo, maker, c.delivery, c)
  return text === null ? { skipped: 'not_visible' } : { text }
}

const headersOf = (c: Claimed, body: string) => ({
  'content-type': 'application/json; charset=utf-8',
  'user-agent': 'Kolo',
  'kolo-event': c.name,
  'kolo-delivery': c.delivery,
  'kolo-attempt': String(c.attempts + 1),
  'kolo-signature': signature(c.secret, body),
})

async function record(kolo: Kolo, jobs: Jobs, c: Claimed, body: string, outcome: Outcome): Promise<void> {
  const told = verdict(c.tries + 1, outcome.status, outcome.retryAfter)
  const next = told.kind === 'again' ? new Date(Date.now() + told.afterMs) : null
  const status = told.kind === 'again' ? 'waiting' : told.kind
  await kolo.db.system(async (tx) => {
    await tx.rows(sql`update webhook_deliveries set status = ${status}, next_at = ${next?.toISOString() ?? null}::timestamptz, reason = ${outcome.error ?? null},
      attempts = attempts + 1, tries = tries + 1, body = ${body}, response_status = ${outcome.status ?? null}::int, response = ${outcome.text},
      took_ms = ${outcome.tookMs}::int, sent_at = now() where id = ${c.delivery}::uuid`)
    if (told.kind === 'delivered')
      await tx.rows(
        sql`update webhook_states set failures = 0, rests_until = null where webhook_id = ${c.webhook}::uuid and failures > 0`,
      )
    else await rest(tx, c)
    if (next) await jobs.send(queueName, [{ delivery: c.delivery }], { tx, at: next })
  })
}

/** Failures at the same time count as one: they tell no more than one does. */
const rest = (tx: Tx, { webhook, failures }: Claimed) =>
  tx.rows(sql`update webhook_states set failures = ${failures + 1}, rests_until = now() + make_interval(secs => ${restMs(failures + 1) / 1000}::float)
    where webhook_id = ${webhook}::uuid and failures = ${failures}`)

/** The receiver rests: put off without counting as a try. */
const later = (kolo: Kolo, jobs: Jobs, c: Claimed, at: Date) =>
  kolo.db.system(async (tx) => {
    await tx.rows(
      sql`update webhook_deliveries set next_at = ${at.toISOString()}::timestamptz, reason = 'resting' where id = ${c.delivery}::uuid`,
    )
    await jobs.send(queueName, [{ delivery: c.delivery }], { tx, at })
  })

const end = (kolo: Kolo, id: string, status: string, reason: string) =>
  kolo.db.system(async (tx) => {
    await tx.rows(
      sql`update webhook_deliveries set status = ${status}, reason = ${reason}, next_at = null where id = ${id}::uuid`,
    )
  })
const skip = (kolo: Kolo, id: string, reason: string) => end(kolo, id, 'skipped', reason)

/** Deliveries that are overdue have lost their job (a killed process, a restored backup): they get another. */
export async function findLost(kolo: Kolo, jobs: Jobs, graceSeconds: number): Promise<void> {
  await kolo.db.system(async (tx) => {
    const lost = await tx.rows<{ id: string }>(sql`select id from webhook_deliveries where status = 'waiting'
      and next_at < now() - make_interval(secs => ${graceSeconds}::float) order by next_at limit 1000`)
    if (lost.length)
      await jobs.send(
        queueName,
        lost.map(({ id }) => ({ delivery: id })),
        { tx },
      )
  })
  jobs.wake(queueName)
}
