import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import { XMLParser } from 'fast-xml-parser'
import type { Lying, Place } from './files.ts'

export type S3Settings = {
  endpoint: string
  bucket: string
  region: string
  key: string
  secret: string
  /** Before every name, so that a bucket can be shared. */
  prefix: string
}

/** The storage refused or cannot be reached: said to the administrator, in the log. */
export class S3Trouble extends Error {}

const xml = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  isArray: (name) => name === 'Contents',
})
type Listing = {
  ListBucketResult?: {
    Contents?: { Key: string; Size: string; LastModified: string }[]
    NextContinuationToken?: string
  }
}

/** Files in a bucket of S3-compatible storage. */
export function s3Place(s: S3Settings): Place {
  const client = new AwsClient({
    accessKeyId: s.key,
    secretAccessKey: s.secret,
    region: s.region,
    service: 's3',
    retries: 3,
  })
  const bucket = `${s.endpoint.replace(/\/+$/, '')}/${encodeURIComponent(s.bucket)}`
  const urlOf = (id: string) => `${bucket}/${s.prefix}${id}`

  async function ask(
    url: string,
    init: RequestInit & { duplex?: 'half' } = {},
    fine: number[] = [],
  ): Promise<Response> {
    const response = await client.fetch(url, init).catch((error: unknown) => {
      throw new S3Trouble(`${s.endpoint} cannot be reached: ${String((error as Error).cause ?? error)}`)
    })
    if (response.ok || fine.includes(response.status)) return response
    const text = await response.text()
    const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? text.slice(0, 200)
    throw new S3Trouble(`${s.endpoint} answered ${response.status} ${code} to ${init.method ?? 'GET'}.`)
  }

  return {
    at: `${s.endpoint}/${s.bucket}`,
    // The storage wants to know the size and the hash before the first byte.
    async put(id, bytes) {
      const folder = await mkdtemp(join(tmpdir(), 'kolo-upload-'))
      const path = join(folder, id)
      try {
        const hash = createHash('sha256')
        const watched = new Transform({
          transform(chunk: Buffer, _, done) {
            hash.update(chunk)
            done(null, chunk)
          },
        })
        await pipeline(bytes, watched, createWriteStream(path, { mode: 0o600 }))
        const { size } = await stat(path)
        const body = size ? (Readable.toWeb(createReadStream(path)) as ReadableStream) : ''
        const headers = { 'content-length': String(size), 'x-amz-content-sha256': hash.digest('hex') }
        await ask(urlOf(id), { method: 'PUT', headers, body, duplex: 'half' })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    async read(id) {
      const response = await ask(urlOf(id), {}, [404])
      if (response.status === 404) {
        await response.body?.cancel()
        return null
      }
      return {
        bytes: response.body ? Readable.fromWeb(response.body as never) : Readable.from([]),
        size: Number(response.headers.get('content-length') ?? 0),
      }
    },
    async has(id) {
      return (await ask(urlOf(id), { method: 'HEAD' }, [404])).status !== 404
    },
    async remove(id) {
      await ask(urlOf(id), { method: 'DELETE' }, [404])
    },
    async *list(): AsyncGenerator<Lying> {
      for (let after: string | undefined; ;) {
        const query = new URLSearchParams({
          'list-type': '2',
          ...(s.prefix ? { prefix: s.prefix } : {}),
          ...(after ? { 'continuation-token': after } : {}),
        })
        const { ListBucketResult: page } = xml.parse(
          await (await ask(`${bucket}?${query}`)).text(),
        ) as Listing
        for (const { Key, Size, LastModified } of page?.Contents ?? [])
          yield { id: Key.slice(s.prefix.length), size: Number(Size), at: new Date(LastModified) }
        after = page?.NextContinuationToken
        if (!after) return
      }
    },
  }
}
