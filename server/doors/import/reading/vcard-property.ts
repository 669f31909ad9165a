/** One property of a card. `text` is its value as one text, `parts` the same parted at semicolons. */
export type Property = { name: string; label: string; text: string; parts: string[] }

type Params = Record<string, string[]>

/** Reads the lines of a card of any version (2.1, 3.0, 4.0), folded or quoted-printable. */
export function propertiesOf(lines: string[]): Property[] {
  return unfolded(lines).flatMap((line) => {
    const property = propertyOf(line)
    return property ? [property] : []
  })
}

function unfolded(lines: string[]): string[] {
  const whole: string[] = []
  let soft = false
  for (const line of lines) {
    const last = whole.length - 1
    if (soft) whole[last] = whole[last]!.slice(0, -1) + line.trimStart()
    else if (/^[ \t]/.test(line) && last >= 0) whole[last] += line.slice(1)
    else if (line.trim()) whole.push(line)
    soft =
      whole.length > 0 && /;[^:]*QUOTED-PRINTABLE[^:]*:/i.test(whole.at(-1)!) && whole.at(-1)!.endsWith('=')
  }
  return whole
}

function propertyOf(line: string): Property | null {
  const colon = outsideQuotes(line, ':')[0]
  if (colon === undefined) return null
  const head = line.slice(0, colon)
  const stops = outsideQuotes(head, ';')
  const pieces = [...stops, head.length].map((stop, i) => head.slice(i ? stops[i - 1]! + 1 : 0, stop))
  const name = pieces[0]!.replace(/^.*\./, '').trim().toUpperCase()
  const params = paramsOf(pieces.slice(1))
  const encoding = (params['ENCODING']?.[0] ?? '').toUpperCase()
  if (encoding === 'B' || encoding === 'BASE64') return null
  let value = line.slice(colon + 1)
  if (encoding === 'QUOTED-PRINTABLE') value = quotedPrintable(value, params['CHARSET']?.[0])
  return { name, label: labelOf(params), text: unescaped(value), parts: partsOf(value).map(unescaped) }
}

function outsideQuotes(s: string, sign: string): number[] {
  const found: number[] = []
  let quoted = false
  for (let i = 0; i < s.length; i++) {
    if (s[i] === '"') quoted = !quoted
    else if (s[i] === sign && !quoted) {
      found.push(i)
      if (sign === ':') break
    }
  }
  return found
}

// In 2.1 a parameter may stand without its name: TEL;WORK;VOICE.
function paramsOf(pieces: string[]): Params {
  const params: Params = {}
  for (const piece of pieces) {
    const eq = piece.indexOf('=')
    const bare = piece.toUpperCase()
    const key =
      eq >= 0
        ? piece.slice(0, eq).toUpperCase()
        : /^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/.test(bare)
          ? 'ENCODING'
          : 'TYPE'
    const values = piece
      .slice(eq + 1)
      .replaceAll('"', '')
      .split(',')
    ;(params[key] ??= []).push(...values)
  }
  return params
}

const kinds = ['work', 'home', 'cell', 'mobile', 'fax', 'pager', 'car', 'main', 'other']
const labelOf = (p: Params) =>
  (p['TYPE'] ?? [])
    .map((t) => t.toLowerCase())
    .filter((t) => kinds.includes(t))
    .join(' ')

function quotedPrintable(text: string, charset = 'utf-8'): string {
  const bytes = Buffer.from(
    text.replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  // Letters that were not encoded though they had to be are kept as they stand.
  if (/[\u0100-\uffff]/.test(text)) return text
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}

const partsOf = (value: string) => value.split(/(?<!\\);/)
const unescaped = (value: string) =>
  value.replaceAll(/\\([nN,;:\\])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c))
