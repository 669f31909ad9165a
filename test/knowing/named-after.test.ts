import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
const call = (name: string, input: object) => w.kolo.call(admin, name, input)
const make = async (entity: string, item: object): Promise<{ id: string }> =>
  (await call(`${entity}.create`, { items: [item] })).items[0]

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  const { id: pipeline } = await make('pipeline', { name: 'P', isDefault: true })
  await make('stage', { name: 'New', pipeline, outcome: 'open', position: 1 })
  await make('stage', { name: 'Next', pipeline, outcome: 'open', position: 2 })
})
afterAll(() => w.close())

/** Tables in which a word still stands, in either alphabet. */
const where = (...words: string[]) =>
  w.db.system(async (tx) => {
    const tables = await tx.rows<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'migrations'`,
    )
    const found: string[] = []
    for (const { name } of tables) {
      const [row] = await tx.rows(
        sql`select 1 from ${raw(`"${name}" t`)} where t::text ilike any(${words.map((x) => `%${x}%`)}::text[]) limit 1`,
      )
      if (row) found.push(name)
    }
    return found.toSorted()
  })

test('what was named after an erased person names him no more: deal, moves, quote, household, audit, search', async () => {
  const lead = await make('lead', {
    person: { last: 'Зоряненко', first: 'Квітослава' },
    emails: [{ value: 'kvitka@example.com' }],
    interest: 'Котел',
  })
  const { deal, contact, account } = await call('lead.convert', { id: lead.id, isNew: true })
  const { name } = await w.kolo.get(admin, 'deal', deal.id)
  expect(name).toContain('Зоряненко')
  const other = await make('deal', { name: 'Зоряненко Іван', account: account.id })
  const stages = await w.kolo.list(admin, 'stage', { sort: '-position' })
  await call('deal.update', {
    items: [{ id: deal.id, stage: stages.items[0]!.id, name: `${name as string}!` }],
  })
  await make('quote', {
    subject: 'Для: Квітослава Зоряненко',
    account: account.id,
    deal: deal.id,
    currency: 'UAH',
  })
  expect(await where('Зоряненко Квітослава', 'Квітослава Зоряненко')).toEqual(
    expect.arrayContaining(['accounts', 'contacts', 'deals', 'events', 'leads', 'quotes', 'stage_changes']),
  )
  await call('person.erase', { record: { entity: 'contact', id: contact.id }, reason: 'Asked for it' })
  expect(await where('Квітослава', 'Kvitoslava', 'kvitka')).toEqual([])
  // Another of the same surname is not he, and what is his stays to be found.
  expect((await w.kolo.get(admin, 'deal', other.id))['name']).toBe('Зоряненко Іван')
  const found = await w.kolo.list(admin, 'deal', { q: 'котел', fields: ['name'] })
  expect(found.items).toMatchObject([{ name: 'Котел — —!' }])
})
