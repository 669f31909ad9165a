import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { fieldOf } from '#core/entity.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { valueOf } from '#core/row.ts'
import type { Env } from './environment.ts'

const most = 50 * 1024 * 1024

const shown = /^image\/(png|jpeg|webp|gif|avif)$/

/** Upload, and download by way of the record that carries the file: whoever may read the field may have it. */
export function fileRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()

  app.post('/files', async (c) => {
    const form = await c.req.formData().catch(() => null)
    const given = form?.get('file')
    if (!given || typeof given === 'string')
      throw new Invalid([{ path: 'file', message: 'Send one file as multipart form data.' }])
    if (given.size > most)
      throw new Invalid([{ path: 'file', message: 'A file may have 50 MB at most.', code: 'too_large' }])
    const bytes = Readable.fromWeb(given.stream() as never)
    const file = await kolo.files.put({ name: given.name, type: given.type, bytes, by: c.var.actor.user })
    return c.json(file, 201)
  })

  app.get('/:plural/:id/files/:field', async (c) => {
    const e = [...kolo.allEntities()].find((x) => x.plural === c.req.param('plural'))
    const { id, field } = c.req.param()
    const kind = e ? fieldOf(e, field)?.kind.name : undefined
    if (!e || !isId(id) || (kind !== 'file' && kind !== 'image')) throw new Missing('file', field)
    const file = valueOf(await kolo.get(c.var.actor, e.name, id, [field]), field) as File | null
    if (!file) throw new Missing('file', field)
    const { bytes, size } = await kolo.files.read(file)
    // Never so that it can run: pictures are shown, all else is only saved.
    const picture = shown.test(file.type)
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      headers: {
        'content-type': picture ? file.type : 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      },
    })
  })
  return app
}
