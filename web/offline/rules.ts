import { ApiError } from '../api.ts'
import type { StoredFile } from '../kinds/file.tsx'

export type Kind = 'complete' | 'visit' | 'log' | 'note' | 'photo'
export type About = { entity: string; id: string; title: string }

/** Something written, as the server will be asked for it. */
export type Write = {
  kind: Kind
  path: 'operations/activity.complete' | 'operations/activity.log' | 'comments' | 'attachments'
  body: Readonly<Record<string, unknown>>
  about: About
  /** Made when it was written: however often it is sent, it is done once. */
  key: string
  file?: { name: string; bytes: Blob }
}
export type Waiting = Write & {
  /** The order in which they were written. */
  number: number
  user: string
  writtenAt: string
  /** When it was first sent and no answer came. */
  sentAt?: string
  /** Its file, once the server has it. */
  stored?: { at: string; file: StoredFile }
  problem?: { text: string; code: 'refused' | 'unsure' }
}

const hours = 3_600_000
/** The server remembers for a day what it was asked to do once, and keeps for a day a file that stands nowhere. */
const remembered = 20 * hours
export const most = { writes: 100, file: 20e6, files: 100e6 }

export const isOld = (at: string | undefined, now: number) =>
  at !== undefined && now - Date.parse(at) > remembered

/** Why it cannot wait on this device, if it cannot. */
export function whyNotKeep(
  all: readonly Pick<Waiting, 'file'>[],
  added: Pick<Write, 'file'>,
): 'full' | 'large' | 'heavy' | null {
  const sizes = [...all, added].map((w) => w.file?.bytes.size ?? 0)
  if (all.length >= most.writes) return 'full'
  if (sizes.at(-1)! > most.file) return 'large'
  return sizes.reduce((sum, size) => sum + size, 0) > most.files ? 'heavy' : null
}

export const ofUser = (all: readonly Waiting[], user: string | null) =>
  all.filter((w) => w.user === user).toSorted((a, b) => a.number - b.number)

/** What is to be sent now: the oldest one that was not refused. */
export const nextOf = (own: readonly Waiting[]) => own.find((w) => !w.problem) ?? null

const passing = new Set([408, 425, 429, 502, 503, 504])

/** What an attempt has come to: done; refused, which a person must look at; to be tried later; or nobody is signed in
 * who could have written it. */
export function outcomeOf(error: unknown): 'done' | 'refused' | 'later' | 'stranger' {
  // No answer, or one that some network between has made up.
  if (!(error instanceof ApiError)) return 'later'
  // Only an earlier attempt can have used the key.
  if (error.problems.some((p) => p.code === 'key_reused')) return 'done'
  if (error.status === 401) return 'stranger'
  return passing.has(error.status) ? 'later' : 'refused'
}

const textKey = (w: Pick<Write, 'path'>) =>
  w.path === 'comments' ? 'body' : w.path === 'attachments' ? null : 'result'

/** What the person typed, if it was text. */
export const textOf = (w: Pick<Write, 'path' | 'body'>) => {
  const key = textKey(w)
  return key === null ? null : String(w.body[key] ?? '')
}
export const withText = <W extends Pick<Write, 'path' | 'body'>>(w: W, text: string): W => {
  const key = textKey(w)
  return key === null ? w : { ...w, body: { ...w.body, [key]: text } }
}

/** A day as it will be when what waits is done. */
export const asWritten = <A extends { id: string; status: string; occursAt?: string | null }>(
  activities: readonly A[],
  waiting: readonly Pick<Waiting, 'kind' | 'body' | 'problem'>[],
): A[] => {
  const done = waiting.filter((w) => w.kind === 'complete' && !w.problem)
  const isDone = (a: A) =>
    done.some(
      (w) => w.body['id'] === a.id && (w.body['occursAt'] ?? a.occursAt ?? null) === (a.occursAt ?? null),
    )
  return activities.map((a) => (isDone(a) ? { ...a, status: 'done' } : a))
}
