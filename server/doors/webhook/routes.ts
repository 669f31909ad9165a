import { Hono } from 'hono'
import { Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { bodyOf, type Env } from '#doors/http/environment.ts'
import { deliveriesOf, deliveryOf } from './ledger.ts'

const idOf = (id: string, entity = 'webhook') => {
  if (!isId(id)) throw new Missing(entity, id)
  return id
}
const limitOf = (text: string | undefined) => Math.min(200, Math.max(1, Math.trunc(Number(text)) || 50))

/** The ledger of deliveries, and sending them again. The webhooks themselves are records like any other. */
export function webhookRoutes(kolo: Kolo): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/webhooks/:id/deliveries', async (c) => {
    const { status, after, limit } = c.req.query()
    return c.json(
      await deliveriesOf(kolo, c.var.actor, idOf(c.req.param('id')), {
        status,
        after,
        limit: limitOf(limit),
      }),
    )
  })
  routes.get('/webhooks/deliveries/:id', async (c) =>
    c.json(await deliveryOf(kolo, c.var.actor, c.req.param('id'))),
  )

  routes.post('/webhooks/deliveries/:id/replay', async (c) => {
    const { webhook } = await deliveryOf(kolo, c.var.actor, idOf(c.req.param('id'), 'delivery'))
    return c.json(
      await kolo.call(c.var.actor, 'webhook.replay', { id: webhook, deliveries: [c.req.param('id')] }),
      202,
    )
  })
  routes.post('/webhooks/:id/replay', async (c) => {
    const asked = (await bodyOf(c)) as object
    return c.json(
      await kolo.call(c.var.actor, 'webhook.replay', { ...asked, id: idOf(c.req.param('id')) }),
      202,
    )
  })
  return routes
}
