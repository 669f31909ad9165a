import { createHash } from 'node:crypto'
import type { Field } from '#core/kind.ts'

/** A value of a kind that carries a mark of its own (small Latin letters and digits), so that wherever the value
 * shows up it can be recognised. Kinds of numbers and dates cannot carry one. */
export type Sample = (mark: string, n: number, field: Field) => unknown

const id = '00000000-0000-7000-8000-000000000000'
const list =
  (one: Sample): Sample =>
  (mark, n, f) =>
    f.many ? [one(mark, n, f)] : one(mark, n, f)
/** A file of its own for each mark. */
const fileOf = (mark: string) =>
  `00000000-0000-7000-8000-${createHash('sha256').update(mark).digest('hex').slice(0, 12)}`
const option: Sample = (_, n, f) => f.options?.[n % (f.options.length || 1)]?.key
const way =
  (write: (mark: string, n: number) => string): Sample =>
  (mark, n, f) =>
    f.many ? [{ value: write(mark, n), primary: true }] : write(mark, n)
const digits = (n: number) => String(1_000_000 + (n % 9_000_000))

/** One for every kind but the computed ones, which are never written; a test counts that none is missing. */
export const samples: Record<string, Sample> = {
  text: (mark) => mark,
  longText: (mark) => mark,
  richText: (mark) => `<p>${mark}</p>`,
  number: (_, n, f) => Math.min(Math.max(n, f.min ?? n), f.max ?? n),
  percent: (_, n) => n % 100,
  money: (_, n) => ({ amount: `${n}.5`, currency: n % 2 ? 'UAH' : 'EUR' }),
  date: (_, n) => new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString().slice(0, 10),
  time: (_, n) => new Date(Date.UTC(2026, 0, 1 + (n % 300), 9)).toISOString(),
  choice: option,
  lifecycle: option,
  multi: (mark, n, f) => [option(mark, n, f)],
  boolean: (_, n) => n % 2 === 0,
  reference: () => id,
  // Real ones are given by who knows a real record.
  record: () => ({ entity: 'account', id }),
  email: way((mark) => `${mark}@example.com`),
  phone: way((_, n) => `+38067${digits(n)}`),
  link: (mark) => `https://${mark}.example.com/`,
  address: list((mark) => ({ city: mark, primary: true })),
  messenger: list((mark) => ({ kind: 'telegram', value: mark, primary: true })),
  file: list((mark) => ({ id: fileOf(mark), name: mark, size: 1, type: 'text/plain' })),
  image: (mark) => ({ id: fileOf(mark), name: mark, size: 1, type: 'image/png' }),
  duration: (_, n) => n,
  tags: (mark) => [mark],
  personName: (mark) => ({ last: mark, first: 'x' }),
  place: (mark) => mark,
  json: (mark) => [{ [mark]: mark }],
}

export const sample = (f: Field, mark: string, n: number): unknown =>
  f.formula ? undefined : samples[f.kind.name]?.(mark, n, f)
