import { Hono } from 'hono'
import { Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import { textOfRecord, feedOf } from '#modules/calendars/index.ts'
import type { Auth } from '#doors/auth/index.ts'
import type { Env } from '#doors/http/environment.ts'

/** Appointments to subscribe to by a secret address, which only reads and may be revoked. */
export function feedDoor(kolo: Kolo, auth: Pick<Auth, 'feedOf'>): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/:secret{[a-z0-9-]{23}\\.ics}', async (c) => {
    const caller = await auth.feedOf(c.req.param('secret').slice(0, -4))
    if (!caller) return c.text('There is no such calendar.', 404)
    const text = await kolo.db.as(caller.actor, (tx) => feedOf(kolo, tx))
    return c.body(text, 200, {
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, max-age=300',
      'x-robots-tag': 'noindex',
    })
  })
  return app
}

/** One activity or contact as a file that other programs read. */
export function cardRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()
  const files = {
    activities: ['activity', 'ics', 'text/calendar'],
    contacts: ['contact', 'vcf', 'text/vcard'],
  } as const
  for (const [plural, [entity, ending, type]] of Object.entries(files))
    app.get(`/${plural}/:id/${ending}`, async (c) => {
      const id = c.req.param('id')
      const text = isId(id) ? await kolo.db.as(c.var.actor, (tx) => textOfRecord(kolo, tx, entity, id)) : null
      if (text === null) throw new Missing(entity, id)
      const headers = {
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename="${id}.${ending}"`,
      }
      return c.body(text, 200, headers)
    })
  return app
}
