/** 53 bits of a text, enough to tell the rows of one file apart in a set of numbers. */
function hashOf(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 2654435761)
    b = Math.imul(b ^ c, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/** Remembers the keys of rows that a dry run counts as new: the next row with one of them is about the same record. */
export class Repeats {
  private seen = new Map<number, number>()

  /** What this row is to the ones before it. */
  judge(keys: readonly string[], values: unknown): 'first' | 'same' | 'other' {
    const content = hashOf(JSON.stringify(values))
    const before = keys.map((k) => this.seen.get(hashOf(k))).find((h) => h !== undefined)
    for (const k of keys) this.seen.set(hashOf(k), content)
    return before === undefined ? 'first' : before === content ? 'same' : 'other'
  }
}
