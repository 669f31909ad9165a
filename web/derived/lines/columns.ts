import { kindOf } from '../../kinds/index.ts'
import { kinds } from '../../kinds/registry.ts'
import type { Entity, Field } from '../../catalogue.ts'

/** A price on a line is in the currency of its document: only the amount is typed. */
kinds['lineMoney'] = { ...kinds['money']!, Edit: kinds['money']!.Compare! }

/** A minor column goes where the grid is tight. */
export type LineColumn = { path: string; field: Field; isFixed: boolean; isMinor: boolean }

const minor = new Set(['unit', 'taxRate', 'invoicedQuantity'])

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
        isMinor: minor.has(path),
        field: { ...field, currency },
        isFixed: readOnly || !(field.update || (field.create && entity.rights.update !== 'none')),
      },
    ]
  })
}

const narrow: Record<string, number> = { percent: 72, number: 88, choice: 72 }
// A word of the head is not broken.
const headOf = ({ label }: Field) => Math.max(...label.split(' ').map((word) => word.length)) * 7.5 + 16
const widthOf = ({ field }: LineColumn) =>
  Math.max(headOf(field), Math.min(narrow[field.kind] ?? 108, Math.round(kindOf(field).width * 0.78)))

const template = (columns: readonly LineColumn[], first: string, widthFor: (c: LineColumn) => string) =>
  columns.map((c, i) => (i === 0 ? first : widthFor(c))).join(' ')

/** How wide the columns stand, with room and without. */
export const tracksOf = (columns: readonly LineColumn[]) => ({
  '--line-columns': `1.5rem ${template(columns, 'minmax(8.5rem,1fr)', (c) => `${widthOf(c)}px`)}`,
  '--line-tight': template(
    columns.filter((c) => !c.isMinor),
    'minmax(7rem,1fr)',
    (c) => (c.field.kind === 'money' ? '6rem' : '3.75rem'),
  ),
})

/** The field as it is edited in the grid, and its value there and back. */
export const inGrid = (field: Field, value: unknown) =>
  field.kind === 'money'
    ? {
        field: { ...field, input: 'lineMoney' },
        value: (value as { amount: string } | null)?.amount ?? null,
        back: (v: unknown) => (v === null ? null : { amount: String(v), currency: field.currency! }),
      }
    : { field, value, back: (v: unknown) => v }
