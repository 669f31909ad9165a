import { kindOf } from '../../kinds/index.ts'
import { kinds } from '../../kinds/registry.ts'
import type { Entity, Field } from '../../catalogue.ts'

/** A price on a line is in the currency of its document: only the amount is typed. */
kinds['lineMoney'] = { ...kinds['money']!, Edit: kinds['money']!.Compare! }

export type LineColumn = { path: string; field: Field; isFixed: boolean }

/** What a line shows from left to right: the first column takes what room is left. */
export function columnsOf(
  entity: Entity,
  paths: readonly string[],
  { currency, readOnly }: { currency: string; readOnly: boolean },
): LineColumn[] {
  return paths.flatMap((path) => {
    const field = entity.fields[path]
    if (!field) return []
    return [
      {
        path,
        field: { ...field, currency },
        isFixed: readOnly || !(field.update || (field.create && entity.rights.update !== 'none')),
      },
    ]
  })
}

export const widthOf = ({ field }: LineColumn) => Math.min(112, Math.round(kindOf(field).width * 0.78))

/** The field as it is edited in the grid, and its value there and back. */
export const inGrid = (field: Field, value: unknown) =>
  field.kind === 'money'
    ? {
        field: { ...field, input: 'lineMoney' },
        value: (value as { amount: string } | null)?.amount ?? null,
        back: (v: unknown) => (v === null ? null : { amount: String(v), currency: field.currency! }),
      }
    : { field, value, back: (v: unknown) => v }
