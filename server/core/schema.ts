import { z } from 'zod'
import { mayWrite, type EntityRight } from './access.ts'
import type { Entity } from './entity.ts'
import { Invalid, type Problem } from './error.ts'
import { isId } from './id.ts'
import type { Field, FieldMap } from './kind.ts'
import type { Locale } from './text.ts'

const zodText = { en: z.locales.en(), uk: z.locales.uk() }
const missing = { en: 'Fill this in.', uk: 'Заповніть це поле.' }

/** What zod says in the reader's language; of what is absent, what a person would say. */
const sentence =
  (locale: Locale): z.core.$ZodErrorMap =>
  (issue) =>
    issue.code === 'invalid_type' && (issue.input === undefined || issue.input === null)
      ? missing[locale]
      : zodText[locale].localeError(issue)

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
  if (verb === 'create') return z.strictObject({ ...shape, id: z.string().refine(isId).optional() })
  return z.strictObject({
    ...shape,
    id: z.string().toLowerCase().refine(isId, 'Write the id of a record.'),
    revision: z.number().int().optional(),
  })
}

/** The value as the schema makes it, or Invalid naming every bad place in the reader's language. */
export function check<T>(schema: z.ZodType<T>, value: unknown, locale: Locale): T {
  const result = schema.safeParse(value, { error: sentence(locale) })
  if (result.success) return result.data
  throw new Invalid(result.error.issues.flatMap(problemsOf))
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
