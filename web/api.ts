import { heard } from './offline/network.ts'

/** A bad field: its path ("items.0.amount", "name.last") and a sentence for the person who typed it. */
export type Problem = {
  path: string
  message: string
  code?: string
  /** The record that has the value already. */
  record?: { id: string; title: string }
}

/** What the server refused, as its problem document says it. */
export class ApiError extends Error {
  readonly status: number
  readonly title: string
  readonly code: string | undefined
  readonly problems: readonly Problem[]
  /** 412: what the record is now. */
  readonly current: Record<string, unknown> | undefined
  /** 500: what to tell the administrator. */
  readonly reference: string | undefined
  constructor(status: number, body: Record<string, any>) {
    super(body['detail'] ?? body['message'] ?? body['title'] ?? '')
    this.status = status
    this.title = body['title'] ?? ''
    this.code = body['code']
    this.problems = body['errors'] ?? []
    this.current = body['current']
    this.reference = body['reference']
  }
  /** The sentence about one field, if there is one. */
  about(path: string) {
    return this.problems.find((p) => p.path === path || p.path.endsWith(`.${path}`))?.message
  }
}

/** The server cannot be reached: nothing is known about what was sent. */
export class Unreachable extends Error {}

const problemOf = async (response: Response) =>
  new ApiError(
    response.status,
    (await response.json().catch(() => ({ title: response.statusText }))) as Record<string, any>,
  )

export type Send = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: unknown
  /** The record's revision that the change is based on. */
  revision?: number | undefined
  /** A repeated request with the same key is done once. */
  once?: string | undefined
  /** The user in whose name it is meant: refused when somebody else has signed in here meanwhile. */
  as?: string | undefined
  signal?: AbortSignal | undefined
}

/** One request to /api. Throws ApiError or Unreachable. */
export async function api<T>(
  path: string,
  { method = 'GET', body, revision, once, as, signal }: Send = {},
): Promise<T> {
  // Sentences of the server come in the language of the page, not of the browser.
  const headers = new Headers({
    accept: 'application/json',
    'accept-language': document.documentElement.lang,
  })
  if (body !== undefined && !(body instanceof FormData)) headers.set('content-type', 'application/json')
  if (revision !== undefined) headers.set('if-match', `"${revision}"`)
  if (once) headers.set('idempotency-key', once)
  if (as) headers.set('kolo-user', as)
  const response = await fetch(`/api/${path}`, {
    method,
    headers,
    signal: signal ?? null,
    body: body === undefined ? null : body instanceof FormData ? body : JSON.stringify(body),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    heard(false)
    throw new Unreachable(String(error))
  })
  heard(true)
  if (response.status === 401 && !path.startsWith('auth/')) {
    const nothing = () => {}
    void import('./offline/kept.ts').then((m) => m.forget(), nothing)
    void import('./signed-out.ts').then((m) => m.tellSignedOut(), nothing)
  }
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** `?a=1&b=…` of what is not empty; objects go as JSON. */
export function query(values: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    params.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Not `randomUUID`, which a browser has over HTTPS only. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
