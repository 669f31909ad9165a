import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { filterOfRule, type AssignmentRule } from '#modules/segments/rule.ts'
import { world, type World } from '#test/world/world.ts'

const rule = (given: Partial<AssignmentRule>) =>
  ({
    regions: null,
    industries: null,
    sources: null,
    minEmployees: null,
    maxEmployees: null,
    onlyUnowned: null,
    ...given,
  }) as AssignmentRule

test.each([
  ['account', rule({}), { and: [] }],
  [
    'account',
    rule({ regions: ['Київ '], minEmployees: 10 as never }),
    {
      and: [
        {
          or: ['Київ', 'м. Київ', 'місто Київ', 'Kyiv', 'Kyiv city', 'City of Kyiv'].map((r) => [
            'region',
            'is',
            r,
          ]),
        },
        ['employees', 'gte', 10],
      ],
    },
  ],
  [
    'contact',
    rule({ industries: ['it'], onlyUnowned: true }),
    {
      and: [
        ['account.industry', 'in', ['it']],
        ['owner', 'empty'],
      ],
    },
  ],
])('which %ss a rule fits: %#', (entity, r, wanted) => expect(filterOfRule(r, entity)).toEqual(wanted))

describe('segments, assignment and quality', () => {
  let w: World
  let boss: Actor
  let sales: Actor
  const make = async (entity: string, item: object, actor = boss) =>
    (await w.kolo.call(actor, `${entity}.create`, { items: [item] })).items[0].id as string
  const person = (last: string, more: object = {}) => make('contact', { name: { last }, ...more })
  beforeAll(async () => {
    w = await world()
    boss = await w.asRole('administrator')
    sales = await w.asRole('sales')
  })
  afterAll(() => w.close())

  test('a segment follows its filter, by hand otherwise, and is frozen with a log of who was in it', async () => {
    const [a, b, c] = [
      await person('A', { tags: ['vip'] }),
      await person('B', { tags: ['vip'] }),
      await person('C'),
    ]
    const id = await make('segment', { name: 'VIP', of: 'contact', filter: ['tags', 'has', 'vip'] })
    const names = async () => {
      const { count, filter } = await w.kolo.call(boss, 'segment.count', { id })
      const { items } = await w.kolo.list(boss, 'contact', { filter, fields: ['name'], sort: 'name' })
      expect(count.value).toBe(items.length)
      return items.map((i) => (i['name'] as { last: string }).last).join('')
    }
    expect(await names()).toBe('AB')
    await w.kolo.call(boss, 'segment.include', { id, records: [c] })
    await w.kolo.call(boss, 'segment.exclude', { id, records: [a] })
    expect(await names()).toBe('BC')
    const inWhich = async (record: string) =>
      (await w.kolo.call(boss, 'segment.of_record', { entity: 'contact', id: record })).items
    expect(await inWhich(a)).toEqual([{ id, title: 'VIP', how: 'excluded' }])
    expect(await inWhich(b)).toEqual([{ id, title: 'VIP', how: 'filter' }])
    expect(await inWhich(c)).toEqual([{ id, title: 'VIP', how: 'included' }])
    await expect(
      w.kolo.call(sales, 'segment.of_record', { entity: 'contact', id: a }),
    ).rejects.toBeInstanceOf(Error)
    await w.kolo.call(boss, 'segment.clear', { id, records: [a] })
    expect(await names()).toBe('ABC')
    await w.kolo.call(boss, 'segment.freeze', { id })
    await person('D', { tags: ['vip'] })
    expect(await names()).toBe('ABC')
    await w.kolo.call(boss, 'segment.exclude', { id, records: [b] })
    expect(await names()).toBe('AC')
    const { items } = await w.kolo.list(boss, 'segmentMember', { filter: ['segment', 'is', id], limit: 50 })
    expect(items.filter((i) => i['until'] === null)).toHaveLength(2)
    await expect(w.kolo.call(boss, 'segment.freeze', { id })).rejects.toThrow(/frozen/)
    await expect(
      make('segment', { name: 'Bad', of: 'contact', filter: ['nothing', 'is', 1] }),
    ).rejects.toThrow(/filter/)
    // Of others' clients a salesperson is told nothing.
    expect((await w.kolo.call(sales, 'segment.count', { id })).count.value).toBe(0)
  })

  test('rules show first what they would change, the first that fits decides, and it is undone', async () => {
    const north = await w.asRole('sales')
    const south = await w.asRole('sales')
    const firm = (name: string, city: string, employees: number) =>
      make('account', { name, employees, owner: boss.user, addresses: [{ city, country: 'UA' }] })
    const [kyiv, large, other] = [
      await firm('Kyiv', 'Київ', 5),
      await firm('Large', 'Київ', 500),
      await firm('Other', 'Львів', 5),
    ]
    await make('assignmentRule', { name: 'Large', position: 1, minEmployees: 100, to: south.user })
    await make('assignmentRule', { name: 'Kyiv', position: 2, regions: ['київ'], to: north.user })
    const seen = await w.kolo.call(boss, 'assignment.preview', { of: 'account' })
    expect(seen.rules.map((r: { name: string; count: number }) => [r.name, r.count])).toEqual([
      ['Large', 1],
      ['Kyiv', 1],
    ])
    const owners = async () =>
      Promise.all(
        [kyiv, large, other].map(
          async (id) => ((await w.kolo.get(boss, 'account', id))['owner'] as { id: string }).id,
        ),
      )
    const before = await owners()
    const { run, changed } = await w.kolo.call(boss, 'assignment.run', { of: 'account' })
    expect([changed, await owners()]).toEqual([2, [north.user, south.user, boss.user]])
    expect((await w.kolo.call(boss, 'assignment.preview', { of: 'account' })).count).toBe(0)
    // Given on since: stays where it is.
    await w.kolo.call(boss, 'account.update', { items: [{ id: large, owner: sales.user }] })
    expect(await w.kolo.call(boss, 'assignment.undo', { run })).toEqual({ returned: 1 })
    expect(await owners()).toEqual([before[0], sales.user, before[2]])
    await expect(w.kolo.call(boss, 'assignment.undo', { run })).rejects.toThrow(/undone/)
    await expect(w.kolo.call(sales, 'assignment.run', { of: 'account' })).rejects.toThrow()
  })

  test('every number of quality is the number of the list behind it', async () => {
    const well = await person('Well', { emails: [{ value: 'w@example.com' }], source: 'site' })
    // No door takes it any more; what was taken once is counted.
    await w.kolo.db.system((tx) =>
      tx.rows(sql`update contacts set birthday = '2999-01-01', tax_id = '1234567890', phones = '[{"value":"+38067"}]',
        updated_at = now() - interval '4 months' where id = ${well}::uuid`),
    )
    const right = await make('account', { name: 'Right', registrationCode: '00032129' })
    const wrong = await make('account', { name: 'Wrong', registrationCode: '00032129' })
    await w.kolo.db.system((tx) =>
      tx.rows(sql`update accounts set registration_code = '00032120', iban = 'UA00', source = 'site',
        emails = '[{"value":"a@b"}]' where id = ${wrong}::uuid`),
    )
    for (const of of ['contact', 'account'])
      for (const by of ['source', 'owner']) {
        const { measures, groups } = await w.kolo.call(boss, 'quality.read', { of, by })
        expect(groups.length).toBeGreaterThan(0)
        for (const g of groups)
          for (const m of measures) {
            const page = await w.kolo.list(boss, of, {
              filter: { and: [g.filter, m.filter] },
              fields: [],
              limit: 1,
              count: true,
            })
            expect([of, by, g.title, m.key, page.count!.value]).toEqual([
              of,
              by,
              g.title,
              m.key,
              g.counts[m.key],
            ])
          }
      }
    const ofSite = async (of: string, months = 6) => {
      const { groups } = await w.kolo.call(boss, 'quality.read', { of, by: 'source', months })
      return groups.find((g: { value: string }) => g.value === 'site')
    }
    const faults = { badBirthday: 1, badTaxId: 1, badPhone: 1, badEmail: 0, unreachable: 0, stale: 0 }
    expect((await ofSite('contact')).counts).toMatchObject(faults)
    expect((await ofSite('contact', 3)).counts).toMatchObject({ stale: 1 })
    // Whom somebody has called since is no stranger.
    await make('activity', {
      kind: 'call',
      subject: 'Called',
      status: 'done',
      record: { entity: 'contact', id: well },
    })
    expect((await ofSite('contact', 3)).counts).toMatchObject({ stale: 0 })
    const { counts } = await ofSite('account')
    expect(counts).toMatchObject({ badCode: 1, badIban: 1, badEmail: 1, badVatId: 0 })
    const filter = ['id', 'found', 'badCode']
    expect((await w.kolo.list(boss, 'account', { filter })).items.map((i) => i.id)).toEqual([wrong])
    expect(await w.kolo.summary(boss, 'account', { filter, group: 'source' })).toMatchObject([{ count: 1 }])
    expect(right).not.toBe(wrong)
  })
})
