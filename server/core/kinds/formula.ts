import { z } from 'zod'
import { field, Unreadable, type FieldOptions, type Kind } from '../kind.ts'
import { booleanKind } from './choice.ts'
import { orderedOps } from './filter.ts'

/** Computed from the record's other fields by an expression (see ../formula.ts); never written. */
export const formulaKind: Kind<number> = {
  name: 'formula',
  input: 'number',
  computes: 'numeric',
  columns: () => [],
  schema: () => z.never('A formula is computed, not written.'),
  write: () => [],
  read: ([v]) => (v === null || v === undefined ? null : Number(v)),
  parse: () => {
    throw new Unreadable('A formula is computed, not written.')
  },
  format: (v) => String(v),
  ops: orderedOps('numeric', z.number()),
  order: (c) => c[0]!,
  words: () => '',
}

/** Own fields that add up related records (see ../rollup.ts), before it is known what comes out. */
export const rollupKind: Kind<number> = { ...formulaKind, name: 'rollup' }

/** What comes out of adding up values of a kind: shown and compared as one, never written. */
export const rolled = (kind: Kind, computes: Kind['computes']): Kind => ({
  ...kind,
  name: 'rollup',
  computes,
  columns: formulaKind.columns,
  schema: formulaKind.schema,
  write: () => [],
  parse: formulaKind.parse,
})

export const formula = <const O extends FieldOptions & { formula: string }>(options: O) =>
  field<number, O>(formulaKind, { ...options, managed: true } as O)

/** A formula that is yes or no. */
export const conditionKind: Kind<boolean> = {
  ...booleanKind,
  name: 'condition',
  computes: 'boolean',
  columns: formulaKind.columns,
  schema: formulaKind.schema,
  write: () => [],
  parse: formulaKind.parse,
}

export const condition = <const O extends FieldOptions & { formula: string }>(options: O) =>
  field<boolean, O>(conditionKind, { ...options, managed: true } as O)
