import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { assertPublic, publicLookup } from './address.ts'

export type Outcome = { status?: number; text: string; tookMs: number; retryAfter?: number; error?: string }

export type PostOptions = { timeoutMs: number; allowPrivate: boolean }

const mostRead = 64 * 1024
const excerpt = 2000

// Two sets of connections: one made where private addresses are allowed must not serve where they are not.
const pools = [true, false].map((allowPrivate) => {
  const options = {
    keepAlive: true,
    maxSockets: 16,
    timeout: 30_000,
    ...(allowPrivate ? {} : { lookup: publicLookup as never }),
  }
  return { allowPrivate, 'http:': new http.Agent(options), 'https:': new https.Agent(options) }
})

/** Posts a body and reads the beginning of the answer. Never throws: what went wrong is part of the outcome. A
 * redirect is an answer like any other: the signed body goes nowhere that nobody wrote down. */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Outcome> {
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  const signal = AbortSignal.timeout(options.timeoutMs)
  try {
    const url = new URL(address)
    if (!options.allowPrivate) assertPublic(url)
    const response = await request(url, headers, body, options, signal)
    const text = await beginning(response)
    const wait = Number(response.headers['retry-after'])
    return {
      status: response.statusCode ?? 0,
      text,
      tookMs: took(),
      ...(wait > 0 ? { retryAfter: wait } : {}),
    }
  } catch (error) {
    const late = signal.aborted
    return {
      text: '',
      tookMs: took(),
      error: late
        ? `No answer within ${options.timeoutMs / 1000} s.`
        : (error as Error).message || String(error),
    }
  }
}

function request(
  url: URL,
  headers: Record<string, string>,
  body: string,
  { allowPrivate }: PostOptions,
  signal: AbortSignal,
) {
  const scheme = url.protocol as 'http:' | 'https:'
  const agent = pools.find((p) => p.allowPrivate === allowPrivate)![scheme]
  const send = scheme === 'https:' ? https.request : http.request
  return new Promise<IncomingMessage>((resolve, reject) => {
    const asked = send(url, {
      method: 'POST',
      agent,
      signal,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    })
    // Heard to the end: an error after the answer has begun would otherwise end the process.
    asked.once('response', resolve).on('error', reject)
    asked.once('close', () => reject(new Error('The connection was closed.')))
    asked.end(body)
  })
}

async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= mostRead) break // Leaving the loop closes the connection.
  }
  const text = Buffer.concat(chunks).toString('utf8').replaceAll('\0', '')
  return text.slice(0, excerpt).toWellFormed()
}

export function closePools(): void {
  for (const pool of pools) for (const scheme of ['http:', 'https:'] as const) pool[scheme].destroy()
}
