import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import { Invalid } from '../error.ts'
import type { Op } from '../kind.ts'
import { escapeLike, normalise } from '../search.ts'

/** A filter's value that does not read; the list turns it into a problem that names the filter. */
export const unreadable = (message: string) => new Invalid([{ path: 'filter', message }])

const cast = (type: string) => raw(`::${type}`)
const first = (columns: Sql[]) => columns[0] ?? empty

export const checked = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value)
  if (!result.success)
    throw unreadable(`${(JSON.stringify(value) ?? 'nothing').slice(0, 100)} does not read as a value here.`)
  return result.data
}

/** The order of the Ukrainian alphabet (ґ, є, і, ї in their places), Latin after Cyrillic. An index that serves it
 * carries the same collation. */
export const ukrainian = (expression: Sql) => sql`${expression} collate "uk-x-icu"`

export const emptyOps: Record<string, Op> = {
  empty: (c) => sql`${first(c)} is null`,
  notEmpty: (c) => sql`${first(c)} is not null`,
}

/** Comparisons of a one-column kind. `item` checks and converts the filter's value to what the column holds. */
export const orderedOps = (type: string, item: z.ZodType): Record<string, Op> => {
  const at = (v: unknown) => sql`${checked(item, v) as string}${cast(type)}`
  return {
    is: (c, v) => sql`${first(c)} = ${at(v)}`,
    isNot: (c, v) => sql`${first(c)} is distinct from ${at(v)}`,
    lt: (c, v) => sql`${first(c)} < ${at(v)}`,
    lte: (c, v) => sql`${first(c)} <= ${at(v)}`,
    gt: (c, v) => sql`${first(c)} > ${at(v)}`,
    gte: (c, v) => sql`${first(c)} >= ${at(v)}`,
    between: (c, v) => {
      const [from, to] = checked(z.tuple([z.any(), z.any()]), v)
      return sql`${first(c)} between ${at(from)} and ${at(to)}`
    },
    ...emptyOps,
  }
}

export const equalOps = (type: string, item: z.ZodType): Record<string, Op> => {
  const list = z.array(item).max(1000)
  const array = cast(`${type}[]`)
  return {
    is: (c, v) => sql`${first(c)} = ${checked(item, v) as string}${cast(type)}`,
    isNot: (c, v) => sql`${first(c)} is distinct from ${checked(item, v) as string}${cast(type)}`,
    in: (c, v) => sql`${first(c)} = any(${checked(list, v)}${array})`,
    notIn: (c, v) => sql`(${first(c)} is null or ${first(c)} <> all(${checked(list, v)}${array}))`,
    ...emptyOps,
  }
}

const string = z.string().max(1000)

/** Text in one or several columns, compared without regard to case. */
export const textOps: Record<string, Op> = {
  is: (c, v) => sql`lower(${first(c)}) = lower(${checked(string, v)})`,
  isNot: (c, v) => sql`lower(${first(c)}) is distinct from lower(${checked(string, v)})`,
  contains: (c, v) => sql`${spaced(c)} ilike ${`%${escapeLike(checked(string, v))}%`}`,
  notContains: (c, v) => sql`(${spaced(c)} ilike ${`%${escapeLike(checked(string, v))}%`}) is not true`,
  startsWith: (c, v) => sql`${spaced(c)} ilike ${`${escapeLike(checked(string, v))}%`}`,
  in: (c, v) => sql`${first(c)} = any(${checked(z.array(string).max(1000), v)}::text[])`,
  ...emptyOps,
}
const spaced = (columns: Sql[]) =>
  columns.length === 1 ? first(columns) : sql`concat_ws(' ', ${join(columns, ', ')})`

/** A jsonb list of {value, …}: `has` finds the record that carries a value exactly (by the index). */
export const listOps = (item: (v: unknown) => unknown): Record<string, Op> => ({
  has: (c, v) => sql`${first(c)} @> ${JSON.stringify([item(v)])}::jsonb`,
  hasAny: (c, v) =>
    sql`(${join(
      checked(z.array(z.any()).min(1).max(100), v).map(
        (one) => sql`${first(c)} @> ${JSON.stringify([item(one)])}::jsonb`,
      ),
      ' or ',
    )})`,
  contains: (c, v) => sql`lower(${first(c)}::text) like ${`%${escapeLike(normalise(checked(string, v)))}%`}`,
  empty: (c) => sql`(${first(c)} is null or ${first(c)} = '[]'::jsonb)`,
  notEmpty: (c) => sql`${first(c)} <> '[]'::jsonb`,
})
