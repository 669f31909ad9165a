import pg from 'pg'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import type { TimelineQuery } from '#core/timeline/read.ts'
import { purgeBin } from '#doors/jobs/purge.ts'
import { change, client, make, openTimelines, paged, settle, told, w } from './timeline-world.ts'

openTimelines()

/** The statements that it sends. */
async function recorded(run: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const sent: { text: string; values: unknown[] }[] = []
  const kept = w.db.pool.connect.bind(w.db.pool)
  w.db.pool.connect = (async () => {
    const client = await kept()
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    client.query = ((first: { text: string; values: unknown[] } | string) => {
      sent.push(typeof first === 'string' ? { text: first, values: [] } : first)
      return query(first)
    }) as typeof client.query
    const release = client.release.bind(client)
    client.release = (error) => {
      client.query = query as typeof client.query
      client.release = release
      release(error)
    }
    return client
  }) as typeof w.db.pool.connect
  await run()
  w.db.pool.connect = kept
  return sent
}

test('an account hears of its contacts, deals and roles, a contact of its deals, each once and in order', async () => {
  const { account, contact, deal } = await client('А')
  await make('accountRole', { account, role: 'customer' })
  await change('deal', deal, { description: 'More' })
  await w.kolo.call(w.admin, 'deal.win', { id: deal })
  await settle()
  const sold = ['deal.created А deal', 'deal.updated А deal', 'deal.updated А deal', 'deal.won А deal']
  expect(await told('account', account)).toEqual([
    'account.created А',
    'contact.created Аенко',
    sold[0],
    'accountRole.created Customer',
    ...sold.slice(1),
  ])
  expect(await told('contact', contact)).toEqual(['contact.created Аенко', ...sold])
  expect(await told('deal', deal)).toEqual(sold)
  expect(await told('account', account, { kind: 'changes' })).toEqual([
    'deal.updated А deal',
    'deal.updated А deal',
  ])
  expect(await told('account', account, { kind: 'sales' })).toEqual(sold)
  expect(await told('account', account, { own: true })).toEqual(['account.created А'])
  expect(await told('account', account, { by: w.olena.user })).toEqual([])
  const { items } = await w.kolo.timeline({ ...w.admin, locale: 'uk' }, 'account', account, { limit: 1 })
  expect(items[0]).toMatchObject({ text: 'виграно', icon: 'trophy', actor: { title: 'Admin' } })
})

test('what is said of a deal is told on its contact and its account too', async () => {
  const { account, contact, deal } = await client('Said')
  await make('comment', { body: 'Call him on Monday', record: { entity: 'deal', id: deal } })
  await settle()
  for (const [entity, id] of Object.entries({ account, contact, deal }))
    expect(await told(entity, id, { kind: 'comments' })).toEqual(['comment.created Call him on Monday'])
  const other = await client('Other')
  const { items } = await w.kolo.list(w.admin, 'comment', {
    filter: ['record', 'is', { entity: 'deal', id: deal }],
  })
  await change('comment', items[0]!.id, { record: { entity: 'account', id: other.account } })
  await settle()
  expect(await told('account', other.account, { kind: 'comments' })).toEqual([
    'comment.created Call him on Monday',
    'comment.updated Call him on Monday',
  ])
  expect(await told('account', account, { kind: 'comments' })).toEqual([])
  expect(await told('deal', deal, { kind: 'comments' })).toEqual(['comment.updated Call him on Monday'])
})

test('page by page, every fact comes once', async () => {
  const { account, deal } = await client('Paged')
  for (let i = 0; i < 7; i++) await change('deal', deal, { description: `${i}` })
  await settle()
  const seen = (await paged('account', account, 3)).map((i) => i.id)
  expect(seen).toHaveLength(10)
  expect(seen).toEqual([...new Set(seen)].toSorted().toReversed())
})

test('a deal that moves to another account takes its past along; that it left stays told', async () => {
  const [from, to] = [await client('From'), await client('To')]
  await change('deal', from.deal, { account: to.account, contact: null })
  await settle()
  expect(await told('account', from.account)).toEqual([
    'account.created From',
    'contact.created Fromенко',
    'deal.updated From deal',
  ])
  expect((await told('account', to.account)).filter((t) => t.endsWith('From deal'))).toEqual([
    'deal.created From deal',
    'deal.updated From deal',
  ])
})

test('a contact that moves takes the deals that hang on it alone', async () => {
  const [a, b] = [await make('account', { name: 'Old firm' }), await make('account', { name: 'New firm' })]
  const contact = await make('contact', { name: { last: 'Мандрівник' }, account: a })
  await make('deal', { name: 'Hangs on him', contact })
  await settle()
  expect(await told('account', a)).toContain('deal.created Hangs on him')
  await change('contact', contact, { account: b })
  await settle()
  expect(await told('account', a)).toEqual(['account.created Old firm', 'contact.updated Мандрівник'])
  expect(await told('account', b)).toContain('deal.created Hangs on him')
})

test('merged records have one timeline; undone, each has its own again', async () => {
  const [one, two] = [await client('One'), await client('Two')]
  await settle()
  const before = await told('account', two.account)
  const { merge } = await w.kolo.call(w.admin, 'account.merge', { into: one.account, from: [two.account] })
  await settle()
  const merged = await told('account', one.account)
  for (const fact of [
    'account.created One',
    'account.created Two',
    'deal.created Two deal',
    'account.merged One',
  ])
    expect(merged).toContain(fact)
  expect(merged.filter((t) => t === 'deal.created Two deal')).toHaveLength(1)
  await w.kolo.call(w.admin, 'merge.undo', { merge })
  await settle()
  expect(await told('account', one.account)).not.toContain('deal.created Two deal')
  expect((await told('account', two.account)).slice(0, before.length)).toEqual(before)
})

test('who may not see a deal, finds no trace of it', async () => {
  const account = await make('account', { name: 'Shared' }, w.olena)
  const deal = await make('deal', { name: 'Secret', account, owner: w.petro.user })
  await make('deal', { name: 'Hers', account }, w.olena)
  await change('deal', deal, { description: 'x' }, w.petro)
  await settle()
  expect(await told('account', account, {}, w.olena)).toEqual(['account.created Shared', 'deal.created Hers'])
  expect(JSON.stringify(await w.kolo.timeline(w.olena, 'account', account, {}))).not.toContain(deal)
  await expect(w.kolo.timeline(w.petro, 'account', account, {})).rejects.toThrow()
})

test('what is purged is forgotten', async () => {
  const account = await make('account', { name: 'Gone' })
  const contact = await make('contact', { name: { last: 'Зникомий' }, account })
  await settle()
  expect(await told('account', account)).toContain('contact.created Зникомий')
  await w.kolo.call(w.admin, 'contact.delete', { ids: [contact] })
  await w.db.system((tx) =>
    tx.rows(sql`update contacts set deleted_at = now() - interval '90 days' where id = ${contact}::uuid`),
  )
  expect(await purgeBin(w.kolo)).toBe(1)
  await settle()
  expect(await told('account', account)).toEqual(['account.created Gone'])
  const rows = await w.db.system((tx) =>
    tx.rows(sql`select from timeline where record_id = ${contact}::uuid`),
  )
  expect(rows).toEqual([])
})

test('REST answers it, and says what is wrong with a request', async () => {
  const { account } = await client('Rest')
  await settle()
  const { status, json } = await w.ask(w.admin, `/api/accounts/${account}/timeline?limit=2&kind=parties`)
  expect(status).toBe(200)
  expect(json.items.map((i: { name: string }) => i.name)).toEqual(['contact.created', 'account.created'])
  expect((await w.ask(w.admin, `/api/accounts/${account}/timeline?after=x`)).status).toBe(400)
  expect((await w.ask(w.admin, `/api/accounts/${account}/timeline?by=x`)).status).toBe(400)
  expect((await w.ask(w.petro, `/api/accounts/${account}/timeline`)).status).toBe(404)
})

test('fifty thousand facts are opened, filtered and paged by index alone', async () => {
  const { account, deal } = await client('Big')
  await settle()
  await w.db.system(async (tx) => {
    await tx.rows(sql`insert into events (id, name, entity, record_id, actor_id, via, operation, changes)
      select uuidv7(make_interval(secs => n::int - 60000)), 'deal.updated', 'deal', ${deal}::uuid, ${w.admin.user}::uuid, 'web', 'deal.update', '{"description":["a","b"]}'
      from generate_series(1, 50000) n`)
    await tx.rows(sql`insert into timeline (subject_id, at, event_id, record_id, actor_id, entity, is_change)
      select ${account}::uuid, uuid_extract_timestamp(id), id, record_id, actor_id, entity, true from events
      where record_id = ${deal}::uuid and name = 'deal.updated' on conflict do nothing`)
  })
  // Others have their timelines too.
  await w.db.system((tx) =>
    tx.rows(sql`insert into timeline (subject_id, at, event_id, record_id, entity, is_change)
      select md5((n / 50)::text)::uuid, now(), uuidv7(), uuidv7(), 'deal', true from generate_series(1, 100000) n`),
  )
  const owner = new pg.Client(w.config)
  await owner.connect()
  onTestFinished(() => owner.end())
  await owner.query('vacuum analyze kolo.timeline')
  const filters: TimelineQuery[] = [
    {},
    { kind: 'sales' },
    { kind: 'parties' },
    { kind: 'changes' },
    { by: w.olena.user },
  ]
  for (const query of filters) {
    const asked = await recorded(() => w.kolo.timeline(w.admin, 'account', account, query))
    expect(asked.length).toBeLessThanOrEqual(12)
    const read = asked.filter((q) => q.text.includes('from timeline'))
    expect(read).toHaveLength(1)
    const { rows } = await owner.query(
      `explain ${read[0]!.text.replaceAll(/(events|timeline|users) /g, 'kolo.$1 ')}`,
      read[0]!.values,
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan, JSON.stringify(query)).toMatch(/Index Only Scan Backward using timeline_order/)
    expect(plan).not.toMatch(/Seq Scan on (events|timeline)/)
  }
  const { items, next } = await w.kolo.timeline(w.admin, 'account', account, {})
  expect(items).toHaveLength(50)
  expect(next).toContain(items[49]!.id)
})

test('the card: worth, next step, what is late, last contact; nothing of deals that the reader does not see', async () => {
  const account = await make('account', { name: 'Card' }, w.olena)
  const money = { amount: '100.10', currency: 'UAH' }
  const won = await make('deal', { name: 'Won', account, amount: money }, w.olena)
  await w.kolo.call(w.olena, 'deal.win', { id: won })
  await make(
    'deal',
    { name: 'Late', account, amount: money, closeDate: '2020-01-31', nextStep: 'Call' },
    w.olena,
  )
  await make('deal', { name: 'Unseen', account, amount: money, owner: w.petro.user })
  await make(
    'activity',
    {
      kind: 'call',
      subject: 'Visit plan',
      record: { entity: 'account', id: account },
      dueAt: '2020-02-01T09:00:00Z',
    },
    w.olena,
  )
  const card = await w.kolo.card(w.olena, 'account', account)
  expect(Object.fromEntries(card.lines.map((l) => [l.key, l.values]))).toEqual({
    lateDeals: [{ count: 1 }],
    nextStep: [{ text: 'Call' }],
    nextActivity: [{ date: '2020-02-01' }, { text: 'Visit plan' }],
    openDeals: [{ count: 1 }, { money }],
    won: [{ money }],
  })
  expect(card.counts['deal.account']).toBe(2)
  expect((await w.kolo.card({ ...w.admin, locale: 'uk' }, 'account', account)).counts['deal.account']).toBe(3)
  await expect(w.kolo.card(w.petro, 'account', account)).rejects.toThrow()
})
