import type { Actor } from '#core/actor.ts'
import { Conflict, Forbidden, Invalid, Missing, Refused } from '#core/error.ts'
import type { Kolo } from '#core/kolo.ts'
import { errorIn } from '#core/messages.ts'
import { calendarText, note, reasons, Unkept, type Collection } from '#modules/calendars/index.ts'
import { answer, refusal } from './answer.ts'
import { quoted } from './properties.ts'
import type { Space } from './xml.ts'

export type Target = { kolo: Kolo; actor: Actor; collection: Collection; name: string }

const conditions: Record<string, `${Space}:${string}`> = {
  wrong_kind: 'C:supported-calendar-component',
  not_one: 'C:valid-calendar-object-resource',
  uid_taken: 'C:no-uid-conflict',
  too_large: 'C:max-resource-size',
  read_only: 'D:need-privileges',
  card_version: 'R:supported-address-data',
}

/** The ETag in If-Match; strong or weak means the same here. */
const etagIn = (header: string | undefined) => {
  const given = header?.split(',')[0]?.trim().replace(/^W\//, '')
  return given && given !== '*' ? given.replaceAll('"', '') : given
}

function told(
  error: unknown,
  { collection }: Target,
): { response: Response; state: 'refused' | 'conflict'; why: string } {
  const cards = collection.kind === 'vcard'
  const refused = (status: number, condition: `${Space}:${string}` | null, why: string) => ({
    response: refusal(status, condition, why),
    state: 'refused' as const,
    why,
  })
  if (error instanceof Conflict)
    return {
      response: refusal(412, null, error.message),
      state: 'conflict',
      why: error.message,
    }
  const valid = cards ? 'R:valid-address-data' : 'C:valid-calendar-data'
  if (error instanceof Refused) {
    const condition = error.code === 'uid_taken' && cards ? 'R:no-uid-conflict' : conditions[error.code]
    return refused(
      error.code === 'uid_taken' ? 409 : 403,
      condition ?? (error.code in reasons ? valid : null),
      error.message,
    )
  }
  if (error instanceof Invalid)
    return refused(
      403,
      valid,
      error.problems
        .map((p) => `${p.path.replace(/^items\.\d+\.?/, '')}: ${p.message}`.replace(/^: /, ''))
        .join(' '),
    )
  if (error instanceof Missing || error instanceof Forbidden)
    return refused(403, 'D:need-privileges', error.message)
  throw error
}

async function ended(error: unknown, target: Target, title: string | null): Promise<Response> {
  const { kolo, actor, collection, name } = target
  const { response, state, why } = told(errorIn(error, actor.locale), target)
  // The write is undone; that it was tried is noted in a transaction of its own.
  await kolo.db.system((tx) =>
    note(tx, actor.user!, collection.key, name, { state, reason: why.slice(0, 1000), title }),
  )
  return response
}

type Headers = { match: string | undefined; noneMatch: string | undefined }

export async function put(
  target: Target,
  bytes: Uint8Array,
  { match, noneMatch }: Headers,
): Promise<Response> {
  const { kolo, actor, collection, name } = target
  let text = ''
  try {
    text = calendarText(bytes)
    const etag = etagIn(match)
    const written = await kolo.call<{ isNew: boolean; etag: string | null; isExact: boolean }>(
      actor,
      'calendar.write',
      {
        collection: collection.key,
        name,
        text,
        ...(etag ? { match: etag } : {}),
        ...(noneMatch?.trim() === '*' ? { isNew: true } : {}),
      },
    )
    const tag: Record<string, string> = written.etag && written.isExact ? { etag: quoted(written.etag) } : {}
    return answer(written.isNew ? 201 : 204, null, tag)
  } catch (error) {
    const reason =
      error instanceof Unkept ? new Refused(error.reason, reasons[error.reason][actor.locale]) : error
    const title = /^(?:SUMMARY|FN)[^:\r\n]*:(.{1,200})/m.exec(text)?.[1]?.trim() ?? null
    return ended(reason, target, title)
  }
}

export async function remove(target: Target, { match }: Headers): Promise<Response> {
  const { kolo, actor, collection, name } = target
  try {
    const etag = etagIn(match)
    const { id } = await kolo.call<{ id: string | null }>(actor, 'calendar.remove', {
      collection: collection.key,
      name,
      ...(etag ? { match: etag } : {}),
    })
    return id ? answer(204, null) : answer(404, null)
  } catch (error) {
    return ended(error, target, null)
  }
}
