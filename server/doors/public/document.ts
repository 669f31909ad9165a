import { Readable } from 'node:stream'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import { localeOf, type Env } from '#doors/http/environment.ts'
import { gonePage } from './quote-page.ts'

/** A document for whoever has its secret address. That it was opened stands in the ledger; asking only whether it is
 * there (HEAD) is no opening. */
export function documentRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()
  const idOf = async (token: string) =>
    /^[\w-]{27}$/.test(token)
      ? (
          await kolo.db.system((tx) =>
            tx.one<{ id: string }>(sql`select l.document_id as id from document_links l
              join documents d on d.id = l.document_id where l.token = ${token} and d.deleted_at is null`),
          )
        )?.id
      : undefined
  app.get('/:token', async (c) => {
    const headers = {
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
    }
    const id = await idOf(c.req.param('token'))
    if (!id) return c.html(gonePage(localeOf(c)), 404, headers)
    if (c.req.method === 'HEAD') return c.body(null, 200, headers)
    const opened = await kolo
      .call<{ file: File; name: string }>(systemActor('web'), 'document.open', { id })
      .catch((error: unknown) => {
        if (error instanceof Missing) return null
        throw error
      })
    if (!opened) return c.html(gonePage(localeOf(c)), 404, headers)
    const { bytes, size } = await kolo.files.read(opened.file)
    const isPdf = opened.file.type === 'application/pdf'
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      headers: {
        ...headers,
        'content-type': isPdf ? 'application/pdf' : 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': `${isPdf ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(opened.name)}`,
      },
    })
  })
  return app
}
