import { createRequire } from 'node:module'

// Read with the first letter.
const require = createRequire(import.meta.url)
const text = (): typeof import('html-to-text') => require('html-to-text')

const anywhere = [
  'style',
  'title',
  'dir',
  'lang',
  'align',
  'valign',
  'width',
  'height',
  'bgcolor',
  'border',
  'class',
]
const colour = [/^[\w#(),.%\s-]{1,100}$/]

/** What a letter looks like, without what could act: no scripts, forms, frames, or addresses but http, mailto, tel and
 * pictures. It is shown in a frame of its own besides, which runs nothing. */
export function harmless(html: string): string {
  const sanitizeHtml: typeof import('sanitize-html') = require('sanitize-html')
  return sanitizeHtml(html, {
    allowedTags: [
      ...sanitizeHtml.defaults.allowedTags,
      'img',
      'center',
      'font',
      'html',
      'body',
      'head',
      'u',
      's',
      'del',
      'ins',
    ],
    allowedAttributes: {
      '*': anywhere,
      a: ['href', 'name', 'target', 'rel'],
      img: ['src', 'alt'],
      td: ['colspan', 'rowspan', 'nowrap'],
      th: ['colspan', 'rowspan', 'nowrap'],
      table: ['cellpadding', 'cellspacing'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid'],
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    allowedStyles: {
      '*': Object.fromEntries(
        `color background-color font-family font-size font-weight font-style text-align text-decoration line-height
        margin margin-top margin-bottom margin-left margin-right padding padding-top padding-bottom padding-left
        padding-right border border-top border-bottom border-left border-right border-collapse border-radius width
        max-width height vertical-align white-space display`
          .split(/\s+/)
          .map((name) => [name, colour]),
      ),
    },
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, target: '_blank', rel: 'noopener noreferrer nofollow' },
      }),
    },
  })
}

// Past this a letter is a machine's; its text is cut, its HTML kept.
const longest = 500_000

export const textOf = (html: string): string =>
  text().convert(html.slice(0, longest), {
    wordwrap: false,
    limits: { maxInputLength: longest, maxDepth: 100, maxChildNodes: 20_000 },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'blockquote', format: 'blockquote' },
      { selector: 'table', options: { uppercaseHeaderCells: false } },
    ],
  })

/** What we write ourselves, for who reads no HTML. */
export const plainOf = (html: string): string => text().convert(html, { wordwrap: false })
