/** What a template asks for: a value, or a part that is repeated or left out. */
export type Tag = { text: string; kind: 'value' | 'if' | 'not'; inner: Tag[] }

/** What stands in a tag's place: a text (of a figure also the figure, for tables that count), whether a part is shown,
 * or the rows by which it is repeated. By the tag's own text; a part's has # before it. */
export type Figure = { text: string; number: string }
export type Filling = { [tag: string]: string | boolean | Figure | Filling[] }

/** Where a template does not read, and what is wrong there. */
export type Trouble = { code: TroubleCode; place: string }
export type TroubleCode =
  | 'unclosed'
  | 'unopened'
  | 'crossed'
  | 'broken'
  | 'too_large'
  | 'entities'
  | 'macros'
  | 'not_office'
  | 'raw'
  | 'too_slow'
export class TemplateTrouble extends Error {
  trouble: Trouble
  constructor(code: TroubleCode, place = '') {
    super(`${code}: ${place}`)
    this.trouble = { code, place }
  }
}

/** Blanks and quotes as word processors write them. */
export const tidy = (text: string) =>
  text
    .replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    .replaceAll(/[“”„«»]/g, '"')
    .trim()

export type Node = string | (Omit<Tag, 'inner'> & { inner: Node[] })

const marks: Record<string, Tag['kind']> = { '#': 'if', '^': 'not', '': 'value' }

/** A text and the tags in it. A line that holds nothing but the mark of a part leaves no empty line. `place` says where
 * a character stands, to people. */
export function parse(source: string, place: (at: number) => string): Node[] {
  const root: Node[] = []
  const open: { text: string; inner: Node[]; at: number }[] = []
  const here = () => open.at(-1)?.inner ?? root
  let last = 0
  for (const found of source.matchAll(/\{([#^/]?)([^{}\n]*)\}/g)) {
    let [start, end] = [found.index, found.index + found[0].length]
    const [, mark = '', inside = ''] = found
    const text = tidy(inside)
    if (mark !== '') {
      const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start)
      const after = /^[^\S\n]*(?:\n|$)/.exec(source.slice(end))
      if (before.trim() === '' && after) [start, end] = [start - before.length, end + after[0].length]
    }
    if (start > last) here().push(source.slice(last, start))
    last = Math.max(last, end)
    if (mark === '/') {
      const part = open.pop()
      if (!part) throw new TemplateTrouble('unopened', `${found[0]}, ${place(found.index)}`)
      if (text && text !== part.text)
        throw new TemplateTrouble('crossed', `{#${part.text}} … ${found[0]}, ${place(found.index)}`)
      continue
    }
    const node = { text, kind: marks[mark]!, inner: [] as Node[] }
    here().push(node)
    if (node.kind !== 'value') open.push({ text, inner: node.inner, at: found.index })
  }
  if (last < source.length) here().push(source.slice(last))
  const left = open.at(-1)
  if (left) throw new TemplateTrouble('unclosed', `{#${left.text}}, ${place(left.at)}`)
  return root
}

export const tagsOf = (nodes: readonly Node[]): Tag[] =>
  nodes.flatMap((n) => (typeof n === 'string' ? [] : [{ ...n, inner: tagsOf(n.inner) }]))

/** The value of a tag: the innermost row that has it says it. */
export const lookUp = (scopes: readonly Filling[], text: string): Filling[string] | undefined =>
  scopes.findLast((s) => Object.hasOwn(s, text))?.[text]

/** What is shown because {contact} is there, and {contact} itself, are two. */
export const partKey = (text: string) => `#${text}`

/** The rows by which a part is drawn: none when it is left out. */
export function drawn({ kind, text }: Pick<Tag, 'kind' | 'text'>, scopes: readonly Filling[]): Filling[] {
  const value = lookUp(scopes, partKey(text))
  const rows = Array.isArray(value) ? value : value === true ? [{}] : []
  return kind === 'not' ? (rows.length ? [] : [{}]) : rows
}

/** At most this many characters come of one template. */
const most = 5_000_000

/** The text with everything filled in; `escape` guards what the values bring. */
export function fillText(
  nodes: readonly Node[],
  scopes: readonly Filling[],
  escape: (value: string) => string = (v) => v,
): string {
  let size = 0
  const fill = (some: readonly Node[], within: readonly Filling[]): string =>
    some
      .map((n) => {
        if (typeof n === 'string') return n
        if (n.kind !== 'value')
          return drawn(n, within)
            .map((row) => fill(n.inner, [...within, row]))
            .join('')
        const value = lookUp(within, n.text)
        return escape(typeof value === 'object' && !Array.isArray(value) ? value.text : String(value ?? ''))
      })
      .map((part) => {
        size += part.length
        if (size > most) throw new TemplateTrouble('too_large')
        return part
      })
      .join('')
  return fill(nodes, scopes)
}
