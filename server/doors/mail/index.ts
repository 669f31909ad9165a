import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { Missing } from '#core/error.ts'
import { isId } from '#core/id.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Asked, Env } from '#doors/http/environment.ts'

const picture = /^image\/(png|jpeg|webp|gif|avif)$/

type Shown = { html: string | null; files: File[] | null }

/** A letter's formatted text as a page for a frame, and the files it carries: whoever may read the letter may have
 * them. Nothing in it runs; pictures of other servers, by which a sender sees who reads, only when asked for. */
export function mailDoor(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()

  const idOf = (c: Asked) => {
    const id = c.req.param('id') ?? ''
    if (!isId(id)) throw new Missing('mailMessage', id)
    return id
  }

  app.get('/mailMessages/:id/html', async (c) => {
    const id = idOf(c)
    const { html, files } = await kolo.call<Shown>(c.var.actor, 'mailMessage.html', { id })
    const outside = c.req.query('images') === '1' ? ' https: http:' : ''
    const shown = (html ?? '').replaceAll(
      /(src=")cid:([^"]{1,500})"/g,
      (whole, before: string, cid: string) => {
        const file = files?.find((f) => f.cid === cid || f.cid === `<${cid}>`)
        return file ? `${before}/api/mailMessages/${id}/attachments/${file.id}"` : whole
      },
    )
    return new Response(
      `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><style>body{font:14px/1.5 system-ui,sans-serif;margin:0;padding:12px;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}blockquote{margin:8px 0;padding-left:10px;border-left:2px solid #ccc}table{max-width:100%}</style>${shown}`,
      {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': `default-src 'none'; img-src 'self' data:${outside}; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox`,
          'cache-control': 'private, no-store',
        },
      },
    )
  })

  app.get('/mailMessages/:id/attachments/:file', async (c) => {
    const { file: wanted } = c.req.param()
    const { files } = (await kolo.get(c.var.actor, 'mailMessage', idOf(c), ['files'])) as unknown as Shown
    const file = files?.find((f) => f.id === wanted)
    if (!file) throw new Missing('file', wanted)
    const { bytes, size } = await kolo.files.read(file)
    // Never so that it can run: pictures are shown, all else is only saved.
    const isShown = picture.test(file.type)
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      headers: {
        'content-type': isShown ? file.type : 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=3600',
      },
    })
  })
  return app
}
