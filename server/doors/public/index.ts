import { createHash, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { systemActor, todayOf, type Actor } from '#core/actor.ts'
import { Refused } from '#core/error.ts'
import type { File } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Locale } from '#core/text.ts'
import type { QuoteView } from '#modules/quoting/index.ts'
import { localeOf, remoteOf, type Asked, type Env } from '../http/environment.ts'
import { gonePage, quotePage, type Question, type Shown } from './quote-page.ts'
import { wordsOf } from './words.ts'

type Found = { quote: string; view: QuoteView; questions: Question[] }

const client: Actor = { ...systemActor('web'), timeZone: 'Europe/Kyiv' }
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const field = (form: FormData, key: string, most: number) => {
  const value = form.get(key)
  return typeof value === 'string'
    ? value
        .replaceAll(/[^\P{Cc}\n]/gu, ' ')
        .trim()
        .slice(0, most)
    : ''
}

/** Pages for whoever has their secret address: no sign-in, no script, no trace in search engines. */
export function publicDoor(
  kolo: Kolo,
  { onFault = console.error }: { onFault?: (error: unknown) => void } = {},
) {
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    await next()
    const headers = {
      'content-security-policy': policy,
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    }
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value)
  })

  const idOf = async (token: string): Promise<string | null> => {
    if (!/^[\w-]{27}$/.test(token)) return null
    const row = await kolo.db.system((tx) =>
      tx.one<{ id: string }>(sql`select l.quote_id as id from quote_links l join quotes q on q.id = l.quote_id
        where l.token = ${token} and q.deleted_at is null and q.status not in ('draft', 'awaiting', 'approved')`),
    )
    return row?.id ?? null
  }
  const found = async (c: Asked, chosen?: string[]): Promise<Found | null> => {
    const quote = await idOf(c.req.param('token') ?? '')
    if (!quote) return null
    const { view, questions } = await kolo.call<Omit<Found, 'quote'>>(client, 'quote.page', {
      id: quote,
      ...(chosen ? { chosen } : {}),
    })
    return { quote, view, questions }
  }
  const gone = (c: Asked) => c.html(gonePage(localeOf(c)), 404)
  const page = (c: Asked, f: Found, note?: Shown['note'], status: 200 | 400 | 409 = 200) =>
    c.html(
      quotePage({
        ...f,
        token: c.req.param('token')!,
        today: todayOf(client),
        ...(note ? { note } : {}),
      }),
      status,
    )
  /** The optional lines and alternatives that a form names, of those there are. */
  const chosenIn = (
    values: { get(key: string): unknown; getAll(key: string): unknown[] },
    { view }: Found,
  ) => {
    const ids = new Set([
      ...values.getAll('line').map(String),
      ...view.lines.flatMap((l) => (l.alternative ? [String(values.get(`alt:${l.alternative}`) ?? '')] : [])),
    ])
    return view.lines.filter((l) => (l.isOptional || l.alternative) && ids.has(l.id)).map((l) => l.id)
  }
  const seeOther = (c: Asked, said = '') =>
    c.redirect(`/q/${c.req.param('token')}${said && `?said=${said}`}`, 303)

  app.get('/:token', async (c) => {
    const plain = await found(c)
    if (!plain) return gone(c)
    const query = new URL(c.req.url).searchParams
    const isChoosing = query.has('seal')
    const shown = isChoosing ? ((await found(c, chosenIn(query, plain))) ?? plain) : plain
    const w = wordsOf(plain.view.quote.language as Locale)
    const note = query.get('said') === 'asked' ? ({ text: w.asked, tone: 'ok' } as const) : undefined
    if (!isChoosing) await kolo.call(client, 'quote.opened', { id: plain.quote }).catch(onFault)
    return page(c, shown, note)
  })

  app.get('/:token/pdf', async (c) => {
    const quote = await idOf(c.req.param('token'))
    const paper = quote
      ? await kolo.db.system((tx) =>
          tx.one<{
            file: File
          }>(sql`select file from documents where entity = 'quote' and record = ${quote} and deleted_at is null
            order by created_at desc limit 1`),
        )
      : undefined
    if (!paper) return gone(c)
    const bytes = await kolo.files.bytes(paper.file)
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(paper.file.name)}`,
    })
  })

  app.post('/:token/accept', async (c) => {
    const f = await found(c)
    if (!f) return gone(c)
    const form = await c.req.formData()
    const w = wordsOf(f.view.quote.language as Locale)
    const name = field(form, 'name', 200)
    if (!name || form.get('agree') !== 'yes') return page(c, f, { text: w.needed, tone: 'bad' }, 400)
    const proof = {
      name,
      position: field(form, 'position', 200) || null,
      comment: field(form, 'comment', 2000) || null,
      at: new Date().toISOString(),
      ip: remoteOf(c),
      agent: (c.req.header('user-agent') ?? '').slice(0, 500) || null,
      hash: field(form, 'seal', 64),
      chosen: chosenIn(form as never, f),
    }
    try {
      await kolo.call(client, 'quote.accept_by_client', { id: f.quote, proof })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return page(c, (await found(c)) ?? f, undefined, 409)
    }
    return seeOther(c)
  })

  app.post('/:token/decline', async (c) => {
    const f = await found(c)
    if (!f) return gone(c)
    const form = await c.req.formData()
    const [name, reason] = [field(form, 'name', 200), field(form, 'reason', 1000)]
    if (!name || !reason) return page(c, f, undefined, 400)
    await kolo
      .call(client, 'quote.decline', { id: f.quote, reason: `${name}: ${reason}`.slice(0, 1000) })
      .catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error
      })
    return seeOther(c)
  })

  app.post('/:token/ask', async (c) => {
    const f = await found(c)
    if (!f) return gone(c)
    const form = await c.req.formData()
    const [name, question] = [field(form, 'name', 200), field(form, 'question', 5000)]
    if (!name || !question) return page(c, f, undefined, 400)
    // The same question of an impatient double click is one.
    const key = createHash('sha256').update([f.quote, name, question].join('\n')).digest('hex')
    const once = { key: key.slice(0, 60), hash: key }
    await kolo.call({ ...client, once, requestId: randomUUID() }, 'quote.question', {
      id: f.quote,
      name,
      question,
    })
    return seeOther(c, 'asked')
  })
  return app
}

export { documentRoutes } from './document.ts'
export { priceListRoutes } from './price-list.ts'
