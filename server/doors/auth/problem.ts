import { Conflict, Forbidden, Invalid, Missing, Refused, type Problem } from '#core/error.ts'
import type { Locale } from '#core/text.ts'
import { sentenceFor } from './messages.ts'

const titles: Record<number, string> = {
  400: 'Invalid',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Refused',
  413: 'Too large',
  429: 'Too many requests',
  500: 'Fault',
}

type Told = { code?: string | undefined; message?: string | undefined; errors?: Problem[] | undefined }

/** An RFC 9457 problem document, in the reader's language. `message` repeats `detail` for better-auth's client. */
export function problem(status: number, told: Told, locale: Locale, headers?: HeadersInit): Response {
  const detail = sentenceFor(told.code, locale) ?? told.message ?? titles[status] ?? 'Error'
  const errors = told.errors?.map((e) => ({ ...e, message: sentenceFor(e.code, locale) ?? e.message }))
  const body = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail,
    ...(told.code ? { code: told.code } : {}),
    message: detail,
    ...(errors?.length ? { errors } : {}),
  }
  const all = new Headers(headers)
  all.set('content-type', 'application/problem+json')
  all.delete('content-length')
  return new Response(JSON.stringify(body), { status, headers: all })
}

export function problemOf(error: unknown, locale: Locale): Response | null {
  if (error instanceof Invalid)
    return problem(400, { message: error.message, errors: error.problems }, locale)
  if (error instanceof Refused) return problem(error.code === 'TOO_MANY_REQUESTS' ? 429 : 409, error, locale)
  if (error instanceof Missing) return problem(404, { message: error.message }, locale)
  if (error instanceof Forbidden) return problem(403, { code: error.message, message: error.message }, locale)
  if (error instanceof Conflict) return problem(412, error, locale)
  return null
}

/** better-auth names bad fields inside a sentence: `[body.email] Invalid input; [body.code] …`. */
const fieldErrors = (message: string): Problem[] =>
  [...message.matchAll(/\[body\.([\w.]+)\] ([^;[]+)/g)].map(([, path, text]) => ({
    path: path!,
    message: text!.trim(),
  }))

/** better-auth's own errors, made to read like ours. Answers that are not errors pass untouched. */
export async function likeOurs(response: Response, locale: Locale): Promise<Response> {
  if (response.status < 400) return response
  const told = (await response.json().catch(() => ({}))) as Told
  const headers = new Headers(response.headers)
  const retry = headers.get('x-retry-after')
  if (retry) headers.set('retry-after', retry)
  const code = told.code ?? (response.status === 429 ? 'TOO_MANY_REQUESTS' : undefined)
  const named = told.errors ?? fieldErrors(told.message ?? '')
  if (response.status >= 500) return problem(response.status, { code: 'FAULT' }, locale, headers)
  return problem(response.status, { ...told, code, errors: named }, locale, headers)
}
