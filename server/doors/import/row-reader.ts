import type { Entity } from '#core/entity.ts'
import type { Field, FieldMap, Format } from '#core/kind.ts'
import { Unreadable } from '#core/kind.ts'
import { normalise } from '#core/search.ts'
import { serialDate } from './formats.ts'
import { pathOf } from './matching/targets.ts'
import type { Column } from './settings.ts'
import { unguarded } from '../export/guard.ts'

type Values = Record<string, unknown>
export type Trouble = { field: string; column: string | null; reason: string }

/** A text to be looked up: what it refers to, or which option it means. */
export type Pending = {
  field: string
  column: string | null
  text: string
  missing: 'refuse' | 'create' | 'empty'
}

export type ReadRow = { values: Values; pending: Pending[]; options: Pending[]; troubles: Trouble[] }

type Defaults = { currency: string; country: string }
type Cell = {
  read(cells: readonly string[]): string
  column: string | null
  spec: Column
  field: Field
  part?: string
  index: number
}

/** Makes a record's values out of a row's cells, as the columns say. References and unknown options stay pending. */
export function rowReader(
  e: Entity,
  fields: FieldMap,
  header: readonly string[],
  columns: readonly Column[],
  defaults: Defaults,
  mended: (field: string, text: string) => string | undefined,
) {
  const at = new Map(header.map((name, i) => [name, i]))
  const byBase = new Map<string, Cell[]>()
  for (const spec of columns) {
    if (!spec.field) continue
    const { base, index, part } = pathOf(spec.field)
    const field = base === 'id' ? idField : (fields[base] ?? e.fields[base])
    if (!field) continue
    const cell: Cell = {
      read: cellOf(spec, at),
      column: spec.column,
      spec,
      field,
      index,
      ...(part ? { part } : {}),
    }
    byBase.set(base, [...(byBase.get(base) ?? []), cell])
  }
  const bases = [...byBase]

  return (cells: readonly string[]): ReadRow => {
    const row: ReadRow = { values: {}, pending: [], options: [], troubles: [] }
    for (const [base, list] of bases) {
      try {
        readField(base, list, cells, row)
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error
        row.troubles.push({
          field: base,
          column: (list.find((c) => !c.part) ?? list[0]!).column,
          reason: error.message,
        })
      }
    }
    return row
  }

  function readField(base: string, list: Cell[], cells: readonly string[], row: ReadRow) {
    const { field } = list[0]!
    const texts = list.map((c) => c.read(cells))
    if (texts.every((t) => t === '')) return
    const value =
      base === 'id'
        ? texts[0]
        : field.entity
          ? pendingReference(base, list[0]!, texts[0]!, row)
          : field.options && field.kind.name !== 'tags'
            ? optionOf(base, list[0]!, texts[0]!, row)
            : (composers[field.kind.name] ?? (field.many ? manyOf : oneOf))(
                list,
                texts,
                formatOf(list[0]!, defaults),
              )
    if (value === undefined) return
    if (base.startsWith('custom.')) ((row.values['custom'] ??= {}) as Values)[base.slice(7)] = value
    else row.values[base] = value
  }

  function pendingReference(base: string, c: Cell, text: string, row: ReadRow) {
    const known = mended(base, text)
    if (known !== undefined) return known === '' ? undefined : known
    row.pending.push({ field: base, column: c.column, text, missing: c.spec.missing ?? 'refuse' })
    return undefined
  }

  function optionOf(base: string, c: Cell, text: string, row: ReadRow) {
    const known = mended(base, text)
    if (known !== undefined) return known === '' ? undefined : known
    try {
      return c.field.kind.parse(text, {}, c.field)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      row.options.push({ field: base, column: c.column, text, missing: c.spec.missing ?? 'refuse' })
      return undefined
    }
  }
}

const idField = { kind: { name: 'id' } } as unknown as Field

function cellOf(spec: Column, at: Map<string, number>): (cells: readonly string[]) => string {
  if (spec.value !== undefined) return () => spec.value!
  if (spec.template !== undefined) {
    const template = spec.template
    return (cells) =>
      template
        .replaceAll(/\{([^{}]+)\}/g, (_, name: string) => cells[at.get(name) ?? -1]?.trim() ?? '')
        .replace(/^[\s,·;—-]+|[\s,·;—-]+$/g, '')
  }
  const i = at.get(spec.column ?? '') ?? -1
  return (cells) => unguarded(cells[i] ?? '').trim()
}

const formatOf = (c: Cell, d: Defaults): Format => {
  const { date, ...rest } = c.spec.format ?? {}
  return { country: d.country, currency: d.currency, ...rest, ...(date && date !== 'serial' ? { date } : {}) }
}

type Compose = (list: Cell[], texts: string[], format: Format) => unknown

function oneOf([c]: Cell[], texts: string[], format: Format): unknown {
  const text = texts.find((t) => t !== '')!
  const serial = c!.spec.format?.date === 'serial' ? serialDate(text) : null
  return c!.field.kind.parse(serial ?? text, format, c!.field)
}

/** Several columns make one list; a column of labels names the value with its number. */
function manyOf(list: Cell[], texts: string[], format: Format): unknown {
  const labels = new Map(
    list.flatMap((c, i) => (c.part === 'label' && texts[i] ? [[c.index, texts[i]] as const] : [])),
  )
  return list.flatMap((c, i) => {
    if (c.part || !texts[i]) return []
    const values = c.field.kind.parse(texts[i], format, c.field) as unknown[]
    const label = labels.get(c.index)
    return values.map((v) =>
      label && v && typeof v === 'object' ? { ...v, label: label.replace(/^\* /, '') } : v,
    )
  })
}

const composers: Record<string, Compose> = {
  personName: (list, texts, format) => {
    const whole = list.findIndex((c, i) => !c.part && texts[i])
    const parts = Object.fromEntries(list.flatMap((c, i) => (c.part && texts[i] ? [[c.part, texts[i]]] : [])))
    if (Object.keys(parts).length) return parts
    return whole < 0 ? undefined : list[whole]!.field.kind.parse(texts[whole]!, format, list[whole]!.field)
  },
  money: (list, texts, format) => {
    const amount = list.findIndex((c, i) => !c.part && texts[i])
    const currency = texts[list.findIndex((c) => c.part === 'currency')]?.toUpperCase()
    if (amount < 0) return undefined
    return list[amount]!.field.kind.parse(
      texts[amount]!,
      currency ? { ...format, currency } : format,
      list[amount]!.field,
    )
  },
  address: (list, texts) => {
    const whole = new Map<number, Values>()
    list.forEach((c, i) => {
      if (!texts[i]) return
      const address = whole.get(c.index) ?? {}
      whole.set(c.index, { ...address, [c.part ?? 'street']: texts[i] })
    })
    const filled = [...whole]
      .toSorted(([a], [b]) => a - b)
      .map(([, v]) => v)
      .filter((v) => Object.keys(v).some((k) => k !== 'label'))
    return list[0]!.field.many ? (filled.length ? filled : undefined) : filled[0]
  },
}

export const textKey = (field: string, text: string) => `${field}\u001f${normalise(text)}`
