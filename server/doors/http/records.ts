import { Hono } from 'hono'
import { z } from 'zod'
import type { Actor } from '#core/actor.ts'
import type { Entity } from '#core/entity.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { Kolo } from '#core/kolo.ts'
import type { ListQuery } from '#core/list.ts'
import { check } from '#core/schema.ts'
import type { TimelineQuery } from '#core/timeline/read.ts'
import type { SummaryQuery } from '#core/summary.ts'
import { isCompared } from '#modules/duplicates/index.ts'
import { bodyOf, type Asked, type Env } from './environment.ts'

type Items = { items: (Record<string, unknown> & { id: string; revision: number })[] }

const flag = z.enum(['true', 'false']).transform((v) => v === 'true')
const json = z
  .string()
  .max(20_000)
  .transform((text, ctx) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      ctx.addIssue({ code: 'custom', message: 'The filter is not JSON.' })
      return z.NEVER
    }
  })

export const listParameters = z.strictObject({
  filter: json.optional(),
  sort: z.string().max(500).optional(),
  fields: z
    .string()
    .max(5000)
    .transform((f) =>
      f
        .split(',')
        .map((k) => k.trim())
        .filter(Boolean),
    )
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  after: z.string().max(4000).optional(),
  q: z.string().max(500).optional(),
  bin: flag.optional(),
  count: flag.optional(),
})

export const createParameters = z.strictObject({ duplicates: flag.optional() })

const summaryParameters = z.strictObject({
  group: z.string().max(200),
  sum: z.string().max(200).optional(),
  filter: json.optional(),
  q: z.string().max(500).optional(),
})

export const timelineParameters = z.strictObject({
  kind: z.string().max(50).optional(),
  by: z.string().max(60).optional(),
  own: flag.optional(),
  after: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

export const listQuery = (c: Asked): ListQuery =>
  check(listParameters, c.req.query(), c.var.actor.locale) as ListQuery

const invalid = (path: string, message: string) => new Invalid([{ path, message }])

const objects = (body: unknown): Record<string, unknown>[] => {
  const wrapped =
    body !== null && typeof body === 'object' && !Array.isArray(body) && Array.isArray((body as Items).items)
  const many = wrapped ? (body as Items).items : Array.isArray(body) ? body : [body]
  return many as Record<string, unknown>[]
}

/** `If-Match: "3"` → 3. */
function revisionOf(c: Asked): number | undefined {
  const match = c.req.header('if-match')
  if (match === undefined || match === '*') return undefined
  const revision = /^(?:W\/)?"(\d{1,9})"$/.exec(match.trim())?.[1]
  if (!revision) throw invalid('If-Match', 'Write the record’s revision in quotes, as its ETag gave it.')
  return Number(revision)
}

const minimal = (c: Asked) => c.req.header('prefer')?.includes('return=minimal') ?? false

const mostCompared = 100

/** `?duplicates=true`: the answer tells of each new record whom it may be the same as. */
function likelyWanted(e: Entity, c: Asked, count: number): boolean {
  const { duplicates } = check(createParameters, c.req.query(), c.var.actor.locale)
  if (!duplicates) return false
  if (!isCompared(e)) throw invalid('duplicates', `${e.labelPlural.en} are not compared.`)
  if (count > mostCompared)
    throw invalid('duplicates', `At most ${mostCompared} records are compared at once.`)
  return true
}

async function addLikely(kolo: Kolo, actor: Actor, e: Entity, items: Items['items']): Promise<void> {
  for (const item of items) {
    const found = await kolo.call<{ items: unknown[] }>(actor, 'duplicate.find', {
      entity: e.name,
      values: { id: item.id },
    })
    item['duplicates'] = found.items
  }
}

/** REST of every entity: one set of routes, the entity by its plural. */
export function recordRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()

  const entityOf = (c: Asked): Entity => {
    const plural = c.req.param('plural')
    for (const e of kolo.allEntities()) if (e.plural === plural) return e
    throw new Missing('list', plural ?? '')
  }
  const idOf = (c: Asked, e: Entity): string => {
    const id = (c.req.param('id') ?? '').toLowerCase()
    if (!isId(id)) throw new Missing(e.name, id)
    return id
  }
  const one = (c: Asked, item: Items['items'][number] | undefined, status: 200 | 201 = 200) => {
    if (!item) return c.body(null, 204)
    c.header('etag', `"${item.revision}"`)
    return c.json(item, status)
  }

  app.get('/:plural', async (c) => c.json(await kolo.list(c.var.actor, entityOf(c).name, listQuery(c))))

  app.get('/:plural/summary', async (c) => {
    const e = entityOf(c)
    const query = check(summaryParameters, c.req.query(), c.var.actor.locale) as SummaryQuery
    return c.json({ groups: await kolo.summary(c.var.actor, e.name, query) })
  })

  app.post('/:plural', async (c) => {
    const e = entityOf(c)
    const body = await bodyOf(c)
    const single = !Array.isArray(body) && !Array.isArray((body as Items | null)?.items)
    c.set('single', single)
    const asked = objects(body)
    const wantsLikely = likelyWanted(e, c, asked.length)
    const { items } = await kolo.call<Items>(c.var.actor, `${e.name}.create`, {
      items: asked,
      ...(minimal(c) ? { returning: false } : {}),
    })
    if (wantsLikely) await addLikely(kolo, c.var.actor, e, items)
    if (single && items[0]) c.header('location', `/api/${e.plural}/${items[0].id}`)
    return single ? one(c, items[0], 201) : c.json({ items }, 201)
  })

  app.patch('/:plural', async (c) => {
    const e = entityOf(c)
    return c.json(
      await kolo.call(c.var.actor, `${e.name}.update`, {
        items: objects(await bodyOf(c)),
        ...(minimal(c) ? { returning: false } : {}),
      }),
    )
  })

  app.delete('/:plural', async (c) =>
    c.json(await kolo.call(c.var.actor, `${entityOf(c).name}.delete`, await bodyOf(c))),
  )
  app.post('/:plural/restore', async (c) =>
    c.json(await kolo.call(c.var.actor, `${entityOf(c).name}.restore`, await bodyOf(c))),
  )

  app.get('/:plural/:id', async (c) => {
    const e = entityOf(c)
    const { fields } = listQuery(c)
    return one(c, (await kolo.get(c.var.actor, e.name, idOf(c, e), fields)) as Items['items'][number])
  })

  app.patch('/:plural/:id', async (c) => {
    const e = entityOf(c)
    c.set('single', true)
    const body = await bodyOf(c)
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw invalid('', 'Send an object with the fields to change.')
    const revision = revisionOf(c)
    const item = { ...body, id: idOf(c, e), ...(revision === undefined ? {} : { revision }) }
    const { items } = await kolo.call<Items>(c.var.actor, `${e.name}.update`, { items: [item] })
    return one(c, items[0])
  })

  app.delete('/:plural/:id', async (c) => {
    const e = entityOf(c)
    await kolo.call(c.var.actor, `${e.name}.delete`, { ids: [idOf(c, e)] })
    return c.body(null, 204)
  })

  app.get('/:plural/:id/operations', async (c) => {
    const e = entityOf(c)
    return c.json(await kolo.operationsOn(c.var.actor, e.name, idOf(c, e)))
  })

  app.get('/:plural/:id/history', async (c) => {
    const e = entityOf(c)
    return c.json(await kolo.history(c.var.actor, e.name, idOf(c, e), c.req.query('after')))
  })

  app.get('/:plural/:id/timeline', async (c) => {
    const e = entityOf(c)
    const query = check(timelineParameters, c.req.query(), c.var.actor.locale) as TimelineQuery
    return c.json(await kolo.timeline(c.var.actor, e.name, idOf(c, e), query))
  })

  app.get('/:plural/:id/card', async (c) => {
    const e = entityOf(c)
    return c.json(await kolo.card(c.var.actor, e.name, idOf(c, e)))
  })

  return app
}

export const operationRoutes = (kolo: Kolo): Hono<Env> =>
  new Hono<Env>().post('/:name', async (c) => {
    const result = await kolo.call(c.var.actor, c.req.param('name'), await bodyOf(c))
    return c.json(result ?? null)
  })
