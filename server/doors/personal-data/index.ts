import { Readable } from 'node:stream'
import { Hono } from 'hono'
import type { Kolo } from '#core/kolo.ts'
import type { Env } from '#doors/http/environment.ts'
import type { Collected } from '#modules/privacy/index.ts'
import { readable } from './readable.ts'
import { zip } from './zip.ts'

/** All data of one person as an archive: for machines, for reading, and his files. */
export function personalDataRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/personal-data/:entity/:id', async (c) => {
    const { actor } = c.var
    const { entity, id } = c.req.param()
    const data = await kolo.call<Collected>(actor, 'person.collect', { record: { entity, id } })
    const entries = async function* () {
      yield { name: 'data.json', bytes: Buffer.from(JSON.stringify(data, null, 2)) }
      yield { name: 'data.html', bytes: Buffer.from(readable(kolo, data, actor.locale)) }
      const used = new Set<string>()
      for (const file of data.files) {
        const bytes = await kolo.files.bytes(file).catch(() => null)
        const name = `files/${used.has(file.name) ? `${file.id} ` : ''}${file.name}`
        used.add(file.name)
        if (bytes) yield { name, bytes }
      }
    }
    return new Response(Readable.toWeb(Readable.from(zip(entries()))) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="personal-data-${id}.zip"`,
        'cache-control': 'no-store',
      },
    })
  })
  return app
}
