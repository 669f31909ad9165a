import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Invalid } from '#core/error.ts'
import { newId } from '#core/id.ts'
import { BadForm, boundaryOf, partsOf, type Part } from './multipart.ts'

export type Upload = { path: string; file: string; fields: Record<string, string> }

const largest = 2 * 2 ** 30
const longestField = 100_000

const bad = (message: string, code = 'invalid') => new Invalid([{ path: 'file', message, code }])

export const uploadsIn = (filesDir: string) => join(filesDir, 'imports')

/** Puts the file of a form into the folder as it arrives, and gives the form's other fields. */
export async function receive(
  folder: string,
  contentType: string | undefined,
  body: ReadableStream<Uint8Array> | null,
): Promise<Upload> {
  const boundary = boundaryOf(contentType)
  if (!boundary || !body) throw bad('Send one file as multipart form data.')
  const path = join(folder, newId())
  const fields: Record<string, string> = {}
  let file: string | null = null
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    for await (const part of partsOf(Readable.fromWeb(body as never), boundary))
      if (part.file === null) fields[part.name] = await textOf(part)
      else if (part.name === 'file' && file === null) {
        await pipeline(Readable.from(part.content), limited(), createWriteStream(path, { mode: 0o600 }))
        file = part.file.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 255) || 'file'
      }
    if (file === null) throw bad('Send one file as multipart form data.')
    return { path, file, fields }
  } catch (error) {
    await rm(path, { force: true })
    throw error instanceof BadForm ? bad('Send one file as multipart form data.') : error
  }
}

async function textOf(part: Part): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of part.content) {
    size += piece.length
    if (size > longestField) throw bad('Send one file as multipart form data.')
    pieces.push(Buffer.from(piece))
  }
  return Buffer.concat(pieces).toString('utf8')
}

function limited(): Transform {
  let size = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length
      done(size > largest ? bad('A file may have 2 GB at most.', 'too_large') : null, chunk)
    },
  })
}
