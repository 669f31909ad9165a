import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Entity } from '#core/entity.ts'
import { Invalid } from '#core/error.ts'
import { Joins } from '#core/expression.ts'
import { translated } from '#core/fault.ts'
import { condition } from '#core/filter.ts'
import type { Field } from '#core/kind.ts'
import { check } from '#core/schema.ts'
import { attempt } from '../access/attempt.ts'
import { assemble, type Cast } from '../access/cast.ts'
import { itemOf, odd } from './odd.ts'

// What the check lets through reaches PostgreSQL: every value, every field, every comparison.

let cast: Cast
beforeAll(async () => void (cast = await assemble()), 400_000)
afterAll(() => cast.close())

const short = (value: unknown) => JSON.stringify(value)?.slice(0, 60)
const entities = () => [...cast.kolo.allEntities()]

/** The fields of a record that may be changed to this value, as far as the check sees. */
function passing(e: Entity, id: string, value: unknown): string[] {
  const schema = cast.kolo.schemaOf(cast.administrator, cast.kolo.operation(`${e.name}.update`))
  const reads = (key: string) => {
    try {
      return Boolean(check(schema, { items: [{ id, ...itemOf([key], value) }] }, 'en'))
    } catch {
      return false
    }
  }
  return Object.keys(e.fields).filter(reads)
}

test('every value that passes for a field is stored and read, or refused', async () => {
  let stored = 0
  for (const e of entities()) {
    const { id } = cast.of(e)[0]!
    const change = (keys: readonly string[], value: unknown) =>
      attempt(cast, cast.administrator, `${e.name}.update`, {
        items: [{ id, ...itemOf(keys, value) }],
      }).catch((error: unknown) => expect([e.name, keys, short(value), error]).toBe(null))
    for (const value of odd) {
      const keys = passing(e, id, value)
      if (keys.length === 0) continue
      // All at once; where one of them is refused, each for itself.
      if ((await change(keys, value)) === 'done') stored++
      else if (keys.length > 1) for (const key of keys) await change([key], value)
    }
  }
  expect(stored).toBeGreaterThan(100)
}, 120_000)

// A filter comes in an address: none is longer.
const some = odd.filter((v) => (JSON.stringify(v)?.length ?? 0) < 5000)
const values = [undefined, 'today', { days: 1 }, ['2026-01-01', '2026-02-01'], [1, 2], ...some]

/** Fields that are declared alike are compared alike, whatever they are called. */
const declared = ({ kind, label: _, hint: _h, ...f }: Field) =>
  JSON.stringify([kind.name, kind.columns(f as Field), f])

/** The comparisons of an entity's fields with odd values that read, as conditions; not of those already `known`. */
function comparisons(e: Entity, joins: Joins, known: Set<string>): { what: unknown[]; sql: Sql }[] {
  const { entityOf } = cast.kolo
  const scope = { entityOf, rights: cast.kolo.rightsOf(cast.administrator), joins }
  const isNew = (f: Field) => !known.has(declared(f)) && known.add(declared(f))
  const fields = Object.entries(e.fields).filter(([, f]) => isNew(f))
  // Many a comparison takes no value: it is the same with any.
  const conditions = new Set<string>()
  return fields.flatMap(([key, f]) =>
    Object.keys(f.kind.ops).flatMap((op) =>
      values.flatMap((value) => {
        const what = [key, op, value]
        try {
          const found = condition(e, what, scope)
          const text = JSON.stringify([found.text, found.values])
          return conditions.has(text) ? [] : (conditions.add(text), [{ what, sql: found }])
        } catch (error) {
          if (error instanceof Invalid) return []
          return expect([e.name, key, op, short(value), error]).toBe(null) as never
        }
      }),
    ),
  )
}

test('every comparison of every field with every value is answered', async () => {
  const known = new Set<string>()
  for (const e of entities()) {
    const joins = new Joins(cast.kolo.entityOf, cast.kolo.rightsOf(cast.administrator))
    const all = comparisons(e, joins, known)
    const joined = joins.joins.length ? join(joins.joins, ' ') : empty
    const { kolo, administrator, db } = cast
    const answered = (those: typeof all): Promise<unknown> => {
      const columns = join(
        those.map((c) => sql`(${c.sql}) is true`),
        ', ',
      )
      return translated(kolo, administrator, null, () =>
        db.reading(administrator, (tx) =>
          tx.rows(sql`select ${columns} from ${raw(`"${e.table}" t`)} ${joined} limit 3`),
        ),
      )
    }
    for (let i = 0; i < all.length; i += 200) {
      const those = all.slice(i, i + 200)
      await answered(those).catch(async () => {
        // One of them does not fit, or is not answered: which?
        for (const one of those)
          await answered([one]).catch((error: unknown) => {
            const [key, op, value] = one.what
            if (!(error instanceof Invalid)) expect([e.name, key, op, short(value), error]).toBe(null)
          })
      })
    }
  }
}, 120_000)
