import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { z } from 'zod'
import { mayRead, maySearch, nothing, type EntityRight, type Rights } from './access.ts'
import type { Entity } from './entity.ts'
import { Forbidden, Invalid, Missing } from './error.ts'
import { column, Joins, mayName, titleElse, titleOf } from './expression.ts'
import { condition } from './filter.ts'
import { inWords, nameRecords } from './named.ts'
import { readable, reading, selected, type Item } from './reading.ts'
import { searchPatterns } from './search.ts'
import type { Query, Tx } from './database.ts'

export type ListQuery = {
  filter?: unknown
  /** `-closeDate,name`: at most three fields, `-` for falling. */
  sort?: string | undefined
  fields?: readonly string[] | undefined
  limit?: number | undefined
  after?: string | undefined
  q?: string | undefined
  /** The bin instead of the living. */
  bin?: boolean | undefined
  count?: boolean | undefined
}
export type Page = { items: Item[]; next: string | null; count?: { value: number; exact: boolean } }

type Sort = { expression: Sql; falling: boolean; type: string }
type Scope = { entityOf: (name: string) => Entity; rights: Rights }

/** A list shows how many up to here, and past it that there are more. */
export const countCap = 10_000

const cursorShape = z.tuple([z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])), z.uuid()])

const cursorOf = (text: string) => {
  try {
    return cursorShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new Invalid([
      { path: 'after', message: 'This is not a cursor that a list gave.', code: 'bad_cursor' },
    ])
  }
}
const cursorFor = (row: Record<string, unknown>, sorts: Sort[]) =>
  Buffer.from(JSON.stringify([sorts.map((_, i) => row[`s${i}`]), row['id']])).toString('base64url')

function sortsOf(e: Entity, text: string, joins: Joins): Sort[] {
  return text
    .split(',')
    .filter((s) => s && s.replace(/^-/, '') !== 'id')
    .slice(0, 3)
    .map((word) => {
      const falling = word.startsWith('-')
      const path = word.replace(/^-/, '')
      let found = joins.resolve(e, path)
      if (found.field.entity && mayName(joins.rights, joins.target(found.field))) {
        const to = joins.follow(found.entity, found.key, found.field, found.alias)
        found = joins.resolve(to.entity, to.entity.title, to.alias)
      }
      const { entity, field } = found
      const columns =
        found.key === entity.title
          ? [...found.columns, ...titleElse(entity, found.alias, joins.rights[entity.name])]
          : found.columns
      const expression = columns.length ? field.kind.order(columns, field) : null
      if (!expression)
        throw new Invalid([
          { path: 'sort', message: `A list cannot be sorted by ${path}.`, code: 'bad_sort' },
        ])
      return { expression, falling, type: field.kind.computes ?? field.kind.columns(field)[0]!.type }
    })
}

/** Rows after the cursor, empty values last. With one key the comparison is of a row, which an index serves. */
function afterCursor(sorts: Sort[], values: unknown[], id: string): Sql {
  const at = (s: Sort, i: number) => sql`${values[i] as string}${raw(`::${s.type}`)}`
  const tie = sql`t.id ${raw(sorts[0]?.falling ? '<' : '>')} ${id}::uuid`
  const steps: Sql[] = sorts.map((s, i) => {
    const same = sorts.slice(0, i).map((p, j) => sql`${p.expression} is not distinct from ${at(p, j)}`)
    const past =
      values[i] === null
        ? sql`false`
        : sql`(${s.expression} ${raw(s.falling ? '<' : '>')} ${at(s, i)} or ${s.expression} is null)`
    return sql`(${join([...same, past], ' and ')})`
  })
  const equal = sorts.map((s, i) => sql`${s.expression} is not distinct from ${at(s, i)}`)
  return sql`(${join([...steps, sql`(${join([...equal, tie], ' and ')})`], ' or ')})`
}

type Phase = { where: Sql; nulls: boolean }

/** A list by one key is read in two phases, the rows that have a value and then those that have none: so each is a
 * plain range of the index (value, id). */
function phasesOf(sorts: Sort[], cursor: [unknown[], string] | null): Phase[] {
  const [s] = sorts
  if (sorts.length !== 1 || !s) {
    const where = cursor ? afterCursor(sorts, cursor[0], cursor[1]) : sql`true`
    return [{ where, nulls: true }]
  }
  const sign = raw(s.falling ? '<' : '>')
  const rest = sql`${s.expression} is null`
  const value = cursor?.[0][0]
  if (cursor && value === null)
    return [{ where: sql`${rest} and t.id ${sign} ${cursor[1]}::uuid`, nulls: true }]
  const from = cursor
    ? sql`(${s.expression}, t.id) ${sign} (${value as string}${raw(`::${s.type}`)}, ${cursor[1]}::uuid)`
    : null
  return [
    { where: from ?? sql`${s.expression} is not null`, nulls: false },
    { where: rest, nulls: true },
  ]
}

/** The words of a field that is hidden from a role lie among the others: such a role searches by name only. */
export const wordsOf = (e: Entity, right: EntityRight, alias: string): Sql =>
  maySearch(e, right) ? raw(`"${alias}".search`) : sql`' ' || lower(${titleOf(e, alias, right)})`

const searchCap = 2000

/** A search takes its candidates first, by the trigram index: else the planner walks the sort's index and filters
 * (measured: 16 searches a second against 972). */
export function candidates(e: Entity, right: EntityRight, patterns: readonly string[], bin: boolean): Sql {
  const words = wordsOf(e, right, 'c')
  const found = join(
    patterns.map((p) => sql`${words} like ${p}`),
    ' and ',
  )
  const object = e.object ? sql`and c.object_id = ${e.object}::uuid` : empty
  return sql`array(select c.id from ${raw(`"${e.table}" c`)} where ${found}
    and ${raw(bin ? 'c.deleted_at is not null' : 'c.deleted_at is null')} ${object} limit ${searchCap})`
}

/** The declared order, unless it would tell of a field that is hidden. */
const ownSort = (e: Entity, right: EntityRight) =>
  mayRead(right, e.list.sort.replace(/^-/, '')) ? e.list.sort : ''

export async function list(tx: Tx, e: Entity, query: ListQuery, scope: Scope): Promise<Page> {
  const right = scope.rights[e.name] ?? nothing
  if (right.read === 'none') throw new Forbidden(`This role may not read ${e.plural}.`)
  const joins = new Joins(scope.entityOf, scope.rights)
  const limit = query.limit ?? 50
  const sorts = sortsOf(e, query.sort ?? ownSort(e, right), joins)
  const r = reading(
    e,
    query.fields?.filter((k) => k !== 'id') ?? readable(e, scope.rights),
    scope.entityOf,
    joins,
  )
  const cursor = query.after ? cursorOf(query.after) : null
  if (cursor && cursor[0].length !== sorts.length) cursorOf('')
  const filter = query.filter === undefined ? sql`true` : condition(e, query.filter, { ...scope, joins })
  const patterns = searchPatterns(query.q ?? '')
  const base = join(
    [
      query.bin ? sql`t.deleted_at is not null` : sql`t.deleted_at is null`,
      ...(e.object ? [sql`t.object_id = ${e.object}::uuid`] : []),
      ...(patterns.length ? [sql`t.id = any(${candidates(e, right, patterns, query.bin ?? false)})`] : []),
      filter,
    ],
    ' and ',
  )
  const from = raw(`"${e.table}" t`)
  const joined = joins.joins.length ? join(joins.joins, ' ') : empty
  const direction = (s: Sort | undefined) => raw(s?.falling ? 'desc' : 'asc')
  const order = (s: (Sort & { name?: Sql })[], id: Sql) =>
    sql`order by ${join([...s.map((x) => sql`${x.name ?? x.expression} ${direction(x)} nulls last`), sql`${id} ${direction(s[0])}`], ', ')}`

  // Not a value: a list without a filter has none then, and its plan is kept.
  const most = raw(String(Number(limit) + 1))
  const rows: Record<string, unknown>[] = []
  for (const phase of phasesOf(sorts, cursor)) {
    if (rows.length > limit) break
    // Falling with nulls last is not the order of an index; without nulls it is.
    const inside =
      sorts.length === 1 && !phase.nulls
        ? sql`order by ${sorts[0]!.expression} ${direction(sorts[0])}, t.id ${direction(sorts[0])}`
        : sorts.length === 1
          ? sql`order by t.id ${direction(sorts[0])}`
          : order(sorts, sql`t.id`)
    const keys = sorts.map((s, i) => sql`${s.expression} as ${raw(`s${i}`)}`)
    const page = sql`select ${join([...r.inner, ...keys], ', ')} from ${from} ${joined}
      where ${base} and ${phase.where} ${inside} limit ${most}`
    const named = sorts.map((s, i) => ({ ...s, name: raw(`page.s${i}`) }))
    const outer = { ...r, outer: [...r.outer, ...sorts.map((_, i) => raw(`page.s${i}`))] }
    rows.push(...(await tx.often(selected(page, outer, order(named, sql`page.id`)))))
  }
  const more = rows.length > limit
  const shown = rows.slice(0, limit)
  const items = await nameRecords(tx, inWords(tx, shown.map(r.item), r.spoken), r.anyEntity, scope)
  const page: Page = { items, next: more ? cursorFor(shown.at(-1)!, sorts) : null }
  if (query.count) {
    const counted = await tx.one<{ n: number }>(
      sql`select count(*) as n from (select 1 from ${from} ${joined} where ${base} limit ${countCap + 1}) x`,
    )
    const value = Number(counted?.n ?? 0)
    page.count = { value: Math.min(value, countCap), exact: value <= countCap }
  }
  return page
}

type ById = { anyEntity: string[]; spoken: string[]; query(id: unknown): Query; item(row: unknown): Item }

/** How records of an entity are read by id. */
function byId(e: Entity, scope: Scope, fields: readonly string[] | undefined, many: boolean): ById {
  const joins = new Joins(scope.entityOf, scope.rights)
  const r = reading(
    e,
    fields?.filter((k) => k !== 'id') ?? [
      ...readable(e, scope.rights),
      'createdAt',
      'createdBy',
      'updatedAt',
      'updatedBy',
      'deletedAt',
    ],
    scope.entityOf,
    joins,
  )
  const joined = joins.joins.length ? join(joins.joins, ' ') : empty
  const object = e.object ? sql`and t.object_id = ${e.object}::uuid` : empty
  const place = Symbol('id') as unknown as string
  const match = many ? sql`= any(${place}::uuid[])` : sql`= ${place}::uuid`
  const page = sql`select ${join(r.inner, ', ')} from ${raw(`"${e.table}" t`)} ${joined} where ${column('t', 'id')} ${match} ${object}`
  const { text, values } = selected(page, r, empty)
  const at = values.indexOf(place)
  return {
    item: r.item,
    anyEntity: r.anyEntity,
    spoken: r.spoken,
    query: (id) => ({ text, values: values.with(at, id as string) }),
  }
}

const whole = new WeakMap<Rights, Map<Entity, ById>>()

/** One whole record: what is read most. Made once for a role's rights, which are a new object after any change. */
function wholeById(e: Entity, scope: Scope): ById {
  const known = whole.getOrInsertComputed(scope.rights, () => new Map<Entity, ById>())
  return known.getOrInsertComputed(e, () => byId(e, scope, undefined, false))
}

/** Some records by id, in the order of the ids; those not there or not his are left out. */
export async function readMany(
  tx: Tx,
  e: Entity,
  ids: readonly string[],
  scope: Scope,
  fields?: readonly string[],
): Promise<Item[]> {
  if ((scope.rights[e.name] ?? nothing).read === 'none')
    throw new Forbidden(`This role may not read ${e.plural}.`)
  if (ids.length === 1 && !fields) {
    const { query, item, anyEntity, spoken } = wholeById(e, scope)
    const rows = (await tx.kept(query(ids[0]))).map(item)
    return nameRecords(tx, inWords(tx, rows, spoken), anyEntity, scope)
  }
  const { query, item, anyEntity, spoken } = byId(e, scope, fields, true)
  const rows = inWords(tx, (await tx.rows(query(ids))).map(item), spoken)
  const found = new Map((await nameRecords(tx, rows, anyEntity, scope)).map((row) => [row.id, row]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

export async function read(
  tx: Tx,
  e: Entity,
  id: string,
  scope: Scope,
  fields?: readonly string[],
): Promise<Item> {
  const [item] = await readMany(tx, e, [id], scope, fields)
  if (!item) throw new Missing(e.name, id)
  return item
}
