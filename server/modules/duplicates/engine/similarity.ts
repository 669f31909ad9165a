const seenA = new Uint8Array(256)
const seenB = new Uint8Array(256)

/** Jaro–Winkler similarity of two stretches of `bytes`, 0 to 1 (Winkler 1990): Jaro's
 * (c/|a| + c/|b| + (c − t/2)/c)/3 with c common letters and t of them out of order, raised for a common prefix of up
 * to four letters by 0.1·prefix·(1 − jaro). */
export function jaroWinkler(
  bytes: Uint8Array,
  a: number,
  aLength: number,
  b: number,
  bLength: number,
): number {
  if (aLength === 0 || bLength === 0) return 0
  const n = Math.min(aLength, 256)
  const m = Math.min(bLength, 256)
  const reach = Math.max(0, (Math.max(n, m) >> 1) - 1)
  seenA.fill(0, 0, n)
  seenB.fill(0, 0, m)
  let common = 0
  for (let i = 0; i < n; i++) {
    const letter = bytes[a + i]
    const end = Math.min(m, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < end; j++)
      if (seenB[j] === 0 && bytes[b + j] === letter) {
        seenA[i] = seenB[j] = 1
        common++
        break
      }
  }
  if (common === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < n; i++) {
    if (seenA[i] === 0) continue
    while (seenB[j] === 0) j++
    if (bytes[a + i] !== bytes[b + j++]) moved++
  }
  const jaro = (common / n + common / m + (common - moved / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < n && prefix < m && bytes[a + prefix] === bytes[b + prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

let previous = new Int32Array(64)
let current = new Int32Array(64)
let before = new Int32Array(64)

/** Damerau–Levenshtein distance (optimal string alignment: insert, drop, change, swap of neighbours), or `most` + 1
 * as soon as it is seen to be greater than `most`. */
export function distance(
  bytes: Uint8Array,
  a: number,
  aLength: number,
  b: number,
  bLength: number,
  most: number,
): number {
  if (Math.abs(aLength - bLength) > most) return most + 1
  let start = 0
  while (start < aLength && start < bLength && bytes[a + start] === bytes[b + start]) start++
  let [n, m] = [aLength, bLength]
  for (; n > start && m > start && bytes[a + n - 1] === bytes[b + m - 1]; n--) m--
  const width = m - start
  if (n === start) return width > most ? most + 1 : width
  if (width >= previous.length)
    [previous, current, before] = [0, 0, 0].map(() => new Int32Array(width * 2)) as [
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
      Int32Array<ArrayBuffer>,
    ]
  for (let j = 0; j <= width; j++) previous[j] = j
  for (let i = start; i < n; i++) {
    current[0] = i - start + 1
    let least = current[0]!
    const letter = bytes[a + i]
    for (let j = 1; j <= width; j++) {
      const other = bytes[b + start + j - 1]
      let d = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (letter === other ? 0 : 1))
      if (i > start && j > 1 && letter === bytes[b + start + j - 2] && bytes[a + i - 1] === other)
        d = Math.min(d, before[j - 2]! + 1)
      current[j] = d
      if (d < least) least = d
    }
    if (least > most) return most + 1
    ;[before, previous, current] = [previous, current, before]
  }
  return Math.min(previous[width]!, most + 1)
}
