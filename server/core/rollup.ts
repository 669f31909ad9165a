import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { defaultRights, nothing, type Rights } from './access.ts'
import { fieldOf, type Entity } from './entity.ts'
import { Invalid } from './error.ts'
import { column, Joins } from './expression.ts'
import { condition } from './filter.ts'
import type { Field, Kind } from './kind.ts'
import { kinds, rolled } from './kinds/index.ts'

/** What an own field adds up: `of` are the records that refer to this one, as `deal.account`; `what` of them, unless they
 * are counted; only those that `filter` keeps. */
export type Rollup = { of: string; how: RollupHow; what?: string | null; filter?: unknown }
export const rollupHows = ['count', 'sum', 'average', 'least', 'most'] as const
export type RollupHow = (typeof rollupHows)[number]

export type RolledUp = {
  /** The kind of what comes out, and of what it is shown as. */
  as: Kind
  shown: Kind
  /** The parts of the value, of the record at `alias`. It is read as whoever asks: of rows that he may not see nothing is
   * in it. */
  sql(alias: string): Sql[]
  /** Whether all that it is made of may be seen by a role: else the field is hidden from it. */
  isSeen(rights: Rights): boolean
}

type Entities = ReadonlyMap<string, Entity>
const bad = (path: string, message: string) =>
  new Invalid([{ path: `rollup.${path}`, message, code: 'bad_rollup' }])

const reckonings: Record<Exclude<RollupHow, 'count'>, (x: Sql) => Sql> = {
  sum: (x) => sql`coalesce(sum(${x}), 0)`,
  average: (x) => sql`round(avg(${x}), 2)`,
  least: (x) => sql`min(${x})`,
  most: (x) => sql`max(${x})`,
}
/** Money in another currency is taken by today's rate, which only who sees rates may read. */
const rates = 'exchangeRate'

/** A field that adds up related records, read where it is asked for: no copy of it can be old. `entities` have no such
 * fields themselves, so that none can be made of itself. Throws Invalid where it does not read. */
export function rollup(e: Entity, asked: Rollup, entities: Entities, currency: () => string): RolledUp {
  const { of, how, what, filter } = asked
  const [name = '', ...rest] = String(of).split('.')
  const key = rest.join('.')
  const other = entities.get(name)
  if (!other || !rollupHows.includes(how))
    throw bad(other ? 'how' : 'of', 'Choose what is added up, and how.')
  const refers = fieldOf(other, key)
  if (!refers || (refers.entity !== e.name && !refers.anyEntity) || refers.many)
    throw bad('of', `${of} does not refer to ${e.name}.`)
  const isCount = how === 'count'
  const field = isCount ? null : fieldOf(other, String(what))
  const kind = field && !field.many ? field.kind : null
  const type = kind ? (kind.computes ?? kind.columns(field!)[0]?.type) : isCount ? 'numeric' : null
  const isNumber = type === 'numeric' || type === 'integer'
  const isDay = type === 'date' || type === 'timestamptz'
  if (!isNumber && !(isDay && (how === 'least' || how === 'most')))
    throw bad('what', 'This cannot be added up: choose a number, or of a day the first or the last.')
  const isMoney = kind?.input === 'money'

  const parts = (alias: string, rights: Rights, entityOf: (name: string) => Entity): Sql[] => {
    const there = `${alias}_u`
    const joins = new Joins(entityOf, rights, there)
    const scope = { entityOf, rights, joins }
    const at = joins.resolve(other, key, there).columns
    const ours = refers.anyEntity
      ? sql`${at[0]!} = ${e.name} and ${at[1]!} = ${column(alias, 'id')}`
      : sql`${at[0]!} = ${column(alias, 'id')}`
    const kept = filter ? sql`and ${condition(other, filter, scope, there)}` : empty
    const cells = field ? joins.resolve(other, String(what), there).columns : []
    const amount = isMoney
      ? sql`case when ${cells[1]!} = ${currency()} then ${cells[0]!} else ${cells[0]!} * exchange_rate_on(${cells[1]!}, ${currency()}, current_date) end`
      : cells[0]
    const value = isCount ? sql`count(*)::numeric` : reckonings[how](amount!)
    // What has no rate would be missing without a word.
    const whole = isMoney
      ? sql`case when bool_or(${cells[0]!} is not null and ${amount!} is null) then null else round(${value}, 2) end`
      : value
    const object = other.object ? sql`and ${column(there, 'object_id')} = ${other.object}::uuid` : empty
    const found = sql`(select ${whole} from ${raw(`"${other.table}" "${there}"`)} ${joins.joins.length ? join(joins.joins, ' ') : empty}
      where ${ours} and ${column(there, 'deleted_at')} is null ${object} ${kept})`
    return isMoney ? [found, sql`${currency()}::text`] : [found]
  }
  const everything = defaultRights(entities.values(), 'system')
  const known = (entityName: string) => {
    const one = entities.get(entityName)
    if (!one) throw bad('filter', `There is no entity ${entityName}.`)
    return one
  }
  parts('t', everything, known)
  const shown = isMoney || isDay ? kind! : kinds['number']!
  return {
    as: rolled(shown, isDay ? type : 'numeric'),
    shown,
    sql: (alias) => parts(alias, everything, known),
    isSeen(rights) {
      const touched = new Set([name, ...(isMoney ? [rates] : [])])
      try {
        parts('t', rights, (one) => (touched.add(one), known(one)))
      } catch (error) {
        if (error instanceof Invalid) return false
        throw error
      }
      return [...touched].every((one) => (rights[one] ?? nothing).read !== 'none')
    },
  }
}

/** The field itself; null when what it is made of has gone, so that the lists of everybody go on. */
export function rolledUp(e: Entity, f: Field, entities: Entities, currency: () => string): Field | null {
  try {
    const made = rollup(e, f.rollup!, entities, currency)
    return { ...f, kind: made.as, rolledUp: made }
  } catch (error) {
    if (error instanceof Invalid) return null
    throw error
  }
}
