import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { fieldOf } from '#core/entity.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId, newId } from '#core/id.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { valueOf } from '#core/row.ts'
import type { Env } from './environment.ts'

const most = 50 * 1024 * 1024
const pathOf = (folder: string, id: string) => join(folder, id.slice(-2), id)

const shown = /^image\/(png|jpeg|webp|gif|avif)$/

/** Upload, and download by way of the record that carries the file: whoever may read the field may have it. */
export function fileRoutes(kolo: Kolo, folder: string): Hono<Env> {
  const app = new Hono<Env>()

  app.post('/files', async (c) => {
    const form = await c.req.formData().catch(() => null)
    const given = form?.get('file')
    if (!given || typeof given === 'string')
      throw new Invalid([{ path: 'file', message: 'Send one file as multipart form data.' }])
    if (given.size > most)
      throw new Invalid([{ path: 'file', message: 'A file may have 50 MB at most.', code: 'too_large' }])
    const id = newId()
    const path = pathOf(folder, id)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await pipeline(Readable.fromWeb(given.stream() as never), createWriteStream(path, { mode: 0o600 }))
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(given.type) ? given.type : 'application/octet-stream'
    const name = given.name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 255) || 'file'
    await kolo.db
      .system((tx) =>
        tx.rows(
          sql`insert into files (id, name, size, type, uploaded_by) values (${id}::uuid, ${name}, ${given.size}, ${type}, ${c.var.actor.user}::uuid)`,
        ),
      )
      .catch(async (error) => {
        await rm(path, { force: true })
        throw error
      })
    return c.json({ id, name, size: given.size, type } satisfies File, 201)
  })

  app.get('/:plural/:id/files/:field', async (c) => {
    const e = [...kolo.allEntities()].find((x) => x.plural === c.req.param('plural'))
    const { id, field } = c.req.param()
    const kind = e ? fieldOf(e, field)?.kind.name : undefined
    if (!e || !isId(id) || (kind !== 'file' && kind !== 'image')) throw new Missing('file', field)
    const file = valueOf(await kolo.get(c.var.actor, e.name, id, [field]), field) as File | null
    const path = file && pathOf(folder, file.id)
    const there = path ? await stat(path).catch(() => null) : null
    if (!file || !path || !there) throw new Missing('file', field)
    // Never so that it can run: pictures are shown, all else is only saved.
    const picture = shown.test(file.type)
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
      headers: {
        'content-type': picture ? file.type : 'application/octet-stream',
        'content-length': String(there.size),
        'content-disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-cache',
      },
    })
  })
  return app
}
