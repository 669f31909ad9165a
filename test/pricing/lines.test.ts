import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCatalogue } from '#modules/index.ts'
import { lineFields, lineManaged } from '#modules/pricing/index.ts'
import { newDatabase } from '#test/world/database.ts'

const lines = [...makeCatalogue().entities.values()].filter((e) => e.fields['floorFor'])
let database: Awaited<ReturnType<typeof newDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await newDatabase()
  client = new pg.Client(database.config)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

test('there are lines that carry a price', () => expect(lines.length).toBeGreaterThan(1))

test.each(lines.map((e) => [e.name, e] as const))(
  '%s carries its floor, kept by PostgreSQL',
  async (_, e) => {
    expect(Object.keys(e.fields)).toEqual(
      expect.arrayContaining(Object.keys({ ...lineFields, ...lineManaged })),
    )
    const { rows } = await client.query(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = ('kolo.' || $1)::regclass`,
      [e.table],
    )
    const pattern = await client.query(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = 'kolo.line_columns'::regclass and conname in ('line_floor_taken', 'line_price_floor', 'line_approved_floor')`,
    )
    expect(pattern.rows).toHaveLength(3)
    for (const wanted of pattern.rows) expect(rows).toContainEqual(wanted)
    const seal = rows.filter((r) =>
      /FOREIGN KEY \(line_hash, approval_id\) REFERENCES .*approved_seals\(hash, approval_id\)/.test(
        r.definition,
      ),
    )
    expect(seal).toHaveLength(1)
    const computed = await client.query(
      `select attname as name from pg_attribute where attrelid = ('kolo.' || $1)::regclass and attgenerated = 's' order by 1`,
      [e.table],
    )
    expect(computed.rows.map((r) => r.name)).toEqual(
      expect.arrayContaining(['amount', 'line_hash', 'net_price']),
    )
  },
)
