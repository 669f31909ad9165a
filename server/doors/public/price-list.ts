import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { html } from 'hono/html'
import sql from 'sql-template-tag'
import { systemActor, todayOf } from '#core/actor.ts'
import { isId } from '#core/id.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Env } from '#doors/http/environment.ts'
import { worded } from '#modules/pricing/index.ts'

type Page = ReturnType<typeof worded> & {
  head: {
    name: string
    number: string
    version: number
    on: string
    client: string | null
    locale: 'uk' | 'en'
  }
}
type Issued = { id: string; format: string; file: File; open: boolean }

const sheet = `
:root { color-scheme: light dark; --soft: #5f6673; --rule: #d9dce1; --accent: #0f6674; --back: #fff; --text: #16181d }
@media (prefers-color-scheme: dark) { :root { --soft: #9aa1ad; --rule: #2c3038; --accent: #5cc2d1; --back: #14161a; --text: #e8eaee } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 4rem; font: 15px/1.5 system-ui, sans-serif; background: var(--back); color: var(--text) }
h1 { margin: 0; font-size: 1.6rem } h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; color: var(--accent) }
p, .soft { margin: .25rem 0; color: var(--soft) }
table { width: 100%; border-collapse: collapse } th { text-align: left; font-weight: 400; font-size: .8rem; color: var(--soft) }
td, th { padding: .45rem .5rem .45rem 0; border-bottom: 1px solid var(--rule); vertical-align: top }
.price { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums } td.price { font-weight: 600 }
small { color: var(--soft) } @media (max-width: 34rem) { .sku { display: none } }
@media print { body { max-width: none; padding: 0 } }`

/** What somebody outside sees of a price list that was given out: the page or the file, by a link only he has. Opening it
 * is written into the ledger; a link that ran out reads like one that never was. */
export function priceListRoutes(kolo: Kolo): Hono<Env> {
  const app = new Hono<Env>()
  app.get('/:token/:recipient?', async (c) => {
    const { token, recipient = '' } = c.req.param()
    const issued = await kolo.db.system((tx) =>
      tx.one<Issued>(sql`select id, format, file, (open_until is null or open_until >= ${todayOf(systemActor())}::date) as open
        from issued_price_lists where token = ${token} and deleted_at is null`),
    )
    if (!issued?.open) return c.html(missing, 404)
    if (isId(recipient))
      await kolo.db.system((tx) =>
        tx.rows(sql`update price_list_recipients set opened_at = coalesce(opened_at, now()), opens = coalesce(opens, 0) + 1,
          revision = revision + 1 where id = ${recipient}::uuid and issued_price_list_id = ${issued.id}::uuid`),
      )
    const headers = {
      'x-robots-tag': 'noindex',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
    }
    if (issued.format === 'link') {
      const page = JSON.parse((await kolo.files.bytes(issued.file)).toString()) as Page
      return c.html(pageOf(page, kolo.workspace.name), 200, headers)
    }
    const { bytes, size } = await kolo.files.read(issued.file)
    const pdf = issued.format === 'pdf'
    return new Response(Readable.toWeb(bytes) as ReadableStream, {
      headers: {
        ...headers,
        'content-type': pdf ? 'application/pdf' : 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': `${pdf ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(issued.file.name)}`,
        'content-security-policy': "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
        'x-content-type-options': 'nosniff',
      },
    })
  })
  return app
}

const missing = html`<!doctype html>
  <html lang="uk">
    <head>
      <meta charset="utf-8" />
      <title>404</title>
      <meta name="viewport" content="width=device-width" />
    </head>
    <body style="font: 16px system-ui; padding: 3rem; text-align: center">
      <p>Такого прайсу немає, або посилання вже не діє.</p>
      <p>There is no such price list, or its link has run out.</p>
    </body>
  </html>`

const pageOf = ({ head, words, note, date, sections }: Page, company: string) =>
  html`<!doctype html>
    <html lang="${head.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${head.name} · ${company}</title>
        <style>
          ${sheet}
        </style>
      </head>
      <body>
        <p>${company}</p>
        <h1>${head.name}</h1>
        <p>${head.number} · ${words.version} ${head.version} · ${words.on} ${date}</p>
        <p>${head.client ? `${words.for} ${head.client} · ` : ''}${note}</p>
        ${sections.map(
          (s) =>
            html`<h2>${s.name}</h2>
              <table>
                <thead>
                  <tr>
                    <th class="sku">${words.head[0]}</th>
                    <th>${words.head[1]}</th>
                    <th>${words.head[2]}</th>
                    <th class="price">${words.head[3]}</th>
                  </tr>
                </thead>
                <tbody>
                  ${s.rows.map(
                    (r) =>
                      html`<tr>
                        <td class="sku soft">${r.sku}</td>
                        <td>
                          ${r.name}${r.breaks.map((b) => html`<br /><small>${words.from} ${b.from}: ${b.price}</small>`)}
                        </td>
                        <td class="soft">${r.unit}</td>
                        <td class="price">${r.price}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>`,
        )}
      </body>
    </html>`
