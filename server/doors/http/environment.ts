import type { Context } from 'hono'
import type { Actor } from '#core/actor.ts'
import { Forbidden, Invalid } from '#core/error.ts'
import type { Locale } from '#core/text.ts'

export type Env = {
  Variables: { actor: Actor; single?: boolean }
  Bindings: { incoming?: { socket: { remoteAddress?: string } } }
}
export type Asked = Context<Env>

export const mostBytes = 32 * 1024 * 1024

export const remoteOf = (c: Asked) => c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1'

/** The language of somebody who is not signed in. */
export const localeOf = (c: Asked): Locale =>
  (c.var.actor as Actor | undefined)?.locale ??
  (/^\s*uk\b/i.test(c.req.header('accept-language') ?? '') ? 'uk' : 'en')

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

const invalid = (message: string, code: string) => new Invalid([{ path: '', message, code }])

/** The body as JSON; what is not UTF-8 or not JSON is said so. Prototype keys are dropped by the strict schemas. */
export async function bodyOf(c: Asked): Promise<unknown> {
  const length = Number(c.req.header('content-length') ?? 0)
  if (length > mostBytes) throw invalid('The request is too large.', 'too_large')
  const bytes = await c.req.arrayBuffer()
  if (bytes.byteLength > mostBytes) throw invalid('The request is too large.', 'too_large')
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw invalid('The request is not UTF-8.', 'not_utf8')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('The request is not JSON.', 'not_json')
  }
}

/** A write that a page of another site sent with our cookie. */
export const isForeign = (locale: Locale) =>
  new Forbidden(
    locale === 'uk'
      ? 'Цей запит надіслала сторінка іншого сайту.'
      : 'This request was sent by a page of another site.',
  )
