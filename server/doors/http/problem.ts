import { randomUUID } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import { Conflict, Forbidden, Invalid, Missing, Refused, type Problem } from '#core/error.ts'
import { errorIn } from '#core/messages.ts'
import type { Locale } from '#core/text.ts'
import { sentenceFor } from '#doors/auth/messages.ts'

const titles = {
  invalid: { en: 'Some values do not read', uk: 'Деякі значення не читаються' },
  refused: { en: 'Not now', uk: 'Зараз не можна' },
  missing: { en: 'Not found', uk: 'Не знайдено' },
  forbidden: { en: 'Not allowed', uk: 'Не дозволено' },
  conflict: { en: 'Changed by somebody else', uk: 'Змінено кимось іншим' },
  stranger: { en: 'Sign in first', uk: 'Спершу увійдіть' },
  fault: { en: 'Something went wrong here', uk: 'Тут щось пішло не так' },
} as const

/** 401: nobody we know. */
export class Stranger extends Error {}

const json = (status: number, title: keyof typeof titles, locale: Locale, more: object): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: titles[title][locale], status, ...more }), {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  })

/** A request for one record says `name`, not `items.0.name`. */
const unwrapped = (problems: Problem[], single: boolean) =>
  single ? problems.map((p) => ({ ...p, path: p.path.replace(/^items\.0\.?/, '') })) : problems

export type Asked = { locale: Locale; single?: boolean; onFault(error: unknown, reference: string): void }

/** Every error as an RFC 9457 problem document. A fault says nothing of the inside, only where to look it up. */
export function problemOf(given: unknown, { locale, single = false, onFault }: Asked): Response {
  const error = errorIn(given, locale)
  if (error instanceof Invalid) {
    const errors = unwrapped(error.problems, single).map((p) => ({
      ...p,
      // What sign-in says of a password, set-up says too.
      message: sentenceFor(p.code, locale) ?? p.message,
    }))
    const detail = errors.map((p) => (p.path ? `${p.path}: ${p.message}` : p.message)).join(' ')
    return json(400, 'invalid', locale, { detail, errors })
  }
  if (error instanceof Refused)
    return json(409, 'refused', locale, { detail: error.message, code: error.code })
  if (error instanceof Missing)
    return json(404, 'missing', locale, { detail: error.message, entity: error.entity, id: error.id })
  if (error instanceof Stranger) return json(401, 'stranger', locale, { detail: titles.stranger[locale] })
  if (error instanceof Forbidden) return json(403, 'forbidden', locale, { detail: error.message })
  if (error instanceof Conflict)
    return json(412, 'conflict', locale, { detail: error.message, current: error.current })
  if (error instanceof HTTPException) return json(error.status, 'invalid', locale, { detail: error.message })
  const reference = randomUUID()
  onFault(error, reference)
  return json(500, 'fault', locale, { detail: titles.fault[locale], reference })
}
