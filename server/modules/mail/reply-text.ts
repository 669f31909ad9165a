export type ReplyParts = { text: string; quoted: string | null }

// “On …, X wrote:” as the mail programs people use here write it; also over two or three lines.
// \b knows Latin letters only, so the ends of words are said by \p{L}.
const onWrote = /^[\s-]*On\b[^\n]{0,300}(?:\n[^\n]{0,300}){0,2}\bwrote\s*:?[\s-]*$/i
const verbs = String.raw`(?<!\p{L})(?:wrote|schrieb|schreef|geschreven|skrev|kirjoitti|napisał(?:a|\(a\))?|nap[ií]sal(?:a|\(a\))?|napsal(?:a|\(a\))?|écrit|escribió|scritto|escreveu|scris|írta|пише|написа(?:в|ла|в\(ла\))|пишет|написал(?:а|\(а\))?|写道|寫道)(?!\p{L})`
const wrote = new RegExp(verbs, 'iu')
const wroteLast = new RegExp(String.raw`${verbs}[\s-]*$`, 'iu')
const address = /[^\s<>@]@[^\s<>@]/
const addressed = /[^\s<>@]@[^\s<>@]+>*\)?\s*(:?)\s*$/
const day = /(?<!\d)(?:(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})/
const hour = /(?<!\d)\d{1,2}[:.]\d{2}(?!\d)/
// Words before “On …, X wrote:” in its own line.
const within =
  /^((?!\s*[>|])[^\n]{0,300}?[^\s-])[ \t-]+(On (?:\p{L}{3,10},? ){0,2}\d[^\n]{8,200} wrote:[ \t]*)$/gimu
const divider =
  /^\s*(?:[-_*]{3,}\s*)?(?:(?:original|reply|forwarded) message|begin forwarded message|пересилається|переслане повідомлення|пересланное сообщение|(?:вихідне|оригінальне|початкове) повідомлення|(?:исходное|оригинальное) сообщение|(?:ursprüngliche|antwort|weitergeleitete) nachricht|wiadomość oryginalna|oprindelig meddelelse|ursprungligt meddelande|oorspronkelijk bericht|message d['’]origine|mensaje original|mensagem original|messaggio originale|mesaj original|původní zpráva|eredeti üzenet)(?!\p{L})[^\n]{0,40}$/iu
const outlook = /^\s*_{5,}\s*$/
const header =
  /^\s*\*?(?:from|date|від(?: кого)?|кому|дата|от(?: кого)?|von|od|de(?: la)?|da|van|fra|från|datum|feladó)\s*:\*?\s*\S/iu
const nextHeader =
  /^\s*\*?(?:from|sent|date|to|subject|cc|від|надіслано|дата|кому|тема|копія|копия|от|отправлено|gesendet|datum|an|betreff|wysłano|do|temat|envoyé|à|objet|sendt|skickat|til|till|emne|ämne|enviado|para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|trimis|către|subiect|odesláno|komu|předmět|küldve|címzett|tárgy)\s*:\*?/iu
const topic =
  /^\s*\*?(?:subject|тема|betreff|temat|objet|emne|ämne|asunto|assunto|oggetto|onderwerp|subiect|předmět|tárgy)\s*:/iu
const quote = /^\s*(?:>|\|\s)/
const signature = /^(?:--\s?|__+|[-–—]{2,}\s*)$/
const sentFrom =
  /^\s*(?:sent from my|get outlook for|надіслано з|отправлено (?:с|из)|enviado desde|von meinem \S+ gesendet)(?:\s+\S+){1,5}\s*$/iu

/** Which lines were written before: from the first from which on everything is quoted, or one quote with the answer
 * below it. Looks at each line a bounded number of times. */
function quotedIn(lines: readonly string[]): [from: number, to: number] {
  const quotes = quotesIn(lines)
  const end = lines.length
  for (let i = 0; i < end; i++) {
    const line = lines[i]!
    if (quote.test(line)) {
      if (quotes.onlyAfter(i)) return [i, end]
      continue
    }
    if (divider.test(line)) return [i, end]
    if (outlook.test(line) && lines.slice(i + 1, i + 4).some((l) => header.test(l))) return [i, end]
    if (header.test(line) && isHead(lines.slice(i, i + 6))) return [i, end]
    for (const span of [1, 2, 3]) {
      const some = lines.slice(i, i + span)
      if (some.some((l) => l.length > 300 || (span > 1 && l.trim() === ''))) break
      if (!isIntroduction(some, lines.slice(i + span, i + span + 4))) continue
      if (quotes.onlyAfter(i + span)) return [i, end]
      const to = quotes.oneAfter(i + span)
      if (to !== null) return [i, to]
    }
  }
  return [end, end]
}

/** An answer may stand between quoted lines; then nothing is cut. What mail programs put below does not count. */
function quotesIn(lines: readonly string[]) {
  const lastFilled = lines.findLastIndex((l) => l.trim() !== '')
  const lastQuote = lines.findLastIndex((l) => quote.test(l))
  const nextOther: number[] = Array(lines.length + 1).fill(lines.length)
  for (let i = lines.length - 1; i >= 0; i--)
    nextOther[i] = quote.test(lines[i]!) || lines[i]!.trim() === '' ? nextOther[i + 1]! : i
  const isBelow = (l: string | undefined) => l === undefined || signature.test(l) || sentFrom.test(l)
  return {
    onlyAfter: (from: number) => lastFilled >= from && (lastQuote < from || isBelow(lines[nextOther[from]!])),
    /** Where the only quote that follows ends. */
    oneAfter: (from: number) => {
      const to = nextOther[from]!
      return lastQuote >= from && lastQuote < to ? to : null
    },
  }
}

/** Who wrote before and when, in one sentence. Without an address or a time it may be the writer's own: then only the
 * marks of a quote after it tell. */
function introduces(text: string, after: readonly string[]): boolean {
  if (onWrote.test(text)) return true
  const isMarked = () => quote.test(after.find((l) => l.trim() !== '') ?? '')
  const isTimed = day.test(text) && hour.test(text)
  if (/[:：][\s-]*$/.test(text) ? wrote.test(text) : wroteLast.test(text))
    return address.test(text) || isTimed || isMarked()
  const by = addressed.exec(text)
  return by !== null && day.test(text) && ((by[1] === ':' && isTimed) || isMarked())
}

/** A line of one's own before it is no part of it. */
function isIntroduction(some: readonly string[], after: readonly string[]): boolean {
  const [first, ...more] = some
  if (!introduces(some.join('\n'), after)) return false
  const shorter = more.join('\n')
  if (!shorter || !introduces(shorter, after)) return true
  return (day.test(first!) || hour.test(first!)) && !day.test(shorter)
}

/** The head of a letter: with an address, or whole with its subject. */
function isHead([first, ...rest]: readonly string[]): boolean {
  const named = rest.filter((l) => nextHeader.test(l))
  return (
    (named.length >= 1 && [first!, ...named].some((l) => address.test(l))) ||
    (named.length >= 2 && named.some((l) => topic.test(l)))
  )
}

/** Parts what a person wrote from what he answers; the text of before is kept, not lost. */
export function replyParts(whole: string): ReplyParts {
  const lines = whole.replaceAll(/\r\n?/g, '\n').replaceAll(within, '$1\n$2').split('\n')
  const [from, to] = quotedIn(lines)
  const text = [lines.slice(0, from).join('\n').trim(), lines.slice(to).join('\n').trim()].filter(Boolean)
  const quoted = lines.slice(from, to).join('\n').trim()
  // A letter that is nothing but a forwarded one: it is its own text.
  if (text.length === 0) return { text: whole.trim(), quoted: null }
  return { text: text.join('\n\n'), quoted: quoted || null }
}

/** Without the signature: for the beginning shown in lists. */
export function withoutSignature(text: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((l, i) => i > 0 && (signature.test(l) || sentFrom.test(l)))
  return (at < 0 ? lines : lines.slice(0, at)).join('\n').trim()
}
