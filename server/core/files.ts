import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import { Missing } from './error.ts'
import { newId } from './id.ts'
import type { File } from './kinds/link.ts'

/** Where the bytes lie: a folder, or another place that can do the same. */
export type Place = {
  put(id: string, bytes: Readable): Promise<void>
  /** Null when nothing lies there. */
  read(id: string): Promise<{ bytes: Readable; size: number } | null>
  remove(id: string): Promise<void>
}

/** A folder of this machine; files are told apart by their last two letters, since ids made together begin alike. */
export function folderPlace(folder: string): Place {
  const pathOf = (id: string) => join(folder, id.slice(-2), id)
  return {
    async put(id, bytes) {
      await mkdir(dirname(pathOf(id)), { recursive: true, mode: 0o700 })
      await pipeline(bytes, createWriteStream(pathOf(id), { mode: 0o600 }))
    },
    async read(id) {
      const there = await stat(pathOf(id)).catch(() => null)
      return there && { bytes: createReadStream(pathOf(id)), size: there.size }
    },
    remove: (id) => rm(pathOf(id), { force: true }),
  }
}

export type NewFile = { name: string; type: string; bytes: Readable | Uint8Array | string; by: string | null }

const nameOf = (name: string) => name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 255) || 'file'
const typeOf = (type: string) => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream')

/** Files that records carry. Who may have one is the record's affair: nothing here checks rights. */
export class Files {
  private db: Database
  private place: Place
  constructor(db: Database, place: Place) {
    this.db = db
    this.place = place
  }

  /** Keeps the bytes and answers with the value that a file field carries. Inside a transaction it is told which: one
   * that waited for a second connection would wait for ever once all of them do. */
  async put({ name, type, bytes, by }: NewFile, within?: Tx): Promise<File> {
    const id = newId()
    let size = 0
    const source = bytes instanceof Readable ? bytes : Readable.from([Buffer.from(bytes as Uint8Array)])
    const counted = source.map((chunk: Buffer) => ((size += chunk.length), chunk))
    const file = { id, name: nameOf(name), size: 0, type: typeOf(type) }
    try {
      await this.place.put(id, counted)
      file.size = size
      const note = sql`insert into files (id, name, size, type, uploaded_by) values (${id}::uuid, ${file.name}, ${size}, ${file.type}, ${by}::uuid)`
      await (within ? within.elevated(() => within.rows(note)) : this.db.system((tx) => tx.rows(note)))
    } catch (error) {
      await this.place.remove(id)
      throw error
    }
    return file
  }

  async read(file: Pick<File, 'id' | 'name'>): Promise<{ bytes: Readable; size: number }> {
    const found = await this.place.read(file.id)
    if (!found) throw new Missing('file', file.name)
    return found
  }

  async bytes(file: Pick<File, 'id' | 'name'>): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of (await this.read(file)).bytes) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }
}
