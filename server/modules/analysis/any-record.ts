import sql, { raw, type Sql } from 'sql-template-tag'
import { mayRead, nothing } from '#core/access.ts'
import { systemFields, type Entity } from '#core/entity.ts'
import { expressions, Joins } from '#core/expression.ts'
import type { Field } from '#core/kind.ts'
import type { Text } from '#core/text.ts'
import { steps } from './period.ts'
import { isListed, isMoment, type House } from './reach.ts'
import {
  count,
  measure,
  sum,
  summed,
  type Dimension,
  type Fact,
  type FigureKind,
  type Measure,
  type Subject,
} from './subject.ts'

const stepLabels = {
  month: { en: 'by month', uk: 'за місяцями' },
  quarter: { en: 'by quarter', uk: 'за кварталами' },
  year: { en: 'by year', uk: 'за роками' },
}
const plain = ({ en, uk }: Partial<Text>, key: string): Text => ({ en: en ?? key, uk: uk ?? key })
const joined = (by: string, ...parts: Text[]): Text => ({
  en: parts.map((p) => p.en).join(by),
  uk: parts.map((p) => p.uk).join(by),
})

type Found = { path: string; label: Text; field: Field }
// What tells records apart or in what order they stand says nothing of many.
const unsaid = new Set(['id', 'deletedAt', 'revision', 'position', 'uid'])

/** The fields of a kind of record that this actor sees. */
function fieldsOf({ rights }: House, e: Entity): Found[] {
  const right = rights[e.name] ?? nothing
  if (right.read === 'none') return []
  return Object.entries({ ...e.fields, ...systemFields } as Record<string, Field>)
    .filter(([path]) => !unsaid.has(path) && mayRead(right, path))
    .map(([path, field]) => ({ path, field, label: plain(field.label ?? {}, path) }))
}

/** Its own fields, those of what it refers to, and of what its whole refers to. */
function reachable(house: House, e: Entity): Found[] {
  const own = fieldsOf(house, e)
  const through = (from: readonly Found[]) =>
    from.flatMap(({ path, label, field }) =>
      field.entity && !field.many && field.entity !== e.name
        ? fieldsOf(house, house.entityOf(field.entity))
            .filter((g) => !(g.path in systemFields))
            .map((g) => ({ ...g, path: `${path}.${g.path}`, label: joined(' › ', label, g.label) }))
        : [],
    )
  const near = through(own)
  const whole = e.partOf === null ? [] : near.filter((f) => f.path.startsWith(`${e.partOf}.`))
  return [...own, ...near, ...through(whole)]
}

const isDated = (f: Field) => f.kind.input === 'date' || isMoment(f)
// Names and numbers of single records split nothing; a record's title is one.
const isSplit = (e: Entity, { path, field }: Found) => !field.unique && path !== e.title && isValue(field)
const isValue = (f: Field) =>
  !f.many && f.kind.columns(f).length === 1 && (isListed(f) || f.kind.input === 'boolean')

const dimension = ({ path, label, field }: Found): [string, Dimension][] =>
  isDated(field)
    ? steps.map((step) => [`${path}:${step}`, { path, step, label: joined(' ', label, stepLabels[step]) }])
    : [[path, { path, label }]]

/** A path further than those that are offered is as good, if it leads to what records can be split by. */
export function dimensionAt({ rights, entityOf }: House, e: Entity, key: string): Dimension | null {
  const [path = '', step] = key.split(':')
  const { field } = new Joins(entityOf, rights).resolve(e, path)
  const fits = isDated(field) ? steps.some((s) => s === step) : step === undefined && isValue(field)
  return fits ? (Object.fromEntries(dimension({ path, label: plain({}, path), field }))[key] ?? null) : null
}

/** By what records of a kind can be split. */
export const dimensionsOf = (house: House, e: Entity): Record<string, Dimension> =>
  Object.fromEntries(
    reachable(house, e)
      .filter((f) => isDated(f.field) || isSplit(e, f))
      .flatMap(dimension),
  )

/** The days by which they can be put into a period, the most telling first. */
export const datesOf = (house: House, e: Entity): Found[] => {
  const dated = fieldsOf(house, e).filter((f) => isDated(f.field))
  const shown = (f: Found) => (e.list.columns.includes(f.path) ? 0 : f.path in systemFields ? 2 : 1)
  return dated.toSorted((a, b) => shown(a) - shown(b))
}

const isNumeric = (f: Field) =>
  !f.many &&
  (f.kind.computes === 'numeric' || ['numeric', 'integer'].includes(f.kind.columns(f)[0]?.type ?? ''))

const kinds: Record<string, FigureKind> = { money: 'money', percent: 'percent', duration: 'hours' }

/** What can be made of the numbers in a field. */
const reckonings = {
  sum: {
    of: (f: Sql) => summed({ [`${f.text}_sum`]: sum(f.text) }),
    label: { en: 'total', uk: 'разом' },
    about: { en: 'What it comes to over all records', uk: 'Скільки виходить за всіма записами' },
  },
  average: {
    of: (f: Sql) => ({ sql: sql`avg(${f})` }),
    label: { en: 'average', uk: 'у середньому' },
    about: {
      en: 'On average over the records that have it',
      uk: 'У середньому за записами, де його вказано',
    },
  },
  least: {
    of: (f: Sql) => ({ sql: sql`min(${f})` }),
    label: { en: 'least', uk: 'найменше' },
    about: { en: 'The least of all records', uk: 'Найменше з усіх записів' },
  },
  most: {
    of: (f: Sql) => ({ sql: sql`max(${f})` }),
    label: { en: 'most', uk: 'найбільше' },
    about: { en: 'The most of all records', uk: 'Найбільше з усіх записів' },
  },
}

const howMany = measure(
  'count',
  [],
  summed({ record_count: count() }),
  null,
  ['How many', 'Скільки'],
  ['How many records there are.', 'Скільки є записів.'],
)

/** How many records, and what each number in them comes to. */
export function figuresOf(house: House, e: Entity): Pick<Subject, 'facts' | 'measures'> {
  const facts: Record<string, Fact> = {}
  const measures: Record<string, Measure> = { count: howMany }
  for (const [i, { path, label, field }] of fieldsOf(house, e).entries()) {
    if (!isNumeric(field)) continue
    const name = `f${i}`
    const kind = kinds[field.kind.input] ?? 'number'
    const [value, currency] = expressions(e, path, field, 't') as [Sql, Sql?]
    facts[name] = {
      reads: [],
      sql: kind === 'hours' ? sql`${value} / 60.0` : value,
      ...(currency ? { currency } : {}),
    }
    for (const [key, { of, label: said, about }] of Object.entries(reckonings))
      if (kind !== 'percent' || key !== 'sum')
        measures[`${key}:${path}`] = {
          kind,
          facts: [name],
          records: [path, 'notEmpty'],
          label: joined(', ', label, said),
          about: joined(': ', about, label),
          ...of(raw(name)),
        }
  }
  return { facts, measures }
}
