import type { Source } from './source.ts'
import { UnreadableFile } from './table.ts'

/** Names as TextDecoder knows them (ibm866 is cp866). */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1251',
  'koi8-u',
  'ibm866',
  'windows-1252',
  'windows-1250',
] as const
const aliases: Record<string, string> = {
  cp866: 'ibm866',
  cp1251: 'windows-1251',
  cp1252: 'windows-1252',
  cp1250: 'windows-1250',
  utf8: 'utf-8',
}

const sampleBytes = 1 << 18

/** What the bytes are written in: by mark, by pattern, and for the one-byte Cyrillic and Latin sets by letters. */
export async function encodingOf(source: Source, stated?: string): Promise<string> {
  if (stated) return known(stated)
  const head = await source.head(sampleBytes)
  const marked = byMark(head) ?? byZeros(head)
  if (marked) return marked
  const sample = await tellingSample(source, head)
  return !sample || isUtf8(sample) ? 'utf-8' : byLetters(sample)
}

function known(name: string): string {
  const lower = name.toLowerCase()
  try {
    return new TextDecoder(aliases[lower] ?? lower).encoding
  } catch {
    throw new UnreadableFile(0, `“${name}” is not a known encoding. Known: ${encodings.join(', ')}.`)
  }
}

const byMark = (b: Uint8Array) =>
  b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf
    ? 'utf-8'
    : b[0] === 0xff && b[1] === 0xfe
      ? 'utf-16le'
      : b[0] === 0xfe && b[1] === 0xff
        ? 'utf-16be'
        : null

// Without a mark, UTF-16 shows itself by the zero halves of commas, digits and line ends.
function byZeros(b: Uint8Array): string | null {
  const zeros = [0, 0]
  for (let i = 0; i < b.length; i++) if (b[i] === 0) zeros[i % 2]!++
  const many = b.length / 20
  return zeros[1]! > many && zeros[1]! > 10 * zeros[0]!
    ? 'utf-16le'
    : zeros[0]! > many && zeros[0]! > 10 * zeros[1]!
      ? 'utf-16be'
      : null
}

const firstHigh = (b: Uint8Array) => b.findIndex((byte) => byte > 0x7f)

// A file may be plain ASCII for its first thousands of rows: the sample is taken where it stops being so.
async function tellingSample(source: Source, head: Uint8Array): Promise<Uint8Array | null> {
  if (firstHigh(head) >= 0) return head
  if (head.byteLength >= source.size) return null
  let carry: Uint8Array | null = null
  for await (const chunk of source.bytes()) {
    if (carry) return Buffer.concat([carry, chunk])
    const at = firstHigh(chunk)
    if (at >= 0) carry = chunk.subarray(at)
  }
  return carry
}

function isUtf8(sample: Uint8Array): boolean {
  // The sample may end inside a character: up to three bytes of it are forgiven.
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

const candidates = ['windows-1251', 'koi8-u', 'ibm866', 'windows-1252', 'windows-1250'] as const

function byLetters(sample: Uint8Array): string {
  let best: { name: string; score: number } = { name: 'windows-1251', score: -Infinity }
  for (const name of candidates) {
    const score = plausibility(new TextDecoder(name).decode(sample))
    if (score > best.score) best = { name, score }
  }
  return best.name
}

// How often a letter is met in Ukrainian text (per mille, rounded); the same order holds for Russian.
const frequent: Record<string, number> = Object.fromEntries(
  [...'оанитіврексмдлупьязбгйжчшхщюцєїфґыэё'].map((letter, i) => [letter, Math.max(1, 10 - i * 0.3)]),
)
const western = /[àáâãäåæçèéêëìíîïñòóôõöøùúûüýßœ]/i
const central = /[ąćęłńóśźżčďěňřšťůžáéíýúöüőűäßăâîșțşţ]/i

/** Points for letters that stand as they do in words, minus points for those that never do. */
function plausibility(text: string): number {
  let score = 0
  for (const [word] of text.matchAll(/[a-z\u0080-\u{10ffff}]+/giu)) {
    if (!/[\u0080-\u{10ffff}]/u.test(word)) continue
    score += scoreOf(word)
  }
  return score
}

function scoreOf(word: string): number {
  const letters = [...word]
  const cyrillic = letters.filter((c) => /\p{Script=Cyrillic}/u.test(c)).length
  // cp866 has no Ukrainian і: files write a Latin i in its place, so that one is at home in both alphabets.
  const latin = letters.filter((c) => /[a-z]/i.test(c) && !/i/i.test(c)).length
  let score = 0
  for (const [i, c] of letters.entries()) {
    if (c.codePointAt(0)! < 0x80) continue
    if (/\p{Script=Cyrillic}/u.test(c)) score += frequent[c.toLowerCase()] ?? -8
    else if (western.test(c)) score += cyrillic ? -8 : latin ? 8 : -2
    else if (central.test(c)) score += cyrillic ? -8 : latin ? 7 : -3
    else score += /[’‘“”«»№–—…€§°\u00a0\u2019]/.test(c) ? 0 : -8
    if (i > 0 && isUpper(c) && isLower(letters[i - 1]!)) score -= 12
  }
  return cyrillic && latin ? score - 6 * latin : score
}
const isUpper = (c: string) => c !== c.toLowerCase()
const isLower = (c: string) => c !== c.toUpperCase()

/** The text of the file, piece by piece. Bytes that the encoding cannot have stop it. */
export async function* textOf(source: Source, encoding: string): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let lines = 1
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: Boolean(chunk) })
    } catch {
      throw new UnreadableFile(
        lines,
        `at or after this line there are bytes that are not ${encoding}. Choose another encoding.`,
      )
    }
  }
  for await (const chunk of source.bytes()) {
    const text = decode(chunk)
    yield text
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  }
  yield decode()
}
