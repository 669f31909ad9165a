import type { Column, Kind } from './column.ts'
import { distance, jaroWinkler } from './similarity.ts'

/** How alike two values are, best first. 0 is kept for "one of them is missing", which says nothing. */
const scales = {
  name: ['same', 'sameName', 'oneTypingError', 'similar', 'partly', 'swapped', 'different'],
  text: ['same', 'sameWords', 'oneTypingError', 'similar', 'partly', 'different'],
  code: ['same', 'oneTypingError', 'twoTypingErrors', 'different'],
  date: ['same', 'oneTypingError', 'twoTypingErrors', 'sameYear', 'different'],
  category: ['same', 'different'],
  postcode: ['same', 'oneTypingError', 'near', 'different'],
  email: ['same', 'sameMailbox', 'oneTypingError', 'different'],
  phone: ['same', 'sameEnding', 'oneTypingError', 'different'],
} as const

export const scaleOf: Record<Kind, readonly string[]> = {
  last: scales.name,
  first: scales.name,
  middle: scales.name,
  title: scales.text,
  text: scales.text,
  code: scales.code,
  date: scales.date,
  category: scales.category,
  postcode: scales.postcode,
  email: scales.email,
  phone: scales.phone,
}
/** Of a name: both its parts are alike when one record's are exchanged. */
export const swapped = 6

/** Before anything is learnt: how often a level is met between records of one client, from general experience. */
const expected: Record<number, readonly number[]> = {
  7: [0.8, 0.04, 0.06, 0.03, 0.02, 0.02, 0.03],
  6: [0.75, 0.04, 0.08, 0.04, 0.03, 0.06],
  5: [0.8, 0.07, 0.04, 0.03, 0.06],
  4: [0.8, 0.09, 0.04, 0.07],
  2: [0.85, 0.15],
}
export const expectedLevels = (kind: Kind): readonly number[] => expected[scaleOf[kind].length]!

type Level = (c: Column, a: number, b: number) => number

const nameLevel: Level = (c, a, b) => {
  if (c.fold(a) === c.fold(b) || c.sameName(a, b)) return 2
  const { bytes } = c.values
  const [s, n, t, m] = [c.values.start(a), c.values.length(a), c.values.start(b), c.values.length(b)]
  // Of an initial, up to four Latin letters.
  if (Math.min(n, m) <= 4) {
    const [x, y] = [c.foldText(a), c.foldText(b)]
    if (Math.min(x.length, y.length, n, m) === 1) return x[0] === y[0] || bytes[s] === bytes[t] ? 5 : 7
  }
  if (c.otherName(a, b)) return 7
  if (Math.min(n, m) >= 4 && distance(bytes, s, n, t, m, 1) <= 1) return 3
  const likeness = jaroWinkler(bytes, s, n, t, m)
  if (likeness >= 0.92) return 3
  if (likeness >= 0.84) return 4
  return sharesWord(bytes, s, n, t, m) || (likeness >= 0.75 && Math.min(n, m) >= 4) ? 5 : 7
}

const son = /[yi]ch$/
const daughter = /(?:[oei]v|ich)na$/
/** A brother and a sister have the patronymics of one father. */
const middleLevel: Level = (c, a, b) => {
  const [x, y] = [c.values.text(a), c.values.text(b)]
  return (son.test(x) && daughter.test(y)) || (daughter.test(x) && son.test(y)) ? 7 : nameLevel(c, a, b)
}

const textLevel: Level = (c, a, b) => {
  if (c.fold(a) === c.fold(b)) return 2
  const { bytes } = c.values
  const [s, n, t, m] = [c.values.start(a), c.values.length(a), c.values.start(b), c.values.length(b)]
  const likeness = jaroWinkler(bytes, s, n, t, m)
  // Магазин 12 and Магазин 13, the neighbour's house: another number is no mistyping.
  if (hasDigit(bytes, s, n) && hasDigit(bytes, t, m) && otherNumber(c.values.text(a), c.values.text(b)))
    return likeness >= 0.78 ? 5 : 6
  if (Math.min(n, m) >= 4 && distance(bytes, s, n, t, m, 1) <= 1) return 3
  if (likeness >= 0.93) return 3
  const words = sharedWords(bytes, s, n, t, m)
  if (likeness >= 0.87 || words >= 0.65) return 4
  return likeness >= 0.78 || words >= 0.4 ? 5 : 6
}

const hasDigit = (bytes: Uint8Array, s: number, n: number) => {
  for (let i = s; i < s + n; i++) if (isDigit(bytes[i])) return true
  return false
}
/** Whether each has a number that the other has not: a postcode beside the house number is none. */
const otherNumber = (a: string, b: string) => {
  const [x, y] = [numbersIn(a), numbersIn(b)]
  return x.some((n) => !y.includes(n)) && y.some((n) => !x.includes(n))
}
const numbersIn = (text: string): string[] => text.match(/\d+/g) ?? []

const codeLevel: Level = ({ values }, a, b) => {
  const [n, m] = [values.length(a), values.length(b)]
  // Of four digits, a year, only as many may be read otherwise or exchanged.
  if (Math.min(n, m) < 5 && (n !== 4 || m !== 4)) return 4
  const d = distance(values.bytes, values.start(a), n, values.start(b), m, n >= 6 ? 2 : 1)
  return d <= 1 ? 2 : d === 2 && n >= 6 ? 3 : 4
}

// Kept as YYYYMMDD.
const dateLevel: Level = ({ values: { bytes, starts } }, a, b) => {
  const [s, t] = [starts[a]!, starts[b]!]
  let differing = 0
  let swaps = 0
  for (let i = 0; i < 8; i++)
    if (bytes[s + i] !== bytes[t + i]) {
      differing++
      if (i < 7 && bytes[s + i] === bytes[t + i + 1] && bytes[s + i + 1] === bytes[t + i]) swaps++
    }
  if (differing === 1 || (differing === 2 && swaps === 1)) return 2
  const [day, month] = [sameDigits(bytes, s + 6, t + 4), sameDigits(bytes, s + 4, t + 6)]
  const year = sameDigits(bytes, s, t) && sameDigits(bytes, s + 2, t + 2)
  if (year && day && month) return 2
  if (differing === 2) return 3
  return year ? 4 : 5
}
const sameDigits = (bytes: Uint8Array, s: number, t: number) =>
  bytes[s] === bytes[t] && bytes[s + 1] === bytes[t + 1]

const postcodeLevel: Level = ({ values }, a, b) => {
  const [s, n, t, m] = [values.start(a), values.length(a), values.start(b), values.length(b)]
  if (Math.min(n, m) >= 4 && distance(values.bytes, s, n, t, m, 1) <= 1) return 2
  return n >= 5 && m >= 5 && prefixOf(values.bytes, s, n, t, m) >= Math.min(n, m) / 2 ? 3 : 4
}

// Addresses are made of names: that they are alike says little beside the names themselves, and another number in one
// is another person, another initial his wife. So only one letter may be mistyped, inside a word.
const at = 0x40
const emailLevel: Level = (c, a, b) => {
  const { bytes } = c.values
  const [s, n, t, m] = [c.values.start(a), c.values.length(a), c.values.start(b), c.values.length(b)]
  const [x, y] = [indexOf(bytes, at, s, n), indexOf(bytes, at, t, m)]
  if (x > 2 && x === y && prefixOf(bytes, s, x, t, y) === x) return everybodys.has(c.foldText(a)) ? 4 : 2
  if (distance(bytes, s, n, t, m, 1) > 1) return 4
  const i = prefixOf(bytes, s, n, t, m)
  if (isDigit(bytes[s + i]) || isDigit(bytes[t + i])) return 4
  const isInitial = i < Math.max(x, y) && (startsWord(bytes, s, i) || startsWord(bytes, t, i))
  return isInitial ? 4 : 3
}
/** The mailbox of a firm: every firm has one of that name. */
const everybodys = new Set(
  `info office sales mail post admin contact contacts support help order orders zakaz zamovlennia buh buhgalter bukh
  bookkeeping accounting hr job jobs marketing reception pryimalnia secretary director dyrektor company firma hello
  service shop store manager zakupka zakupivli snab postach tender secretariat webmaster noreply`.split(
    /\s+/,
  ),
)
const isLetter = (byte: number | undefined) => byte !== undefined && byte >= 0x61 && byte <= 0x7a
const startsWord = (bytes: Uint8Array, s: number, i: number) => i === 0 || !isLetter(bytes[s + i - 1])
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39

const phoneLevel: Level = ({ values }, a, b) => {
  const [n, m] = [values.length(a), values.length(b)]
  const { bytes } = values
  const [s, t] = [values.start(a) + n, values.start(b) + m]
  let same = 0
  while (same < n && same < m && bytes[s - 1 - same] === bytes[t - 1 - same]) same++
  if (same >= 7) return 2
  if (Math.min(n, m) < 7) return 4
  return distance(bytes, s - n, n, t - m, m, 1) <= 1 ? 3 : 4
}

const prefixOf = (bytes: Uint8Array, s: number, n: number, t: number, m: number) => {
  let i = 0
  while (i < n && i < m && bytes[s + i] === bytes[t + i]) i++
  return i
}
const indexOf = (bytes: Uint8Array, byte: number, s: number, n: number) => {
  for (let i = 0; i < n; i++) if (bytes[s + i] === byte) return i
  return n
}

const space = 0x20
const wordsIn = (bytes: Uint8Array, s: number, n: number): [number, number][] => {
  const out: [number, number][] = []
  let from = s
  for (let i = s; i <= s + n; i++)
    if (i === s + n || bytes[i] === space) {
      if (i > from) out.push([from, i - from])
      from = i + 1
    }
  return out
}
const alike = (bytes: Uint8Array, [s, n]: [number, number], [t, m]: [number, number]) =>
  n === m && prefixOf(bytes, s, n, t, m) === n

/** Letters in words that both have, as a part of the letters of the shorter. */
function sharedWords(bytes: Uint8Array, s: number, n: number, t: number, m: number): number {
  const mine = wordsIn(bytes, s, n)
  const theirs = wordsIn(bytes, t, m)
  if (mine.length === 1 && theirs.length === 1) return 0
  let letters = 0
  for (const w of mine) {
    const i = theirs.findIndex((o) => alike(bytes, w, o))
    if (i >= 0) {
      letters += w[1]
      theirs.splice(i, 1)
    }
  }
  return letters / Math.max(1, Math.min(n, m))
}
const sharesWord = (bytes: Uint8Array, s: number, n: number, t: number, m: number) => {
  const mine = wordsIn(bytes, s, n)
  const theirs = wordsIn(bytes, t, m)
  return (
    (mine.length > 1 || theirs.length > 1) &&
    mine.some((w) => w[1] >= 3 && theirs.some((o) => alike(bytes, w, o)))
  )
}

const categoryLevel: Level = () => 2

/** The level of two values that are not the same. */
export const levelsOf: Record<Kind, Level> = {
  last: nameLevel,
  first: nameLevel,
  middle: middleLevel,
  title: textLevel,
  text: textLevel,
  code: codeLevel,
  date: dateLevel,
  category: categoryLevel,
  postcode: postcodeLevel,
  email: emailLevel,
  phone: phoneLevel,
}
