const grown = <T extends Uint8Array | Uint32Array>(array: T, size: number): T => {
  const larger = new (array.constructor as new (n: number) => T)(Math.max(size, array.length * 2))
  larger.set(array as never)
  return larger
}

/** Spreads the bits of a number over all 32 (the finaliser of MurmurHash3). */
export const mix = (n: number): number => {
  let h = n | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A number of 32 bits for a text (FNV-1a, mixed). */
export const hashOf = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h)
}

/** Every different value once, as bytes in one array, numbered from 1: a million records take tens of bytes each
 * instead of hundreds. Values are ASCII. */
export class Dictionary {
  bytes = new Uint8Array(1 << 12)
  starts = new Uint32Array(1 << 8)
  /** How many records carry the value. */
  counts = new Uint32Array(1 << 8)
  size = 0
  private hashes = new Uint32Array(1 << 8)
  private table = new Uint32Array(1 << 10)

  /** The number of a value; a new one is added. */
  add(value: string): number {
    const hash = hashOf(value)
    let at = hash & (this.table.length - 1)
    for (let id = this.table[at]!; id !== 0; id = this.table[at]!) {
      if (this.hashes[id] === hash && this.is(id, value)) return id
      at = (at + 1) & (this.table.length - 1)
    }
    const id = ++this.size
    this.table[at] = id
    this.append(id, hash, value)
    if (this.size * 2 > this.table.length) this.rehash()
    return id
  }

  find(value: string): number {
    const hash = hashOf(value)
    let at = hash & (this.table.length - 1)
    for (let id = this.table[at]!; id !== 0; id = this.table[at]!) {
      if (this.hashes[id] === hash && this.is(id, value)) return id
      at = (at + 1) & (this.table.length - 1)
    }
    return 0
  }

  start = (id: number) => this.starts[id]!
  length = (id: number) => this.starts[id + 1]! - this.starts[id]!
  text(id: number): string {
    let out = ''
    for (let i = this.starts[id]!; i < this.starts[id + 1]!; i++) out += String.fromCharCode(this.bytes[i]!)
    return out
  }
  hash = (id: number) => this.hashes[id]!

  /** Once all values are there, the way back from a value to its number is needed no more. */
  seal(): void {
    this.table = new Uint32Array(1)
  }

  private is(id: number, value: string): boolean {
    const start = this.starts[id]!
    if (this.starts[id + 1]! - start !== value.length) return false
    for (let i = 0; i < value.length; i++) if (this.bytes[start + i] !== value.charCodeAt(i)) return false
    return true
  }

  private append(id: number, hash: number, value: string): void {
    if (id + 2 > this.starts.length) {
      this.starts = grown(this.starts, id + 2)
      this.counts = grown(this.counts, id + 2)
      this.hashes = grown(this.hashes, id + 2)
    }
    const start = this.starts[id]!
    if (start + value.length > this.bytes.length) this.bytes = grown(this.bytes, start + value.length)
    for (let i = 0; i < value.length; i++) this.bytes[start + i] = value.charCodeAt(i)
    this.starts[id + 1] = start + value.length
    this.hashes[id] = hash
  }

  private rehash(): void {
    this.table = new Uint32Array(this.table.length * 4)
    const mask = this.table.length - 1
    for (let id = 1; id <= this.size; id++) {
      let at = this.hashes[id]! & mask
      while (this.table[at] !== 0) at = (at + 1) & mask
      this.table[at] = id
    }
  }
}
