import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let used = pool.length
let lastMs = 0
let sequence = 0

/** A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then a 12-bit counter so that ids made by one
 * process within a millisecond still sort in the order they were made, then random bits. */
export function newId(now = Date.now()): string {
  if (used + 8 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  if (now > lastMs) {
    lastMs = now
    sequence = ((pool[used]! << 8) | pool[used + 1]!) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs++
    sequence = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const counter = sequence.toString(16).padStart(3, '0')
  pool[used]! = (pool[used]! & 0x3f) | 0x80
  let tail = ''
  for (let i = 0; i < 8; i++) tail += pool[used + i]!.toString(16).padStart(2, '0')
  used += 8
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${tail.slice(0, 4)}-${tail.slice(4)}`
}

export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)

/** The lowest id of a moment (milliseconds since 1970), and the moment of an id. */
export function firstId(at: number): string {
  const time = Math.max(0, at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
export const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
