import { z } from 'zod'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { textOps } from './filter.ts'
import { string } from './text.ts'

const allowed = new Set('p br b strong i em u s a ul ol li h1 h2 h3 blockquote code pre hr'.split(' '))

// Everything between these and their end goes with them; what is not ended goes to the end of the text.
const silent = [
  'script',
  'style',
  'template',
  'iframe',
  'object',
  'svg',
  'math',
  'noscript',
  'textarea',
  'title',
  'xmp',
]

const hrefOf = (inside: string): string => {
  const href = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(inside)
  const url = (href?.[1] ?? href?.[2] ?? '').trim()
  const safe = /^(https?:|mailto:|tel:)/i.test(url) && !/[<>]/.test(url)
  return safe ? ` href="${url.replaceAll('"', '&quot;')}" rel="noopener noreferrer"` : ''
}

const shown = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Where the tag that begins at `from` ends: past its `>`, outside of quotes. -1 when it does not. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  for (let i = from; i < html.length; i++) {
    const c = html[i]!
    if (quote) quote = c === quote ? '' : quote
    else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i + 1
  }
  return -1
}

/** Keeps the text and a short list of harmless tags without attributes (links keep http, mailto and tel). What is
 * not one of them is shown as the text it is, never run. Reads each character once: what never ends is found out
 * once, so that no text can keep it busy. */
export function sanitise(html: string): string {
  const out: string[] = []
  const lower = html.toLowerCase()
  const unended = new Set<string>()
  /** Past the next `what`; the end of the text when there is none. */
  const past = (what: string, from: number) => {
    const found = unended.has(what) ? -1 : lower.indexOf(what, from)
    if (found < 0) unended.add(what)
    return found < 0 ? html.length : found + what.length
  }
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    out.push(shown(html.slice(at, open < 0 ? html.length : open)))
    if (open < 0) break
    if (html.startsWith('<!--', open)) {
      at = past('-->', open)
      continue
    }
    const tag = /^<(\/?)([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24))
    const end = tag && !unended.has('>') ? endOfTag(html, open + tag[0].length) : -1
    if (tag && end < 0) unended.add('>')
    if (!tag || end < 0) {
      out.push('&lt;')
      at = open + 1
      continue
    }
    const name = tag[2]!.toLowerCase()
    at = end
    if (!tag[1] && silent.includes(name)) at = past('>', past(`</${name}`, end) - 1)
    else if (allowed.has(name))
      out.push(tag[1] ? `</${name}>` : `<${name}${name === 'a' ? hrefOf(html.slice(open, end - 1)) : ''}>`)
  }
  return out.join('')
}

const plain = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

export const richTextKind: Kind<string> = {
  name: 'richText',
  input: 'richText',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: (f) =>
    string(f.max ?? 200_000)
      .transform(sanitise)
      .pipe(z.string()),
  write: (v) => [v === '' ? null : v],
  read: ([v]) => (v as string | null) ?? null,
  parse: (t) => t,
  format: plain,
  ops: textOps,
  order: () => null,
  words: plain,
}
export const richText = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(richTextKind, options)
