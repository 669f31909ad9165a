import { z } from 'zod'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { textOps } from './filter.ts'
import { string } from './text.ts'

const allowed = new Set('p br b strong i em u s a ul ol li h1 h2 h3 blockquote code pre hr'.split(' '))

const attribute = (tag: string, raw: string) => {
  const href = tag === 'a' ? /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(raw) : null
  const url = (href?.[1] ?? href?.[2] ?? '').trim()
  return /^(https?:|mailto:|tel:)/i.test(url)
    ? ` href="${url.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}" rel="noopener noreferrer"`
    : ''
}

/** Keeps the text and a short list of harmless tags without attributes (links keep http, mailto and tel). What is
 * not one of them is shown as the text it is, never run. */
export const sanitise = (html: string) =>
  html
    .replaceAll(/<(script|style|template|iframe|object)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(
      /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|<|>/g,
      (whole, slash, tag, rest) => {
        if (whole === '<') return '&lt;'
        if (whole === '>') return '&gt;'
        const name = String(tag).toLowerCase()
        if (!allowed.has(name)) return ''
        return slash ? `</${name}>` : `<${name}${attribute(name, String(rest))}>`
      },
    )

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
