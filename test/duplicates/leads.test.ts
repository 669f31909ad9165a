import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Plain } from '#core/row.ts'
import { startRelay } from '#doors/relay/index.ts'
import { duplicateWatch, startSearches } from '#modules/duplicates/index.ts'
import { furthest, whyNotMerge } from '#modules/duplicates/merge/state.ts'
import { world, type World } from '#test/world/world.ts'
import { until } from '#test/door-world.ts'
import { people } from '../../bench/duplicates-people.ts'

const row = (id: string, values: object) =>
  ({ id, status: 'new', convertedAt: null, ...values }) as never as Plain

test.each<[object, object, string, string | null]>([
  [{}, {}, 'a', null],
  [{}, { status: 'working' }, 'b', null],
  [{ status: 'unqualified' }, {}, 'b', null],
  [{ status: 'working' }, { status: 'qualified', convertedAt: 'x' }, 'b', null],
  [{ convertedAt: 'x' }, { convertedAt: 'y' }, 'a', 'both_clients'],
])('of %j and %j the state is of %s', (a, b, wanted, refusal) => {
  const rows = [row('a', a), row('b', b)]
  expect(furthest('lead', rows)['status']).toBe(wanted)
  expect(furthest('lead', rows)['deal']).toBe(wanted)
  expect(whyNotMerge('lead', rows)).toBe(refusal)
  expect(furthest('contact', rows)).toEqual({})
})

describe('leads among duplicates', () => {
  let w: World
  let searches: ReturnType<typeof startSearches>
  const call = (name: string, input: object, actor: Actor = w.system) => w.kolo.call(actor, name, input)
  const make = async (entity: string, item: object): Promise<string> =>
    (await call(`${entity}.create`, { items: [item] })).items[0].id
  const person = { last: 'Гнатишин', first: 'Соломія' }
  const known = async (actor?: Actor): Promise<{ lead: string; clients: string[][] }[]> =>
    (await call('duplicate.clients', {}, actor)).items.map(
      (i: { lead: { id: string }; clients: { entity: string; record: { id: string } }[] }) => ({
        lead: i.lead.id,
        clients: i.clients.map((k) => [k.entity, k.record.id]),
      }),
    )
  const searched = () =>
    until(async () => (await call('duplicate.status', { entity: 'lead' })).scan?.status === 'done')

  beforeAll(async () => {
    w = await world()
    searches = startSearches(w.kolo, (error) => {
      throw error
    })
  })
  afterAll(async () => {
    await searches.stop()
    await w.close()
  })

  test('the whole base is searched: leads with leads, and with clients; a client’s is made his or said to be another’s', async () => {
    const others = [...people(600)].map((p) => ({
      person: { last: p.last, first: p.first },
      ...(p.phone ? { phones: [{ value: p.phone }] } : {}),
      ...(p.email ? { emails: [{ value: p.email }] } : {}),
    }))
    await call('lead.create', { items: others, returning: false })
    const phones = [{ value: '+380671234567' }]
    const [a, b] = [
      await make('lead', { person, phones, interest: 'Котел' }),
      await make('lead', { person: { ...person, first: 'Соломія' }, phones, company: 'ТОВ «Зоря»' }),
    ]
    const other = await make('lead', { person: { last: 'Інша', first: 'Людина' }, phones: ['+380501112233'] })
    const contact = await make('contact', { name: person, phones })
    const account = await make('account', { name: 'Зоря', kind: 'company' })
    await call('duplicate.scan', { entity: 'lead' })
    await searched()
    const groups = (await call('duplicate.list', { entity: 'lead', limit: 100 })).items
    expect(groups.map((g: { records: { id: string }[] }) => g.records.map((r) => r.id))).toContainEqual([
      a,
      b,
    ])
    const found = await known()
    expect(found).toContainEqual({ lead: a, clients: [['contact', contact]] })
    expect(found.find((one) => one.lead === b)?.clients).toContainEqual(['contact', contact])
    expect(found.some((one) => one.lead === other)).toBe(false)
    expect(account).toBeTruthy()

    // Who sees no leads is told of none.
    await expect(known(await w.asRole('client'))).rejects.toThrow(/leads/i)

    await call('duplicate.dismiss', { entity: 'lead', client: 'contact', pairs: [[b, contact]] })
    expect((await known()).find((one) => one.lead === b)?.clients ?? []).not.toContainEqual([
      'contact',
      contact,
    ])
    await call('duplicate.reopen', { entity: 'lead', client: 'contact', pairs: [[b, contact]] })
    await call('lead.convert', { id: a, contact, isNew: true, withoutDeal: true })
    expect((await known()).map((one) => one.lead)).not.toContain(a)
  })

  test('after that what comes is compared at once, from either side', async () => {
    const relay = await startRelay(w.kolo, [duplicateWatch(w.kolo)])
    try {
      const emails = [{ value: 'petro@poshta.example' }]
      const late = { last: 'Пізній', first: 'Петро' }
      const lead = await make('lead', { person: late, emails })
      const contact = await make('contact', { name: late, emails })
      await until(async () => (await known()).some((one) => one.lead === lead))
      expect((await known()).find((one) => one.lead === lead)?.clients).toEqual([['contact', contact]])
      await call('contact.update', {
        items: [{ id: contact, name: { last: 'Зовсім', first: 'Інший' }, emails: [] }],
      })
      await until(async () => !(await known()).some((one) => one.lead === lead))
    } finally {
      await relay.stop()
    }
  })

  test('merged leads are one: what was agreed to, files and history come along, the furthest state stays, and all comes apart', async () => {
    const emails = [{ value: 'dvichi@poshta.example' }]
    const twice = { last: 'Двічі', first: 'Юрій' }
    const [into, from] = [
      await make('lead', { person: twice, emails, interest: 'Насос' }),
      await make('lead', { person: twice, emails, interest: 'Котел' }),
    ]
    await call('lead.work', { id: from })
    const activity = await make('activity', {
      kind: 'call',
      subject: 'Дзвінок',
      record: { entity: 'lead', id: from },
    })
    const { merge } = await call('lead.merge', { into, from: [from] })
    const one = await w.kolo.get(w.system, 'lead', from)
    expect([one.id, one['status'], one['interest']]).toEqual([into, 'working', 'Насос\n\nКотел'])
    expect((await w.kolo.get(w.system, 'activity', activity))['record']).toMatchObject({ id: into })
    await expect(call('lead.restore', { ids: [from] })).rejects.toThrow(/merge/)
    await call('merge.undo', { merge })
    const [x, y] = [await w.kolo.get(w.system, 'lead', into), await w.kolo.get(w.system, 'lead', from)]
    expect([x['status'], x['interest'], y.id, y['status']]).toEqual(['new', 'Насос', from, 'working'])
    expect((await w.kolo.get(w.system, 'activity', activity))['record']).toMatchObject({ id: from })

    for (const id of [into, from]) await call('lead.convert', { id, isNew: true, withoutDeal: true })
    await expect(call('lead.merge', { into, from: [from] })).rejects.toThrow(/client/)
  })
})
