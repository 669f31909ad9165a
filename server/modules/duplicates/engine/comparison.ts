import type { Base } from './base.ts'
import type { Column } from './column.ts'
import { mix } from './dictionary.ts'
import { levelsOf, scaleOf, swapped } from './levels.ts'
import { distance, jaroWinkler } from './similarity.ts'

/** Remembers the last comparisons of values: in the records of one block the same ones come again and again. */
class Memory {
  private a: Uint32Array
  private b: Uint32Array
  private level: Uint8Array
  private compare: (a: number, b: number) => number
  constructor(compare: (a: number, b: number) => number, slots: number) {
    this.compare = compare
    this.a = new Uint32Array(slots)
    this.b = new Uint32Array(slots)
    this.level = new Uint8Array(slots)
  }
  of(a: number, b: number): number {
    if (a > b) [a, b] = [b, a]
    const slot = mix(a ^ Math.imul(b, 0x9e3779b1)) & (this.a.length - 1)
    if (this.a[slot] === a && this.b[slot] === b) return this.level[slot]!
    const level = this.compare(a, b)
    this.a[slot] = a
    this.b[slot] = b
    this.level[slot] = level
    return level
  }
}

/** Compares records field by field. */
export class Comparison {
  columns: readonly Column[]
  /** Levels of the last comparison, by column; 0 where one of the two has no value. */
  levels: Uint8Array
  /** A value that both have, or that sounds as the other's; 0 where they have neither in common. */
  shared: Uint32Array
  private memories: Memory[]
  private last: number
  private first: number

  constructor({ columns, size }: Base) {
    const slots = size < 1000 ? 1 << 8 : 1 << 17
    this.columns = columns
    this.levels = new Uint8Array(columns.length)
    this.shared = new Uint32Array(columns.length)
    this.memories = columns.map((c) => new Memory((a, b) => levelsOf[c.kind as 'last'](c, a, b), slots))
    this.last = columns.findIndex((c) => c.kind === 'last')
    this.first = columns.findIndex((c) => c.kind === 'first')
  }

  one(i: number, a: number, b: number): number {
    const { starts, ids, kind, fold } = this.columns[i]!
    this.shared[i] = 0
    const [a0, a1, b0, b1] = [starts[a]!, starts[a + 1]!, starts[b]!, starts[b + 1]!]
    if (a0 === a1 || b0 === b1) return 0
    let best = 99
    for (let x = a0; x < a1; x++)
      for (let y = b0; y < b1; y++) {
        if (ids[x] === ids[y]) {
          this.shared[i] = ids[x]!
          return 1
        }
        if (best <= 2) continue
        best = Math.min(best, kind === 'category' ? 2 : this.memories[i]!.of(ids[x]!, ids[y]!))
        if (best === 2 && fold(ids[x]!) === fold(ids[y]!)) this.shared[i] = ids[x]!
      }
    return best
  }

  all(a: number, b: number): Uint8Array {
    for (let i = 0; i < this.columns.length; i++) this.levels[i] = this.one(i, a, b)
    this.exchange(a, b)
    return this.levels
  }

  /** Whether surname and first name stand in each other's place: one sounds the same there, the other nearly so or is
   * not given. */
  crossed(a: number, b: number): boolean {
    const { last, first } = this
    if (last < 0 || first < 0) return false
    const [surnames, names] = [this.columns[last]!, this.columns[first]!]
    const [mine, theirs] = [surnames.first(a), names.first(b)]
    const [others, own] = [surnames.first(b), names.first(a)]
    const one = mine !== 0 && theirs !== 0 && surnames.foldHash(mine) === names.foldHash(theirs)
    const other = others !== 0 && own !== 0 && surnames.foldHash(others) === names.foldHash(own)
    if (!one && !other) return false
    if (one && other) return true
    const [x, y] = one ? [others, own] : [mine, theirs]
    return x === 0 || y === 0 || near(surnames.foldText(x), names.foldText(y))
  }

  /** In each other's place they are as good as in their own. */
  private exchange(a: number, b: number): void {
    if (!this.crossed(a, b)) return
    const { last, first } = this
    const unlike = (level: number) => level === 0 || level >= 5
    if (!unlike(this.levels[last]!) || !unlike(this.levels[first]!)) return
    const named = this.rightWay(a, b)
    for (const i of [last, first])
      if (this.levels[i] !== 0 || this.levels[last] === this.levels[first]) {
        this.levels[i] = swapped
        this.shared[i] = named[i === last ? 0 : 1]
      }
  }

  /** The surname and the first name of the record that has them in their places: the one whose are the commoner there;
   * 0 where it is not given. */
  private rightWay(a: number, b: number): [number, number] {
    const [surnames, names] = [this.columns[this.last]!, this.columns[this.first]!]
    const [mine, his] = [a, b].map((r): [number, number] => [surnames.first(r), names.first(r)])
    const commonness = ([x, y]: [number, number]) => surnames.values.counts[x]! * names.values.counts[y]!
    return commonness(mine!) >= commonness(his!) ? mine! : his!
  }

  levelName = (i: number, level: number) => scaleOf[this.columns[i]!.kind as 'last'][level - 1] ?? 'missing'
}

const near = (a: string, b: string) => {
  const bytes = Uint8Array.from(a + b, (c) => c.charCodeAt(0))
  return (
    Math.min(a.length, b.length) > 3 &&
    (distance(bytes, 0, a.length, a.length, b.length, 1) <= 1 ||
      jaroWinkler(bytes, 0, a.length, a.length, b.length) >= 0.9)
  )
}
