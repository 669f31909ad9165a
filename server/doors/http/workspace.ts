import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { z } from 'zod'
import { nothing } from '#core/access.ts'
import { isTimeZone, type Actor } from '#core/actor.ts'
import { Forbidden, Missing } from '#core/error.ts'
import { tell } from '#core/event.ts'
import { isId } from '#core/id.ts'
import { currencies } from '#core/kinds/money.ts'
import type { Kolo } from '#core/kolo.ts'
import { check } from '#core/schema.ts'
import type { Workspace } from '#core/workspace.ts'
import { why } from '#modules/workspace/index.ts'
import { audit, auditParameters } from './audit.ts'
import { catalogueView } from './catalogue-view.ts'
import { bodyOf, type Env } from './environment.ts'
import { openapi } from './openapi.ts'

export async function saveWorkspace(kolo: Kolo, actor: Actor, settings: Partial<Workspace>): Promise<void> {
  await kolo.db.as({ ...actor, role: 'system' }, async (tx) => {
    await tx.rows(
      sql`update meta set settings = jsonb_set(settings, '{workspace}', coalesce(settings->'workspace', '{}') || ${JSON.stringify(settings)}::jsonb)`,
    )
    await tell(tx, [{ name: 'workspace.changed', payload: settings }], 'workspace.change')
  })
  await kolo.refresh()
}

const settingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  currency: z
    .string()
    .refine((c) => currencies.has(c), 'Write a currency as its three letters, like "UAH".')
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  locale: z.enum(['en', 'uk']).optional(),
  nextStepRequired: z.boolean().optional(),
})
const meSchema = z.strictObject({
  locale: z.enum(['en', 'uk']).optional(),
  theme: z.enum(['auto', 'light', 'dark']).optional(),
  timeZone: z.string().refine(isTimeZone, 'There is no such time zone.').optional(),
})

/** Who runs the installation: he may change roles. */
export function assertAdministrator(kolo: Kolo, actor: Actor): void {
  if ((kolo.rightsOf(actor)['role'] ?? nothing).update !== 'all')
    throw new Forbidden(
      actor.locale === 'uk' ? 'Це може лише адміністратор.' : 'Only an administrator may do this.',
    )
}

type Me = { id: string; email: string | null; theme: string | null; roleName: string }

/** What a screen asks first, and what the installation says of itself. */
export function workspaceRoutes(kolo: Kolo, forget: () => void): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/catalogue', async (c) => {
    const { actor } = c.var
    const me = await kolo.db.system((tx) =>
      tx.one<Me>(
        sql`select u.id, u.email, u.theme, r.name as "roleName" from users u join roles r on r.id = u.role_id where u.id = ${actor.user}::uuid`,
      ),
    )
    const user = {
      ...me,
      name: actor.name,
      role: actor.role,
      locale: actor.locale,
      timeZone: actor.timeZone,
      theme: me?.theme ?? 'auto',
    }
    const administrator = (kolo.rightsOf(actor)['role'] ?? nothing).update === 'all'
    return c.json({
      user: { ...user, isAdministrator: administrator },
      workspace: kolo.workspace,
      ...catalogueView(kolo, actor),
    })
  })

  app.get('/openapi.json', (c) => c.json(openapi(kolo, c.var.actor)))

  app.get('/search', async (c) => {
    const only = c.req.query('in')?.split(',').filter(Boolean)
    return c.json(await kolo.search(c.var.actor, c.req.query('q') ?? '', 20, only))
  })

  app.patch('/me', async (c) => {
    const { locale, theme, timeZone } = check(meSchema, await bodyOf(c), c.var.actor.locale)
    await kolo.db.as({ ...c.var.actor, role: 'system' }, async (tx) => {
      await tx.rows(sql`update users set locale = coalesce(${locale ?? null}, locale), theme = coalesce(${theme ?? null}, theme),
        time_zone = coalesce(${timeZone ?? null}, time_zone), revision = revision + 1, updated_at = now() where id = ${c.var.actor.user}::uuid`)
    })
    forget()
    return c.body(null, 204)
  })

  app.get('/workspace', async (c) => c.json(kolo.workspace))
  app.patch('/workspace', async (c) => {
    assertAdministrator(kolo, c.var.actor)
    await saveWorkspace(
      kolo,
      c.var.actor,
      check(settingsSchema, await bodyOf(c), c.var.actor.locale) as Partial<Workspace>,
    )
    return c.json(kolo.workspace)
  })

  app.get('/audit', async (c) => {
    assertAdministrator(kolo, c.var.actor)
    return c.json(await audit(kolo, check(auditParameters, c.req.query(), c.var.actor.locale)))
  })

  app.get('/:plural/:id/why', async (c) => {
    assertAdministrator(kolo, c.var.actor)
    const e = [...kolo.allEntities()].find((x) => x.plural === c.req.param('plural'))
    const [id, user] = [c.req.param('id'), c.req.query('user')]
    if (!e || !isId(id)) throw new Missing('record', id)
    if (!isId(user)) throw new Missing('user', user ?? '')
    return c.json(await why(kolo, c.var.actor, e.name, id, user))
  })
  return app
}
