export type ReplyParts = { text: string; quoted: string | null }

// “On …, X wrote:” as the mail programs people use here write it; also over two or three lines.
// \b knows Latin letters only, so the ends of words are said by \p{L}.
const introductions = [
  /^\s*On\b[^\n]{0,300}(?:\n[^\n]{0,300}){0,2}\bwrote:?\s*$/i,
  /^[^\n]{3,200}(?:\n[^\n]{0,200})?(?<!\p{L})(?:пише|написа(?:в|ла|в\(ла\))|пишет|написал(?:а)?)\s*:?\s*$/iu,
  /^[^\n]{3,200}(?:\n[^\n]{0,200})?(?<!\p{L})(?:schrieb(?: am)?|napisał(?:\(a\)|a)?|a écrit|escribió)\b[^\n]{0,200}:\s*$/iu,
  /^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[^\n]{0,200}<[^\n<>@]+@[^\n<>]+>\s*:\s*$/,
  /^\s*\d{1,2}[./]\d{1,2}[./]\d{2,4}[^\n]{0,200}<?[^\n<>@\s]+@[^\n<>\s]+>?[^\n]{0,40}:\s*$/,
]
const divider =
  /^\s*(?:[-_*]{3,}\s*)?(?:original message|forwarded message|begin forwarded message|пересилається|переслане повідомлення|пересланное сообщение|вихідне повідомлення|исходное сообщение|початкове повідомлення|ursprüngliche nachricht|wiadomość oryginalna)(?!\p{L})[^\n]{0,40}$/iu
const outlook = /^\s*_{20,}\s*$/
const header = /^\s*\*?(?:from|від|кому|от|von|od|de)\s*:\*?\s*\S/iu
const nextHeader =
  /^\s*\*?(?:sent|date|to|subject|cc|надіслано|дата|кому|тема|копія|отправлено|gesendet|datum|an|betreff|wysłano|do|temat)\s*:\*?/iu
const quote = /^\s*(?:>|\|\s)/
const signature = /^(?:--\s?|__+|[-–—]{2,}\s*)$/
const sentFrom =
  /^\s*(?:sent from my|get outlook for|надіслано з|отправлено (?:с|из)|enviado desde|von meinem \S+ gesendet)(?:\s+\S+){1,5}\s*$/iu

/** Where what was written before begins: the first line from which on everything is quoted. Looks at each line a
 * bounded number of times. */
function quotedFrom(lines: readonly string[]): number {
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!
    if (divider.test(line)) return i
    if (outlook.test(line) && lines.slice(i + 1, i + 4).some((l) => header.test(l))) return i
    if (header.test(line) && lines.slice(i + 1, i + 5).filter((l) => nextHeader.test(l)).length >= 2) return i
    for (const span of [1, 2, 3]) {
      const some = lines.slice(i, i + span)
      if (some.some((l) => l.length > 1000 || (span > 1 && l.trim() === ''))) break
      if (introductions.some((r) => r.test(some.join('\n'))) && onlyQuoteAfter(lines, i + span)) return i
    }
    if (quote.test(line) && onlyQuoteAfter(lines, i)) return i
  }
  return lines.length
}

/** An answer may stand between quoted lines; then nothing is cut. What mail programs put below does not count. */
function onlyQuoteAfter(lines: readonly string[], from: number): boolean {
  const rest = lines.slice(from)
  if (rest.every((l) => l.trim() === '')) return false
  const marked = rest.some((l) => quote.test(l))
  return !marked || lastOf(rest).every((l) => quote.test(l) || l.trim() === '')
}

const lastOf = (lines: readonly string[]) => {
  const at = lines.findIndex((l) => signature.test(l) || sentFrom.test(l))
  return at < 0 ? lines : lines.slice(0, at)
}

/** Parts what a person wrote from what he answers; the text of before is kept, not lost. */
export function replyParts(whole: string): ReplyParts {
  const lines = whole.replaceAll(/\r\n?/g, '\n').split('\n')
  const from = quotedFrom(lines)
  const text = lines.slice(0, from).join('\n').trim()
  const quoted = lines.slice(from).join('\n').trim()
  // A letter that is nothing but a forwarded one, or an answer written below: it is its own text.
  if (text === '') return { text: whole.trim(), quoted: null }
  return { text, quoted: quoted || null }
}

/** Without the signature: for the beginning shown in lists. */
export function withoutSignature(text: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((l, i) => i > 0 && (signature.test(l) || sentFrom.test(l)))
  return (at < 0 ? lines : lines.slice(0, at)).join('\n').trim()
}
