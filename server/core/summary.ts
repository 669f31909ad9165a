import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { nothing, type Rights } from './access.ts'
import type { Tx } from './database.ts'
import type { Entity } from './entity.ts'
import { Forbidden, Invalid } from './error.ts'
import { Joins, mayName, titleOf } from './expression.ts'
import { condition } from './filter.ts'
import { candidates } from './list.ts'
import { searchPatterns } from './search.ts'

export type SummaryQuery = {
  /** A field to group by; a date may say how finely: `closeDate:month`. */
  group: string
  /** A money or number field to add up. */
  sum?: string | undefined
  filter?: unknown
  q?: string | undefined
}
export type Group = { value: unknown; count: number; sums: { amount: string; currency: string | null }[] }

const steps = new Set(['day', 'week', 'month', 'quarter', 'year'])
const mostGroups = 1000

type Scope = { entityOf: (name: string) => Entity; rights: Rights }

/** The condition of those records of a list that its filter and its words find. */
export function matching(
  e: Entity,
  { filter, q }: Pick<SummaryQuery, 'filter' | 'q'>,
  joins: Joins,
  scope: Scope,
): Sql {
  const patterns = searchPatterns(q ?? '')
  return join(
    [
      sql`t.deleted_at is null`,
      ...(e.object ? [sql`t.object_id = ${e.object}::uuid`] : []),
      ...(patterns.length
        ? [sql`t.id = any(${candidates(e, scope.rights[e.name] ?? nothing, patterns, false)})`]
        : []),
      filter === undefined ? sql`true` : condition(e, filter, { ...scope, joins }),
    ],
    ' and ',
  )
}

/** How many records, and how much, by the values of a field; under the actor's rights as any list. */
export async function summary(tx: Tx, e: Entity, query: SummaryQuery, scope: Scope): Promise<Group[]> {
  const right = scope.rights[e.name] ?? nothing
  if (right.read === 'none') throw new Forbidden(`This role may not read ${e.plural}.`)
  const joins = new Joins(scope.entityOf, scope.rights)
  const [path = '', step] = query.group.split(':')
  const by = joins.resolve(e, path)
  if (step !== undefined && (!steps.has(step) || !['date', 'time'].includes(by.field.kind.input)))
    throw new Invalid([
      { path: 'group', message: `${path} cannot be grouped by ${step}.`, code: 'bad_group' },
    ])
  const columns = step ? [sql`date_trunc(${raw(`'${step}'`)}, ${by.columns[0]!})::date`] : by.columns
  const amount = query.sum ? amountOf(joins, e, query.sum) : null
  const where = matching(e, query, joins, scope)
  const keys = columns.map((c, i) => sql`${c} as ${raw(`g${i}`)}`)
  const names = columns.map((_, i) => raw(`g${i}`))
  // Not `currency`: documents have a column of that name, which `group by` would take.
  const inner = sql`select ${join(keys, ', ')}, ${amount?.currency ?? sql`null::text`} as summed_in, count(*) as n, ${amount ? sql`sum(${amount.value})` : sql`null::numeric`} as total
    from ${raw(`"${e.table}" t`)} ${joins.joins.length ? join(joins.joins, ' ') : empty} where ${where}
    group by ${join([...names, raw('summed_in')], ', ')} limit ${mostGroups}`
  const target = by.field.entity ? scope.entityOf(by.field.entity) : null
  const titled =
    target && mayName(scope.rights, target)
      ? sql`select s.*, ${titleOf(target, 'r', scope.rights[target.name])} as title from (${inner}) s left join ${raw(`"${target.table}" r`)} on r.id = s.g0`
      : inner
  type Row = { n: number; total: string | null; summed_in: string | null; title?: string | null } & Record<
    string,
    unknown
  >
  const groups = new Map<string, Group>()
  for (const row of await tx.rows<Row>(titled)) {
    const cells = columns.map((_, i) => row[`g${i}`])
    const value = step ? cells[0] : by.field.kind.read(cells, by.field)
    const shown = target && value ? { id: value, title: row.title ?? null } : (value ?? null)
    const key = JSON.stringify(value ?? null)
    const group: Group = groups.get(key) ?? { value: shown, count: 0, sums: [] }
    group.count += Number(row.n)
    if (row.total !== null) group.sums.push({ amount: String(row.total), currency: row.summed_in })
    groups.set(key, group)
  }
  return [...groups.values()]
}

function amountOf(joins: Joins, e: Entity, path: string): { value: Sql; currency?: Sql } {
  const { field, columns } = joins.resolve(e, path)
  const types = field.kind.computes
    ? [field.kind.computes as string]
    : field.kind.columns(field).map((c) => c.type)
  if (types[0] !== 'numeric' && types[0] !== 'integer')
    throw new Invalid([{ path: 'sum', message: `${path} cannot be added up.`, code: 'bad_sum' }])
  return { value: columns[0]!, ...(columns[1] ? { currency: columns[1] } : {}) }
}
