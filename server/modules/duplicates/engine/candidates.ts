import type { Base } from './base.ts'
import { firstKey, keysOf, type Rule } from './blocking.ts'
import type { Column } from './column.ts'

export type Visit = (a: number, b: number) => void
export type Pace = (done: number) => void | Promise<void>

const oversize = (size: number) => (size < 100_000 ? 400 : 120)

/** Visits every pair of records that share a rule, once for each rule that they share. Blocks so large that sharing
 * them says little are passed over: other rules find their pairs. */
export class Candidates {
  private base: Base
  private rules: readonly Rule[]
  private single: boolean[]

  constructor(base: Base, rules: readonly Rule[]) {
    this.base = base
    this.rules = rules
    this.single = rules.map((r) => r.predicates.every((p) => isSingle(base.columns[p.column]!, base.size)))
  }

  async walk(visit: Visit, pace: Pace): Promise<void> {
    for (const [i, rule] of this.rules.entries()) {
      this.blocks(rule, i, visit)
      await pace((i + 1) / this.rules.length)
    }
  }

  private blocks(rule: Rule, index: number, visit: Visit): void {
    const { size } = this.base
    const entries = this.entries(rule, index)
    const most = oversize(size)
    for (let i = 0, j = 0; i < entries.length; i = j) {
      const block = Math.floor(entries[i]! / size)
      while (j < entries.length && entries[j]! < (block + 1) * size) j++
      if (j - i > most) continue
      for (let x = i; x < j; x++)
        for (let y = x + 1; y < j; y++) {
          const a = entries[x]! - block * size
          const b = entries[y]! - block * size
          if (a < b) visit(a, b)
        }
    }
  }

  /** Every key of every record, as key · size + record, in order. */
  private entries(rule: Rule, index: number): Float64Array {
    const { columns, size } = this.base
    let entries = new Float64Array(size)
    let n = 0
    for (let record = 0; record < size; record++) {
      if (this.single[index]) {
        const key = firstKey(rule, columns, record)
        if (key !== 0) entries[n++] = this.short(key) * size + record
        continue
      }
      for (const key of keysOf(rule, columns, record)) {
        if (n === entries.length) {
          const larger = new Float64Array(n * 2)
          larger.set(entries)
          entries = larger
        }
        entries[n++] = this.short(key) * size + record
      }
    }
    return entries.subarray(0, n).sort()
  }

  // Key and record stand in the 53 bits of one number.
  private short = (key: number) => (this.base.size > 2_000_000 ? key >>> 6 : key)
}

const isSingle = (c: Column, size: number) => {
  for (let r = 0; r < size; r++) if (c.starts[r + 1]! - c.starts[r]! > 1) return false
  return true
}
