const words = 4
const empty = -1

/** Ids as four words each, one after another: as text a hundred thousand cost a tenth of a second to find. */
export const idsOf = (texts: readonly (string | null)[]): Uint32Array =>
  wordsOf(Buffer.from(texts.map((t) => t?.replaceAll('-', '') ?? '0'.repeat(32)).join(''), 'hex'))
export const wordsOf = (bytes: Buffer): Uint32Array => {
  const found = new Uint32Array(bytes.length / 4)
  new Uint8Array(found.buffer).set(bytes)
  return found
}
export const isNobody = (ids: Uint32Array, at: number): boolean =>
  (ids[words * at]! | ids[words * at + 1]! | ids[words * at + 2]! | ids[words * at + 3]!) === 0

/** Which of many ids stand where: in the order in which they came. */
export class Ids {
  size = 0
  private known = new Uint32Array(words * 64)
  private slots = new Int32Array(128).fill(empty)

  /** Its place; a new one when it was not known. */
  place(ids: Uint32Array, at: number): number {
    const slot = this.slotOf(ids, at)
    const place = this.slots[slot]!
    if (place !== empty) return place
    if (words * this.size === this.known.length) {
      this.grow()
      return this.place(ids, at)
    }
    for (let i = 0; i < words; i++) this.known[words * this.size + i] = ids[words * at + i]!
    this.slots[slot] = this.size
    return this.size++
  }
  /** −1 when it is not known. */
  find = (ids: Uint32Array, at: number): number => this.slots[this.slotOf(ids, at)]!

  text(place: number): string {
    const hex = Buffer.from(this.known.buffer, 16 * place, 16).toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  }

  private slotOf(ids: Uint32Array, at: number): number {
    const [a, b, c, d] = [ids[words * at]!, ids[words * at + 1]!, ids[words * at + 2]!, ids[words * at + 3]!]
    let mixed =
      Math.imul(a ^ Math.imul(b, 0x85eb_ca6b), 0xc2b2_ae35) ^
      Math.imul(c ^ Math.imul(d, 0x27d4_eb2f), 0x1656_67b1)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x9e37_79b1)
    const last = this.slots.length - 1
    for (let slot = (mixed ^ (mixed >>> 13)) & last; ; slot = (slot + 1) & last) {
      const place = this.slots[slot]!
      if (place === empty) return slot
      const known = words * place
      if (
        this.known[known] === a &&
        this.known[known + 1] === b &&
        this.known[known + 2] === c &&
        this.known[known + 3] === d
      )
        return slot
    }
  }
  private grow(): void {
    const before = this.known
    this.known = new Uint32Array(2 * before.length)
    this.slots = new Int32Array(2 * this.slots.length).fill(empty)
    const count = this.size
    this.size = 0
    for (let i = 0; i < count; i++) this.place(before, i)
  }
}
