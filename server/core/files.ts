import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import sql, { raw } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Entity } from './entity.ts'
import { Invalid, Missing } from './error.ts'
import { startBytes, typeOf } from './file-type.ts'
import { isId, newId } from './id.ts'
import type { File } from './kinds/link.ts'

/** What lies in a place. */
export type Lying = { id: string; size: number; at: Date }

/** Where the bytes lie: a folder, or another place that can do the same. */
export type Place = {
  /** For whoever looks for them. */
  at: string
  put(id: string, bytes: Readable): Promise<void>
  /** Null when nothing lies there. */
  read(id: string): Promise<{ bytes: Readable; size: number } | null>
  has(id: string): Promise<boolean>
  remove(id: string): Promise<void>
  list(): AsyncIterable<Lying>
}

/** Where there is no installation: a command of the catalogue alone. */
export const nowhere: Place = {
  at: 'nowhere',
  has: () => Promise.resolve(false),
  async *list() {},
  put: () => Promise.reject(new Error('There is no place for files.')),
  read: () => Promise.resolve(null),
  remove: () => Promise.resolve(),
}

/** A folder of this machine; files are told apart by their last two letters, since ids made together begin alike. */
export function folderPlace(folder: string): Place {
  const pathOf = (id: string) => join(folder, id.slice(-2), id)
  const there = (id: string) => stat(pathOf(id)).catch(() => null)
  return {
    at: folder,
    async put(id, bytes) {
      await mkdir(dirname(pathOf(id)), { recursive: true, mode: 0o700 })
      await pipeline(bytes, createWriteStream(pathOf(id), { mode: 0o600 }))
    },
    async read(id) {
      const found = await there(id)
      return found && { bytes: createReadStream(pathOf(id)), size: found.size }
    },
    has: async (id) => (await there(id)) !== null,
    remove: (id) => rm(pathOf(id), { force: true }),
    async *list() {
      for (const part of await readdir(folder).catch(() => []))
        if (part.length === 2)
          for (const id of await readdir(join(folder, part))) {
            const found = await there(id)
            if (found?.isFile()) yield { id, size: found.size, at: found.mtime }
          }
    },
  }
}

export type NewFile = {
  name: string
  type: string
  bytes: Readable | Uint8Array | string
  by: string | null
  /** Sent by somebody: there must be something of it, no more than this, and all of it. */
  upload?: { most: number; expected: number | null }
}

const nameOf = (name: string) => name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 255) || 'file'
const bad = (message: string, code: string) => new Invalid([{ path: 'file', message, code }])
export const tooLarge = (most: number) =>
  bad(`A file may have ${Math.floor(most / 1024 ** 2)} MB at most.`, 'too_large')

/** Files that records carry. Who may have one is the record's affair: nothing here checks rights. */
export class Files {
  private db: Database
  private place: Place
  constructor(db: Database, place: Place) {
    this.db = db
    this.place = place
  }

  /** Keeps the bytes and answers with the value that a file field carries; what is cut off leaves nothing. Inside a
   * transaction it is told which: one that waited for a second connection would wait for ever once all of them do. */
  async put({ name, type, bytes, by, upload }: NewFile, within?: Tx): Promise<File> {
    const id = newId()
    let size = 0
    const start: Buffer[] = []
    const source = bytes instanceof Readable ? bytes : Readable.from([Buffer.from(bytes as Uint8Array)])
    const watched = source.map((chunk: Buffer) => {
      if (size < startBytes) start.push(chunk)
      size += chunk.length
      if (upload && size > upload.most) throw tooLarge(upload.most)
      return chunk
    })
    try {
      await this.place.put(id, watched)
      if (upload && size === 0) throw bad('The file is empty.', 'empty')
      if (upload?.expected != null && size !== upload.expected)
        throw bad('The file came only in part: send it again.', 'cut_off')
      const file = { id, name: nameOf(name), size, type: await typeOf(Buffer.concat(start), type) }
      const note = sql`insert into files (id, name, size, type, uploaded_by, is_upload)
        values (${id}::uuid, ${file.name}, ${size}, ${file.type}, ${by}::uuid, ${Boolean(upload)})`
      await (within ? within.elevated(() => within.rows(note)) : this.db.system((tx) => tx.rows(note)))
      return file
    } catch (error) {
      await this.place.remove(id)
      throw error
    }
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

  /** Removes what nobody carries: uploads that were given to no record within a day, files whose carrier (a record of
   * these entities) is gone for good, bytes that no row names. Answers how many. */
  async tidy(carriers: readonly Entity[]): Promise<number> {
    let gone = await this.drop(
      sql`is_upload and carried_by is null and created_at < now() - interval '1 day'`,
    )
    for (const e of carriers)
      gone += await this.drop(sql`carried_entity = ${e.name}
        and not exists (select from ${raw(`"${e.table}"`)} c where c.id = carried_by)`)
    return gone + (await this.dropUnnamed())
  }

  /** The bytes of files whose rows are gone. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.place.remove(id)
  }

  private async drop(which: ReturnType<typeof sql>): Promise<number> {
    const rows = await this.db.system((tx) =>
      tx.rows<{ id: string }>(sql`delete from files where ${which} returning id`),
    )
    for (const { id } of rows) await this.place.remove(id)
    return rows.length
  }

  private async dropUnnamed(): Promise<number> {
    const yesterday = Date.now() - 86_400_000
    let gone = 0
    let some: string[] = []
    const look = async () => {
      const named = await this.db.system((tx) =>
        tx.rows<{ id: string }>(sql`select id from files where id = any(${some}::uuid[])`),
      )
      const known = new Set(named.map((row) => row.id))
      for (const id of some.filter((one) => !known.has(one))) await this.place.remove(id).then(() => gone++)
      some = []
    }
    for await (const { id, at } of this.place.list()) {
      if (isId(id) && at.valueOf() < yesterday) some.push(id)
      if (some.length >= 500) await look()
    }
    if (some.length) await look()
    return gone
  }
}
