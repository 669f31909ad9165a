import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { columnNames, systemColumns, type Entity } from '#core/entity.ts'
import { hasSearch } from '#core/row.ts'
import { makeCatalogue } from '#modules/index.ts'
import { newDatabase } from '#test/world/database.ts'

const entities = [...makeCatalogue().entities.values()]
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

type Column = { type: string; required: boolean }
const columnsIn = async (table: string) =>
  new Map(
    (
      await client.query(
        `select attname as name, format_type(atttypid, null) as type, attnotnull as required from pg_attribute
         where attrelid = ('kolo."' || $1 || '"')::regclass and attnum > 0 and not attisdropped`,
        [table],
      )
    ).rows.map((r): [string, Column] => [r.name, { type: r.type, required: r.required }]),
  )
const written: Record<string, string> = { timestamptz: 'timestamp with time zone', int: 'integer' }

/** What the declaration says the table is. */
function declared(e: Entity): Map<string, { type: string; required?: boolean }> {
  const out = new Map<string, { type: string; required?: boolean }>([
    ['id', { type: 'uuid', required: true }],
    ['custom', { type: 'jsonb', required: true }],
  ])
  const types: Record<string, string> = {
    id: 'uuid',
    createdBy: 'uuid',
    updatedBy: 'uuid',
    revision: 'integer',
  }
  for (const [key, name] of Object.entries(systemColumns))
    out.set(name, { type: types[key] ?? 'timestamp with time zone' })
  if (hasSearch(e)) out.set('search', { type: 'text' })
  for (const [key, f] of Object.entries(e.fields)) {
    const columns = f.kind.columns(f)
    columnNames(key, f).forEach((name, i) => {
      const type = columns[i]!.type
      // Of a value in several columns no single one is always filled; what an operation sets, it may always set.
      const known = columns.length === 1 && (f.required || !f.managed)
      out.set(name, { type: written[type] ?? type, ...(known ? { required: f.required } : {}) })
    })
  }
  return out
}

test.each(entities.map((e) => [e.name, e] as const))(
  'the table of %s is what is declared, both ways',
  async (_, e) => {
    const there = await columnsIn(e.table)
    const wanted = declared(e)
    expect([...there.keys()].toSorted()).toEqual([...wanted.keys()].toSorted())
    for (const [name, { type, required }] of wanted) {
      expect([name, there.get(name)!.type]).toEqual([name, type])
      if (required !== undefined)
        expect([name, 'not null', there.get(name)!.required]).toEqual([name, 'not null', required])
    }
  },
)

test.each(entities.map((e) => [e.name, e] as const))(
  'every reference of %s is a foreign key',
  async (_, e) => {
    const { rows } = await client.query(
      `select a.attname as name, c.confrelid::regclass::text as target from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.conrelid = ('kolo."' || $1 || '"')::regclass`,
      [e.table],
    )
    const keys = new Map(
      rows.map((r) => [r.name as string, (r.target as string).replace(/^kolo\./, '').replaceAll('"', '')]),
    )
    for (const [key, f] of Object.entries(e.fields)) {
      if (!f.entity || f.custom) continue
      const target = entities.find((x) => x.name === f.entity)!
      expect([key, keys.get(columnNames(key, f)[0]!)]).toEqual([key, target.table])
    }
  },
)

test.each(entities.map((e) => [e.name, e] as const))(
  'what is unique in %s is so in the table',
  async (_, e) => {
    const { rows } = await client.query(
      `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = ('kolo."' || $1 || '"')::regclass and indisunique and not indisprimary and indnkeyatts = 1`,
      [e.table],
    )
    const unique = Object.entries(e.fields)
      .filter(([, f]) => f.unique)
      .map(([key, f]) => columnNames(key, f)[0]!)
    const inTable = rows.map(
      (r) => /\((?:lower\()?"?(\w+)"?/.exec((r.definition as string).split(' USING ')[1]!)![1]!,
    )
    for (const name of unique) expect(inTable).toContain(name)
    if (!['customField', 'customObject', 'choiceOption', 'role'].includes(e.name))
      for (const name of inTable) expect([e.name, unique]).toEqual([e.name, expect.arrayContaining([name])])
  },
)

test('every table of the workspace has row rules, or nobody but the system reaches it', async () => {
  const { rows } = await client.query(
    `select c.relname as name, c.relrowsecurity as secured,
       exists (select 1 from information_schema.column_privileges p where p.table_schema = 'kolo' and p.table_name = c.relname
         and p.privilege_type = 'SELECT' and p.grantee like 'kolo\\_r\\_%') as reached
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'kolo' and c.relkind = 'r'`,
  )
  expect(rows.filter((r) => r.reached && !r.secured).map((r) => r.name)).toEqual(['meta'])
})
