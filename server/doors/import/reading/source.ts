import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** A file's bytes, which may be read more than once. */
export type Source = {
  size: number
  head(bytes: number): Promise<Uint8Array>
  /** For formats whose directory is at the end, and for small files. */
  whole(): Promise<Uint8Array>
  bytes(): AsyncIterable<Uint8Array>
}

export async function sourceOf(from: string | Uint8Array): Promise<Source> {
  return typeof from === 'string' ? fileSource(from) : memorySource(from)
}

async function fileSource(path: string): Promise<Source> {
  const { size } = await stat(path)
  return {
    size,
    head: (bytes) => readPart(path, Math.min(bytes, size)),
    whole: () => readPart(path, size),
    bytes: () => createReadStream(path, { highWaterMark: 1 << 18 }),
  }
}

async function readPart(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(length)
    const { bytesRead } = await file.read(buffer, 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const memorySource = (all: Uint8Array): Source => ({
  size: all.byteLength,
  head: async (bytes) => all.subarray(0, bytes),
  whole: async () => all,
  async *bytes() {
    for (let at = 0; at < all.byteLength; at += 1 << 18) yield all.subarray(at, at + (1 << 18))
  },
})
