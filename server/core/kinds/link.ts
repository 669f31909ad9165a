import { z } from 'zod'
import { field, Unreadable, type FieldOptions, type Kind } from '../kind.ts'
import { emptyOps } from './filter.ts'
import { storable, string, textKind } from './text.ts'

/** Only http and https: a link is opened by a click. `example.com` becomes `https://example.com`. */
export function linkOf(text: string): string | null {
  const t = text.trim()
  const url = /^[a-z][a-z0-9+.-]*:/i.test(t) && !/^[^:/]+:\d+(\/|$)/.test(t) ? t : `https://${t}`
  if (!/^https?:\/\/[^\s/]+\.?[^\s]*$/i.test(url)) return null
  return URL.canParse(url) ? url : null
}

export const linkKind: Kind<string> = {
  ...textKind,
  name: 'link',
  input: 'link',
  schema: (f) =>
    string(f.max ?? 2000).transform((v, ctx) => {
      const l = linkOf(v)
      if (!l) ctx.addIssue({ code: 'custom', message: `“${v}” is not a web address.` })
      return l ?? z.NEVER
    }),
  parse(t) {
    const l = linkOf(t)
    if (!l) throw new Unreadable(`“${t}” is not a web address.`)
    return l
  },
}

/** A file that was uploaded: its bytes are kept under `id`, never served so that they can run. */
export type File = { id: string; name: string; size: number; type: string; cid?: string }

const fileShape = z.strictObject({
  id: z.uuid(),
  name: string(255),
  size: z.number().int().min(0),
  type: string(200),
})

const namesOf = (v: File | File[], between: string) =>
  [v]
    .flat()
    .map((f) => f.name)
    .join(between)

export const fileKind: Kind<File> = {
  name: 'file',
  input: 'file',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  schema: (f) => (f.many ? z.array(fileShape).max(100) : fileShape),
  write: (v) => [Array.isArray(v) && v.length === 0 ? null : v],
  read: ([v]) => (v as File | null) ?? null,
  parse(t) {
    throw new Unreadable(`“${t}”: a file cannot come from a table.`)
  },
  format: (v) => namesOf(v, '; '),
  ops: emptyOps,
  order: () => null,
  carries: true,
  words: (v) => namesOf(v, ' '),
}
export const imageKind: Kind<File> = {
  ...fileKind,
  name: 'image',
  input: 'image',
  schema: () =>
    fileShape.refine(
      (f) => /^image\/(png|jpeg|webp|gif|avif)$/.test(f.type),
      'Choose a picture (PNG, JPEG, WebP, GIF or AVIF).',
    ),
}

/** At most 100,000 characters, fifty levels deep, and in the characters that PostgreSQL holds. Read level by level,
 * so that no depth can exhaust the stack. */
function storableJson(v: unknown): boolean {
  let level = [v]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 50 || level.length > 100_000) return false
    if (level.some((x) => typeof x === 'string' && !storable(x))) return false
    const inside = level.filter((x) => x !== null && typeof x === 'object')
    if (inside.some((x) => Object.keys(x).some((key) => !storable(key)))) return false
    level = inside.flatMap((x) => Object.values(x) as unknown[])
  }
  return (JSON.stringify(v)?.length ?? 0) <= 100_000
}

/** Any JSON, for what the product itself keeps (a saved view's definition, a role's rights). */
export const jsonKind: Kind<unknown> = {
  ...fileKind,
  name: 'json',
  input: 'json',
  carries: false,
  schema: () =>
    z
      .unknown()
      .refine((v) => v !== undefined, 'Fill this in.')
      .refine((v) => storableJson(v), 'Too long, too deep, or holds a character that no text can hold.'),
  read: ([v]) => v ?? null,
  parse: (t) => {
    try {
      return JSON.parse(t)
    } catch {
      throw new Unreadable(`“${t}” is not JSON.`)
    }
  },
  format: (v) => JSON.stringify(v),
  words: () => '',
}

export const link = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(linkKind, options)
export const file = <const O extends FieldOptions>(options: O = {} as O) => field<File, O>(fileKind, options)
export const image = <const O extends FieldOptions>(options: O = {} as O) =>
  field<File, O>(imageKind, options)
export const json = <T, const O extends FieldOptions>(options: O = {} as O) => field<T, O>(jsonKind, options)
