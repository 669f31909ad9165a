/** Microsoft asks to wait, or does not answer: all goes on later from where it is. */
export class Later extends Error {
  seconds: number
  constructor(seconds: number, why: string) {
    super(why)
    this.seconds = seconds
  }
}

/** The sign-in is not good any more; its owner has to connect again. */
export class SignedOut extends Error {}

/** An answer that is no success. `code` is Microsoft's. */
export class GraphError extends Error {
  status: number
  code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type Json = Record<string, unknown>
type Sent = { body?: Json; etag?: string | null }
export type Graph = {
  /** `address`: a path below the API, or a link that it gave. */
  get(address: string): Promise<Json>
  post(address: string, body: Json): Promise<Json>
  patch(address: string, body: Json, etag: string | null): Promise<Json>
  remove(address: string): Promise<void>
  /** Throws where a link leads elsewhere. */
  own(link: string): string
}

const patience = 30_000
const largest = 16 * 1024 * 1024
export const usualWait = 60

/** Seconds of a Retry-After header (RFC 9110, 10.2.3), within an hour. */
export function waitOf(header: string | null, now = Date.now()): number {
  const seconds =
    header && /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header ?? '') - now) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : usualWait
}

const prefer = 'IdType="ImmutableId", outlook.body-content-type="text", odata.maxpagesize=100'

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > largest) throw new GraphError(response.status, 'too_large', 'The answer is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

// Neither stands in a text of PostgreSQL: zero bytes, and halves of a character.
const untold = /\\u(?:0000|d[89a-f])/i
const tellable = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value

function jsonOf(text: string, status: number): Json {
  try {
    const read = JSON.parse(text, untold.test(text) ? tellable : undefined) as unknown
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Json
  } catch {
    // Said below.
  }
  throw new GraphError(status, 'not_json', 'The answer does not read.')
}

/** Asks of the Graph API in somebody's name. `token`: a fresh one when the last was refused. */
export function graphOf(api: string, token: (isRefused: boolean) => Promise<string>): Graph {
  const base = new URL(`${api.replace(/\/+$/, '')}/`)
  // A link with somebody else's address would take the token there.
  const urlOf = (address: string): URL => {
    if (!/^https?:/i.test(address)) return new URL(address.replace(/^\//, ''), base)
    const url = URL.canParse(address) ? new URL(address) : null
    if (!url || url.origin !== base.origin || !url.pathname.startsWith(base.pathname))
      throw new GraphError(200, 'foreign_link', 'A link in the answer leads elsewhere.')
    return url
  }

  async function ask(method: string, address: string, { body, etag }: Sent = {}): Promise<Json> {
    const url = urlOf(address)
    for (let isRefused = false; ; isRefused = true) {
      const response = await fetch(url, {
        method,
        body: body ? JSON.stringify(body) : null,
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
        headers: {
          authorization: `Bearer ${await token(isRefused)}`,
          prefer,
          accept: 'application/json',
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(etag ? { 'if-match': etag } : {}),
        },
      }).catch((error: Error) => {
        if (error instanceof SignedOut || error instanceof Later) throw error
        throw new Later(usualWait, `Microsoft Graph does not answer: ${error.message}`)
      })
      const text = await textOf(response).catch((error: unknown) => {
        if (error instanceof GraphError) throw error
        throw new Later(usualWait, 'The connection to Microsoft Graph broke.')
      })
      const { status } = response
      if (status === 401 && !isRefused) continue
      if (status === 401) throw new SignedOut('Microsoft does not accept the sign-in any more.')
      if (status === 429 || status >= 500)
        throw new Later(
          waitOf(response.headers.get('retry-after')),
          `Microsoft Graph asks to wait (${status}).`,
        )
      if (response.ok) return text ? jsonOf(text, status) : {}
      let said: { code?: unknown; message?: unknown } = {}
      try {
        said = (jsonOf(text, status)['error'] ?? {}) as typeof said
      } catch {
        // An error that does not read is still one.
      }
      const message = typeof said.message === 'string' ? said.message.slice(0, 300) : `HTTP ${status}`
      throw new GraphError(status, typeof said.code === 'string' ? said.code : '', message)
    }
  }
  return {
    own: (link) => urlOf(link).href,
    get: (address) => ask('GET', address),
    post: (address, body) => ask('POST', address, { body }),
    patch: (address, body, etag) => ask('PATCH', address, { body, etag }),
    remove: async (address) => {
      await ask('DELETE', address).catch((error: unknown) => {
        if (!(error instanceof GraphError) || error.status !== 404) throw error
      })
    },
  }
}

/** What stands at an address; null when it is gone. */
export const found = (graph: Graph, address: string): Promise<Json | null> =>
  graph.get(address).catch((error: unknown) => {
    if (error instanceof GraphError && (error.status === 404 || error.status === 410)) return null
    throw error
  })

export const pathOf = (...parts: string[]) => parts.map((p) => encodeURIComponent(p)).join('/')
