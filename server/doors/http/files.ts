import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { fieldOf } from '#core/entity.ts'
import { Invalid, Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import { tooLarge, type NewFile } from '#core/files.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { valueOf } from '#core/row.ts'
import type { Asked, Env } from './environment.ts'

const most = 50 * 1024 * 1024
const around = 100_000

const shown = /^image\/(png|jpeg|webp|gif|avif)$/

/** The file of a multipart form, or the body itself under the name in `x-file-name` (as a URI component). */
async function sentFile(c: Asked): Promise<NewFile> {
  const length = c.req.header('content-length')
  const expected = length === undefined ? null : Number(length)
  const isForm = /^multipart\/form-data/i.test(c.req.header('content-type') ?? '')
  if (expected !== null && expected > most + (isForm ? around : 0)) throw tooLarge(most)
  const by = c.var.actor.user
  if (!isForm) {
    const body = c.req.raw.body
    const bytes = body ? Readable.fromWeb(body as never) : Readable.from([])
    const type = c.req.header('content-type') ?? ''
    return { name: nameIn(c.req.header('x-file-name')), type, bytes, by, upload: { most, expected } }
  }
  const form = await c.req.formData().catch(() => null)
  const given = form?.get('file')
  if (!given || typeof given === 'string')
    throw new Invalid([{ path: 'file', message: 'Send one file as multipart form data.' }])
  const bytes = Readable.fromWeb(given.stream() as never)
  return { name: given.name, type: given.type, bytes, by, upload: { most, expected: given.size } }
}

function nameIn(header: string | undefined): string {
  try {
    return decodeURIComponent(header ?? '')
  } catch {
    return header ?? ''
  }
}

/** Never so that it can run: pictures are shown, a PDF by the browser's own viewer, all else is only saved. */
async function answer(c: Asked, kolo: Kolo, file: File): Promise<Response> {
  const { bytes, size } = await kolo.files.read(file)
  const isSaved = c.req.query('save') === 'true'
  const picture = shown.test(file.type)
  const pdf = file.type === 'application/pdf'
  const inline = (picture || pdf) && !isSaved
  return new Response(Readable.toWeb(bytes) as ReadableStream, {
    headers: {
      'content-type': picture || pdf ? file.type : 'application/octet-stream',
      'content-length': String(size),
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      // A viewer would not open in a sandbox; without scripts and in no frame but ours, a PDF does nothing.
      'content-security-policy':
        pdf && inline
          ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
          : "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      ...(pdf && inline ? { 'x-frame-options': 'SAMEORIGIN' } : {}),
      'cache-control': 'private, no-cache',
    },
  })
}

/** Upload, and download by way of the record that carries the file: whoever may read the field may have it. */
export function fileRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()

  app.post('/files', async (c) => c.json(await kolo.files.put(await sentFile(c)), 201))

  app.get('/:plural/:id/files/:field', async (c) => {
    const e = [...kolo.allEntities()].find((x) => x.plural === c.req.param('plural'))
    const { id, field } = c.req.param()
    if (!e || !isId(id) || !fieldOf(e, field)?.kind.carries) throw new Missing('file', field)
    const file = valueOf(await kolo.get(c.var.actor, e.name, id, [field]), field) as File | null
    if (!file) throw new Missing('file', field)
    return answer(c, kolo, file)
  })

  app.get('/attachments/:id/versions/:number', async (c) => {
    const { id, number } = c.req.param()
    if (!isId(id)) throw new Missing('attachment', id)
    const { versions } = (await kolo.get(c.var.actor, 'attachment', id, ['versions'])) as unknown as {
      versions: { number: number; file: File }[]
    }
    const found = versions.find((v) => String(v.number) === number)
    if (!found) throw new Missing('version', number)
    return answer(c, kolo, found.file)
  })
  return app
}
