import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { Invalid } from '#core/error.ts'
import type { Env } from './environment.ts'

/** A write that carries an Idempotency-Key is done once: core keeps its result in the transaction of the write, and
 * the same request again gets that result. */
export const idempotent: MiddlewareHandler<Env> = async (c, next) => {
  const key = c.req.header('idempotency-key')
  if (!key || c.req.method === 'GET') return next()
  if (key.length > 200) throw new Invalid([{ path: 'Idempotency-Key', message: 'At most 200 characters.' }])
  const bytes = Buffer.from(await c.req.raw.clone().arrayBuffer())
  const hash = createHash('sha256').update(`${c.req.method} ${c.req.path}\n`).update(bytes).digest('base64')
  c.set('actor', { ...c.var.actor, once: { key, hash } })
  return next()
}
