import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { Invalid, Missing } from '#core/error.ts'
import { errorIn } from '#core/messages.ts'
import type { Kolo } from '#core/kolo.ts'
import { remoteOf, type Asked, type Env } from '#doors/http/environment.ts'
import { countRefused, formAt, takeForm, type FormPage } from '#modules/leads/index.ts'
import { agreementsAsked, noteTicked } from '#modules/privacy/index.ts'
import { formPage, missingPage, thanksPage } from './page.ts'

/** A person needs longer than this to fill a form in, and comes back to it within a day. */
const soonest = 3_000
const latest = 86_400_000
const mostBytes = 64 * 1024
const mostLinks = 3

type Sent = Record<string, string>

/** Sent by a machine: the field that nobody sees is filled, the page was never opened or an instant ago, or it is full
 * of links. */
export function isSpam(sent: Sent, opened: number | null, now: number): boolean {
  const links =
    Object.values(sent)
      .join(' ')
      .match(/https?:\/\//gi)?.length ?? 0
  return (
    Boolean(sent['website2']) ||
    opened === null ||
    now - opened < soonest ||
    now - opened > latest ||
    links > mostLinks
  )
}

/** When the page was opened, signed, so that it cannot be made up. */
export function stampOf(secret: string) {
  const sign = (text: string) =>
    createHmac('sha256', `form ${secret}`).update(text).digest('base64url').slice(0, 24)
  return {
    make: (slug: string, now = Date.now()) => `${now.toString(36)}.${sign(`${slug} ${now}`)}`,
    read(slug: string, stamp: string | undefined): number | null {
      const [time = '', signature = ''] = (stamp ?? '').split('.')
      const at = Number.parseInt(time, 36)
      const [given, wanted] = [Buffer.from(signature), Buffer.from(sign(`${slug} ${at}`))]
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? at : null
    },
  }
}

/** So many from one address within ten minutes; an office may share one. */
function sieve(most = 60, span = 600_000) {
  const seen = new Map<string, { count: number; since: number }>()
  return (key: string, now = Date.now()): boolean => {
    if (seen.size > 10_000) seen.clear()
    const one = seen.get(key)
    if (!one || now - one.since > span) return (seen.set(key, { count: 1, since: now }), true)
    return ++one.count <= most
  }
}

async function sentIn(c: Asked): Promise<{ sent: Sent; isJson: boolean }> {
  const isJson = /\bjson\b/.test(c.req.header('content-type') ?? '')
  const bytes = await c.req.arrayBuffer()
  const bad = new Invalid([{ path: '', message: 'The request is not JSON.', code: 'not_json' }])
  if (bytes.byteLength > mostBytes)
    throw new Invalid([{ path: '', message: 'The request is too large.', code: 'too_large' }])
  const text = new TextDecoder().decode(bytes).replaceAll('\0', '')
  if (!isJson) return { sent: Object.fromEntries(new URLSearchParams(text)), isJson }
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw bad
  }
  if (read === null || typeof read !== 'object' || Array.isArray(read)) throw bad
  // A box that was ticked is `true` to who writes JSON.
  const sent = Object.entries(read)
    .map(([key, value]: [string, unknown]) => [key, value === true ? 'yes' : value] as const)
    .filter((e): e is [string, string] => typeof e[1] === 'string')
  return { sent: Object.fromEntries(sent), isJson }
}

/** The agreements that were ticked, each with the version of its words that was read. */
const tickedIn = (sent: Sent) =>
  new Map(
    Object.entries(sent).flatMap(([key, version]): [string, number][] =>
      key.startsWith('purpose:') && /^\d{1,6}$/.test(version) ? [[key.slice(8), Number(version)]] : [],
    ),
  )

/** Public pages at /f/ADDRESS where anybody leaves his name. They work without script; a site of one's own may send the
 * same as JSON, with the stamp that `GET /f/ADDRESS?json` gives; each of its `agreements` that was ticked goes as
 * `purpose:ID` with its version. */
export function formsDoor(kolo: Kolo, secret: string): Hono<Env> {
  const routes = new Hono<Env>()
  const stamp = stampOf(secret)
  const mayPass = sieve()
  const open = async (c: Asked): Promise<FormPage> => {
    const slug = c.req.param('slug') ?? ''
    const form = await formAt(kolo, slug)
    if (!form) throw new Missing('form', slug)
    return form
  }

  routes.get('/:slug', async (c) => {
    const isJson = c.req.query('json') !== undefined
    const form = await open(c).catch((error: unknown) => {
      if (error instanceof Missing && !isJson) return null
      throw error
    })
    if (!form) return c.html(missingPage, 404)
    c.header('cache-control', 'no-store')
    const agreements = await agreementsAsked(kolo, form.locale)
    if (!isJson) return c.html(formPage(form, agreements, stamp.make(form.slug)))
    const { id: _, source: _s, campaign: _c, product: _p, ...shown } = form
    return c.json({ ...shown, agreements, stamp: stamp.make(form.slug) })
  })

  routes.post('/:slug', async (c) => {
    const form = await open(c)
    const { sent, isJson } = await sentIn(c)
    const thanks = () =>
      isJson
        ? c.json({ thanks: form.thanks, next: form.next }, 201)
        : form.next
          ? c.redirect(form.next, 303)
          : c.html(thanksPage(form))
    // A machine is thanked like a person: told of its mistake, it would mend it.
    if (isSpam(sent, stamp.read(form.slug, sent['stamp']), Date.now()) || !mayPass(remoteOf(c))) {
      await countRefused(kolo, form.id)
      return thanks()
    }
    const touch = [`/f/${form.slug}`, c.req.header('referer')].filter(Boolean).join(' ← ')
    try {
      const said = (key: string) => Boolean(sent[key]?.trim())
      const proof = [`/f/${form.slug}`, remoteOf(c), c.req.header('user-agent')].filter(Boolean).join(' · ')
      await takeForm(kolo, form, sent, touch, (tx, lead) =>
        noteTicked(kolo, tx, {
          lead,
          versions: tickedIn(sent),
          locale: form.locale,
          hasEmail: said('email'),
          hasPhone: said('phone'),
          proof,
        }),
      )
    } catch (error) {
      if (!(error instanceof Invalid) || isJson) throw error
      const said = errorIn(error, form.locale) as Invalid
      const agreements = await agreementsAsked(kolo, form.locale)
      const again = stamp.make(form.slug, Date.now() - soonest)
      return c.html(formPage(form, agreements, again, sent, said.problems), 400)
    }
    return thanks()
  })
  return routes
}
