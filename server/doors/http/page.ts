import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Env } from './environment.ts'

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const assets = new Set(['swagger-ui.css', 'swagger-ui-bundle.js'])

/** The interactive page of the API; it tries the calls with the session of who reads it. */
export function documentationRoutes(): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/', (c) =>
    c.html(
      html`<!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>Kolo API</title>
            <meta name="viewport" content="width=device-width" />
            <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
          </head>
          <body>
            <div id="api"></div>
            <script src="/api/docs/swagger-ui-bundle.js"></script>
            <script src="/api/docs/start.js"></script>
          </body>
        </html>`,
    ),
  )
  app.get('/start.js', (c) =>
    c.body(
      `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#api', docExpansion: 'none', tryItOutEnabled: true })`,
      200,
      { 'content-type': 'text/javascript' },
    ),
  )
  app.get('/:asset', async (c) => {
    const asset = c.req.param('asset')
    if (!assets.has(asset)) return c.notFound()
    const type = asset.endsWith('.css') ? 'text/css' : 'text/javascript'
    return c.body(await readFile(join(swagger, asset)), 200, {
      'content-type': type,
      'cache-control': 'public, max-age=86400',
    })
  })
  return app
}

/** The web application: hashed assets for ever, its one page for every other address. */
export function webRoutes(folder: string): Hono<Env> {
  const app = new Hono<Env>()
  app.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.status === 200) c.header('cache-control', 'public, max-age=31536000, immutable')
  })
  // Not named by their contents: the page, the service worker, the manifest.
  app.use('/*', async (c, next) => {
    await next()
    if (c.res.status === 200 && !c.res.headers.has('cache-control')) c.header('cache-control', 'no-cache')
  })
  app.use('/*', serveStatic({ root: folder, precompressed: true }))
  // A page in place of a script would be taken for a broken one.
  for (const path of ['/assets/*', '/sw.js']) app.get(path, (c) => c.notFound())
  app.get('/*', async (c) => {
    const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null)
    return page ? c.html(page) : c.text('The web application is not built yet: npm start builds it.', 503)
  })
  return app
}
