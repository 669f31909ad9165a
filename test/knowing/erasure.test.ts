import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { columnNames, type Entity } from '#core/entity.ts'
import { firstId, newId } from '#core/id.ts'
import { hasSearch } from '#core/row.ts'
import { unzip } from '#test/knowing/unzip.ts'
import { zip } from '#doors/personal-data/zip.ts'
import { monthsBefore, runTimers } from '#modules/privacy/retention.ts'
import { recordWith, referring, withOwnRelations, type Relation } from '../duplicates/relations.ts'
import { world, type World } from '#test/world/world.ts'

const mark = 'zqsecretzq'

test('the lowest id of a moment lies between the ids before and after it', () => {
  const [before, now] = [newId(), new Date(Date.now() + 5)]
  expect(before < firstId(now.valueOf())).toBe(true)
  expect(firstId(now.valueOf() - 60_000) < before).toBe(true)
  expect(monthsBefore(new Date('2026-08-15T00:00:00Z'), 18).toISOString().slice(0, 10)).toBe('2025-02-15')
})

test('an archive opens again', async () => {
  const entries = async function* () {
    yield { name: 'дані.json', bytes: Buffer.from('{"a":1}') }
    yield { name: 'empty', bytes: Buffer.alloc(0) }
  }
  const chunks = []
  for await (const chunk of zip(entries())) chunks.push(chunk)
  expect(unzip(Buffer.concat(chunks))).toEqual({ 'дані.json': '{"a":1}', empty: '' })
})

describe.each(['contact', 'lead'] as const)('erasing a %s, over every relation of the catalogue', (name) => {
  let w: World
  let admin: Actor
  let relations: Relation[]
  let id: string
  let linked: { relation: Relation; id: string }[]

  /** The mark wherever words may stand. */
  const speak = async (e: Entity, one: string) => {
    const named = Object.entries(e.fields)
      .filter(([, f]) => !f.custom && !f.formula && !f.options && !f.entity && !f.anyEntity && !f.unique)
      .filter(([, f]) => f.kind.columns(f).length === 1 && f.kind.columns(f)[0]!.type === 'text')
      .map(([key, f]) => columnNames(key, f)[0]!)
    const computed = await w.db.system((tx) =>
      tx.rows<{ name: string }>(
        sql`select attname as name from pg_attribute where attrelid = to_regclass(${`"${e.table}"`}) and attgenerated <> ''`,
      ),
    )
    const columns = [...named, ...(hasSearch(e) ? ['search'] : [])].filter(
      (c) => !computed.some((x) => x.name === c),
    )
    if (columns.length)
      await w.db.system((tx) =>
        tx.rows(
          sql`update ${raw(`"${e.table}"`)} set ${raw(columns.map((c) => `"${c}" = '${mark}'`).join(', '))} where id = ${one}::uuid`,
        ),
      )
  }
  /** Tables in which the mark stands. */
  const where = () =>
    w.db.system(async (tx) => {
      const tables = await tx.rows<{ name: string }>(
        sql`select tablename as name from pg_tables where schemaname = current_schema() and tablename <> 'migrations'`,
      )
      const found = []
      for (const { name: table } of tables) {
        const [row] = await tx.rows(
          sql`select 1 from ${raw(`"${table}" t`)} where t::text like ${`%${mark}%`} limit 1`,
        )
        if (row) found.push(table)
      }
      return found.toSorted()
    })

  beforeAll(async () => {
    w = await world()
    admin = await w.asRole('administrator')
    relations = (await withOwnRelations(w, name)).filter((r) => r.entity !== 'dataRequest')
    await w.kolo.call(w.system, 'pipeline.create', { items: [{ name: 'P', isDefault: true }] })
    const pipeline = (await w.kolo.list(w.system, 'pipeline', {})).items[0]!.id
    await w.kolo.call(w.system, 'stage.create', {
      items: [{ name: 'S', pipeline, position: 1, outcome: 'open' }],
    })
    const person = name === 'contact' ? { name: { last: mark } } : { person: { last: mark } }
    id = (
      await w.kolo.call(admin, `${name}.create`, {
        items: [{ ...person, emails: [{ value: `${mark}@example.com` }], description: mark, tags: [mark] }],
      })
    ).items[0].id
    await w.kolo.call(admin, `${name}.update`, { items: [{ id, description: `${mark} more` }] })
    linked = []
    for (const relation of relations) {
      const one = await recordWith(w, w.kolo.entity(relation.entity), referring(relation, id))
      await speak(w.kolo.entity(relation.entity), one)
      linked.push({ relation, id: one })
    }
    const letter = name === 'contact' && linked.find((l) => l.relation.entity === 'mailThread')
    await w.db.system(async (tx) => {
      const run = newId()
      await tx.rows(
        sql`insert into imports (id, entity, file, status, settings) values (${run}::uuid, ${name}, 'x.csv', 'done', '{}')`,
      )
      await tx.rows(
        sql`insert into import_refusals values (${run}::uuid, 2, ${JSON.stringify([`${mark}@example.com`])}::jsonb, '[]')`,
      )
      await tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts)
        values (${name}, least(${id}::uuid, ${run}::uuid), greatest(${id}::uuid, ${run}::uuid), ${id}::uuid, 1, 1, ${JSON.stringify([mark])}::jsonb)`)
    })
    // What tables that are no entities keep of him.
    const hook = await recordWith(w, w.kolo.entity('webhook'), {})
    await w.db.system(async (tx) => {
      await tx.rows(sql`insert into answers (key, actor_id, request_hash, result)
        values ('made', ${admin.user}::uuid, 'x', ${JSON.stringify({ id, name: mark })}::jsonb)`)
      await tx.rows(sql`insert into webhook_deliveries (id, webhook_id, event_id, event, status, body, response)
        select ${newId()}::uuid, ${hook}::uuid, id, name, 'delivered', ${mark}, ${mark} from events
        where record_id = ${id}::uuid limit 1`)
      await tx.rows(sql`insert into calendar_items (user_id, collection, name, record_id, state, title, reason)
        values (${admin.user}::uuid, 'contacts', 'x.vcf', ${id}::uuid, 'seen', ${mark}, ${mark})`)
      await tx.rows(
        sql`insert into import_mendings (entity, field, text, value) values ('deal', ${name}, ${mark}, ${id})`,
      )
      await tx.rows(sql`insert into merges (id, entity, into_id, from_ids, fields)
        values (${newId()}::uuid, ${name}, ${id}::uuid, '{}', ${JSON.stringify({ mark })}::jsonb)`)
    })
    if (letter) {
      const message = await recordWith(w, w.kolo.entity('mailMessage'), { thread: letter.id })
      await speak(w.kolo.entity('mailMessage'), message)
      await w.db.system((tx) => tx.rows(sql`insert into mail_bodies values (${message}::uuid, ${mark})`))
    }
  })
  afterAll(() => w.close())

  test('there are relations to try', () => expect(relations.length).toBeGreaterThan(6))

  test('all of it is collected, by who may', async () => {
    const sales = await w.asRole('sales')
    const record = { entity: name, id }
    await expect(w.kolo.call(sales, 'person.collect', { record })).rejects.toThrow()
    await expect(w.kolo.call(sales, 'person.erase', { record, reason: 'x' })).rejects.toThrow()
    const { records } = await w.kolo.call(admin, 'person.collect', { record })
    const missing = linked.filter(
      (l) => !records[l.relation.entity]?.items.some((i: { id: string }) => i.id === l.id),
    )
    expect(missing.map((l) => l.relation)).toEqual([])
  })

  test('erased, nothing tells of him but what the law keeps and what only linked to him', async () => {
    const { groups } = await w.kolo.call(admin, 'person.traces', { record: { entity: name, id } })
    const left = groups
      .filter((g: { fate: string }) => g.fate === 'kept' || g.fate === 'linked')
      .map((g: { entity: string }) => w.kolo.entity(g.entity).table)
    for (const g of groups)
      if (g.fate === 'kept') expect([g.entity, typeof g.reason]).toEqual([g.entity, 'string'])
    expect(await where()).toContain('events')
    await w.kolo.call(admin, 'person.erase', { record: { entity: name, id }, reason: 'He asked' })
    // What a record that is not his tells by itself stays there: only those tables may.
    expect((await where()).filter((table) => !left.includes(table))).toEqual([])
    const he = await w.db.system((tx) =>
      tx.one<{ row: string }>(
        sql`select t::text as row from ${raw(`"${w.kolo.entity(name).table}" t`)} where id = ${id}::uuid`,
      ),
    )
    expect(he!.row).not.toContain(mark)
    const done = await w.kolo.list(admin, 'dataRequest', { sort: '-at' })
    expect(done.items.map((i) => [i['kind'], i['reason']])).toContainEqual(['erased', 'He asked'])
  })
})

describe('events', () => {
  let w: World
  beforeAll(async () => {
    w = await world()
  })
  afterAll(() => w.close())

  test('are emptied beside a line that says why, and by nobody else', async () => {
    const forget = (request: string) =>
      w.db.system((tx) => tx.rows(sql`select forget_events(${request}::uuid, '{}')`))
    await expect(forget(newId())).rejects.toThrow(/No request/)
    await expect(w.db.system((tx) => tx.rows(sql`update events set changes = null`))).rejects.toThrow(
      /permission/,
    )
    const sales = await w.asRole('sales')
    await expect(
      w.db.as(sales, (tx) => tx.rows(sql`select forget_events(${newId()}::uuid, '{}')`)),
    ).rejects.toThrow(/permission/)
  })

  test('a timer erases who was not touched for so long, and nobody else', async () => {
    const admin = await w.asRole('administrator')
    const lead = async (title: string) =>
      (await w.kolo.call(admin, 'lead.create', { items: [{ title, person: { last: title } }] })).items[0]
        .id as string
    const [old, fresh] = [await lead('Old'), await lead('Fresh')]
    await w.db.system((tx) =>
      tx.rows(sql`update leads set updated_at = now() - interval '30 months' where id = ${old}::uuid`),
    )
    await w.kolo.call(admin, 'retention.set', { timers: { quietLeads: 24 } })
    const { items } = await w.kolo.call(admin, 'retention.preview', {})
    expect(
      items.find((i: { key: string }) => i.key === 'quietLeads').people.map((p: { id: string }) => p.id),
    ).toEqual([old])
    expect(await runTimers(w.kolo)).toBe(1)
    expect(await runTimers(w.kolo)).toBe(0)
    const rows = await w.db.system((tx) =>
      tx.rows<{ id: string; last: string }>(
        sql`select id, person_last as last from leads where id = any(${[old, fresh]}::uuid[])`,
      ),
    )
    const named = new Map(rows.map((r) => [r.id, r.last]))
    expect([named.get(old), named.get(fresh)]).toEqual([null, 'Fresh'])
  })
})
