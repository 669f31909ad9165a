import { z } from 'zod'
import { mayWrite, type EntityRight } from './access.ts'
import type { Entity } from './entity.ts'
import { Invalid, type Problem } from './error.ts'
import { isId } from './id.ts'
import type { Field, FieldMap } from './kind.ts'
import { errorIn } from './messages.ts'
import type { Locale } from './text.ts'

const wanted: Record<string, string> = {
  string: 'Give a text.',
  number: 'Give a number.',
  int: 'Give a whole number.',
  boolean: 'Give true or false.',
  array: 'Give a list.',
  object: 'Give an object.',
}

const measured = (word: 'most' | 'least', origin: string, n: unknown, inclusive = true) => {
  if (!inclusive) return `${word === 'least' ? 'More' : 'Less'} than ${String(n)}.`
  const what: Record<string, string> = { string: ' characters', array: ' values' }
  return `At ${word} ${String(n)}${what[origin] ?? ''}.`
}

/** What zod has to say, as a person would say it. */
const plainly: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null
        ? 'Fill this in.'
        : (wanted[issue.expected] ?? 'This does not read.')
    case 'too_big':
      return measured('most', issue.origin, issue.maximum, issue.inclusive)
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'Fill this in.'
        : measured('least', issue.origin, issue.minimum, issue.inclusive)
    case 'invalid_value':
      return `Choose one of: ${issue.values.map(String).join(', ')}.`
    default:
      return 'This does not read.'
  }
}

/** What one field takes in a request: null empties it, unless it is required. */
export function fieldSchema(f: Field): z.ZodType {
  const one = f.kind.schema(f)
  return f.required ? one : one.nullable()
}

/** Everything an operation's own input may carry. */
export const inputSchema = (fields: FieldMap): z.ZodType =>
  z.strictObject(Object.fromEntries(Object.entries(fields).map(([key, f]) => [key, optional(f)])))

const optional = (f: Field) =>
  f.required && f.start === undefined ? fieldSchema(f) : fieldSchema(f).optional()

type Verb = 'create' | 'update'

/** Fields that a request may write, by verb: typed ones the role may write, and managed ones where the operation
 * says so. */
export function writable(e: Entity, right: EntityRight, verb: Verb, extra: FieldMap = {}): FieldMap {
  const typed = Object.entries(e.fields).filter(
    ([key, f]) => mayWrite(right, key) && (!f.managed || (verb === 'create' && f.onCreate)),
  )
  return { ...Object.fromEntries(typed), ...extra }
}

/** One item of create or update, checked at every depth; a field that is not his to write is unknown. */
export function itemSchema(fields: FieldMap, verb: Verb): z.ZodType {
  const shape: Record<string, z.ZodType> = {}
  const custom: Record<string, z.ZodType> = {}
  for (const [key, f] of Object.entries(fields)) {
    const own = key.startsWith('custom.')
    const needed = verb === 'create' && f.required && f.start === undefined
    ;(own ? custom : shape)[own ? key.slice('custom.'.length) : key] = needed
      ? fieldSchema(f)
      : fieldSchema(f).optional()
  }
  const ownFields = z.strictObject(custom)
  shape['custom'] =
    Object.values(fields).some((f) => f.custom && f.required) && verb === 'create'
      ? ownFields
      : ownFields.optional()
  if (verb === 'create')
    return z.strictObject({ ...shape, id: z.string().refine(isId, 'Write the id of a record.').optional() })
  return z.strictObject({
    ...shape,
    id: z.string().toLowerCase().refine(isId, 'Write the id of a record.'),
    revision: z.number().int().optional(),
  })
}

/** The value as the schema makes it, or Invalid naming every bad place in the reader's language. */
export function check<T>(schema: z.ZodType<T>, value: unknown, locale: Locale): T {
  const result = schema.safeParse(value, { error: plainly })
  if (result.success) return result.data
  throw errorIn(new Invalid(result.error.issues.flatMap(problemsOf)), locale)
}

type Issue = z.core.$ZodIssue

const problemsOf = (issue: Issue): Problem[] => {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'There is no such field to write.',
      code: 'unknown_field',
    }))
  if (issue.code === 'invalid_union') {
    const best = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0]
    if (best?.length)
      return best.flatMap((i) => problemsOf({ ...i, path: [...issue.path, ...i.path] } as Issue))
  }
  return [{ path, message: issue.message, code: issue.code }]
}
// Of the forms a value may take, the one that read furthest says best what is wrong.
const depth = (issues: Issue[]) =>
  Math.max(...issues.map((i) => i.path.length + (i.code === 'invalid_type' ? 0 : 1)))
