import sql from 'sql-template-tag'
import { z } from 'zod'
import { field, type FieldOptions, type Kind } from '../kind.ts'
import { checked } from './filter.ts'
import { textKind } from './text.ts'

const mostPoints = 1000
// "50.455,30.524", and after it, for people, what the place is called.
const point = z
  .string()
  .max(200)
  .transform((v) => /^-?\d{1,2}\.\d+,-?\d{1,3}\.\d+(?= |$)/.exec(v)?.[0])
  .pipe(z.string())

/** Town, region and country of a key of the database, as one reads them. */
export const spelledPlace = (key: string): string =>
  key.startsWith('@') ? key.slice(1) : key.split('|').slice(0, 3).filter(Boolean).toReversed().join(', ')

/** How a record's address names its town: computed by the database, and found on the map by the gazetteer. */
export const placeKind: Kind<string> = {
  ...textKind,
  name: 'place',
  input: 'place',
  read: ([v]) => (typeof v === 'string' ? spelledPlace(v) : null),
  ops: {
    empty: ([c]) => sql`(${c!} is null or ${c!} in (select unnest(keys_at(null))))`,
    notEmpty: ([c]) => sql`(${c!} is not null and ${c!} not in (select unnest(keys_at(null))))`,
    at: ([c], v) =>
      sql`${c!} = any((select keys_at(${checked(z.array(point).min(1).max(mostPoints), v)}::text[]))::text[])`,
  },
  order: () => null,
}

export const place = <const O extends FieldOptions>(options: O = {} as O) =>
  field<string, O>(placeKind, options)
