import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Place } from '#core/files.ts'

/** A place for files that is gone with the world. */
export function inMemory(): Place {
  const kept = new Map<string, Buffer>()
  return {
    put: async (id, bytes) => void kept.set(id, await buffer(bytes)),
    read: async (id) => {
      const found = kept.get(id)
      return found ? { bytes: Readable.from([found]), size: found.length } : null
    },
    remove: async (id) => void kept.delete(id),
  }
}
