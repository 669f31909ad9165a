import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import { expressions } from '#core/expression.ts'
import { nested } from './merge/combine.ts'
import type { Comparand } from './fields.ts'

/** How the compared fields of records are selected, and what each says of a row. */
export function readingOf(e: Entity, comparands: readonly Comparand[], may = (_field: string) => true) {
  const fields = [
    ...new Set(comparands.map((c) => c.field).concat(e.name === 'account' ? ['legalName'] : [])),
  ].filter((key) => Object.hasOwn(e.fields, key) && may(key))
  const cells: Sql[] = fields.flatMap((key, i) =>
    expressions(e, key, e.fields[key]!, 't').map((x, j) => sql`${x} as ${raw(`c${i}_${j}`)}`),
  )
  const valuesOf = (row: Record<string, unknown>) =>
    nested(
      Object.fromEntries(
        fields.map((key, i) => {
          const f = e.fields[key]!
          return [
            key,
            f.kind.read(
              f.kind.columns(f).map((_, j) => row[`c${i}_${j}`]),
              f,
            ),
          ]
        }),
      ),
    )
  return {
    columns: join(cells, ', '),
    valuesOf,
    comparable: (row: Record<string, unknown>) => {
      const values = valuesOf(row)
      return comparands.map((c) => c.read(values))
    },
  }
}
