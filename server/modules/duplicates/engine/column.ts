import { dateDigits } from './date.ts'
import { Dictionary } from './dictionary.ts'
import { namesOf } from './nicknames.ts'
import { folded } from './spelling.ts'

/** How the values of a column are compared. `auto`: a text whose values decide it. */
export type Kind =
  | 'last'
  | 'first'
  | 'middle'
  | 'title'
  | 'text'
  | 'code'
  | 'date'
  | 'category'
  | 'postcode'
  | 'email'
  | 'phone'
export type Spec = { key: string; kind: Kind | 'auto' }

/** One field of all records: numbers of values, several for a record that has several. */
export class Column {
  key: string
  kind: Kind | 'auto'
  values = new Dictionary()
  /** Where the values of a record begin in `ids`. */
  starts: Uint32Array
  ids: Uint32Array
  filled = 0
  /** What other columns say already has been taken out of it. */
  isRest = false
  private records = 0
  private forms = new Dictionary()
  /** By value: its spelling by sound (of an e-mail, its mailbox), numbered; equal numbers sound alike. */
  private folds = new Uint32Array(1 << 8)
  private foldCounts = new Uint32Array(0)
  private namesOfFold = new Map<number, readonly number[]>()

  constructor({ key, kind }: Spec, expected: number) {
    this.key = key
    this.kind = kind
    this.starts = new Uint32Array(expected + 1)
    this.ids = new Uint32Array(Math.max(16, expected))
  }

  /** The values of the next record, as `plain` and the column's kind make them. */
  append(values: readonly string[]): void {
    let at = this.starts[this.records]!
    for (const given of values) {
      const value = this.kind === 'date' ? dateDigits(given) : given
      if (!value) continue
      const id = this.values.add(value)
      if (this.ids.subarray(this.starts[this.records]!, at).includes(id)) continue
      if (at === this.ids.length) this.ids = widened(this.ids)
      this.ids[at++] = id
      this.values.counts[id]!++
    }
    if (at > this.starts[this.records]!) this.filled++
    this.records++
    if (this.records >= this.starts.length) this.starts = widened(this.starts)
    this.starts[this.records] = at
  }

  /** After the last record: what is compared by sound gets its spellings. */
  seal(): void {
    this.values.seal()
    if (!soundKinds.has(this.kind)) return
    this.folds = new Uint32Array(this.values.size + 1)
    for (let id = 1; id <= this.values.size; id++)
      this.folds[id] = this.forms.add(this.form(this.values.text(id)))
    this.forms.seal()
    this.foldCounts = new Uint32Array(this.forms.size + 1)
    for (let id = 1; id <= this.values.size; id++)
      this.foldCounts[this.folds[id]!]! += this.values.counts[id]!
  }

  /** The first value of a record, 0 when it has none. */
  first = (record: number) =>
    this.starts[record + 1]! > this.starts[record]! ? this.ids[this.starts[record]!]! : 0
  fold = (id: number) => this.folds[id]!
  /** How many records carry a value of the same sound; 0 where sounds are not compared. */
  foldCount = (id: number) => this.foldCounts[this.folds[id] ?? 0] ?? 0
  foldHash = (id: number) => this.forms.hash(this.folds[id]!)
  foldText = (id: number) => this.forms.text(this.folds[id]!)

  /** Whether two spellings may be forms of one name: Сашко and Олександр. */
  sameName(a: number, b: number): boolean {
    const names = this.namesOfFold.get(this.folds[a]!)
    const others = names && this.namesOfFold.get(this.folds[b]!)
    return others?.some((n) => names!.includes(n)) ?? false
  }
  /** Whether both are known names, and never one: Юрій and Юлія are no mistyping of each other. */
  otherName(a: number, b: number): boolean {
    return (
      this.namesOfFold.has(this.folds[a]!) && this.namesOfFold.has(this.folds[b]!) && !this.sameName(a, b)
    )
  }
  /** What the forms of one name share, where a name stands for one only. */
  canonical(id: number): number {
    const [name] = this.namesOfFold.get(this.folds[id]!) ?? []
    return name === undefined ? this.foldHash(id) : name + 1
  }

  /** Of several words the order is not heard: Коваль Іван = Іван Коваль. */
  private form(value: string): string {
    if (this.kind === 'email') return value.split('@')[0]!
    const fold = folded(value)
    if (this.kind === 'first') {
      const names = namesOf(fold)
      const id = this.forms.add(fold)
      if (names.length) this.namesOfFold.set(id, names)
      return fold
    }
    return fold.includes(' ') ? fold.split(' ').toSorted().join(' ') : fold
  }
}

const soundKinds = new Set<Kind | 'auto'>(['last', 'first', 'middle', 'title', 'text', 'email'])

const widened = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}
