import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { correctionsOf, stepsOf, totalOf, type Credit } from '#modules/forecasting/commission.ts'
import { planFor, type PlanRow } from '#modules/forecasting/commission-plan.ts'
import { periodAt, shifted } from '#modules/forecasting/period.ts'
import { world, type World } from '#test/world/world.ts'

const credit = (value: string, given: Partial<Credit> = {}): Credit => ({
  deal: 'd',
  name: 'D',
  closedOn: '2026-10-05',
  group: null,
  groupName: null,
  value,
  share: 100,
  ...given,
})
const terms = {
  name: 'T',
  percent: 2,
  rates: [{ group: 'pumps', percent: 5 }],
  tiers: [
    { from: 100, factor: 1.5 },
    { from: 120, factor: 2 },
  ],
}

describe('the arithmetic', () => {
  test.each([
    ['flat', [credit('1000')], null, '0', [['1000', 2, 1, '20']]],
    ['by group', [credit('1000', { group: 'pumps' })], null, '0', [['1000', 5, 1, '50']]],
    ['a share', [credit('1000', { share: 30 })], null, '0', [['300', 2, 1, '6']]],
    [
      'past the plan',
      [credit('1000')],
      '500',
      '500',
      [
        ['100', 2, 1.5, '3'],
        ['900', 2, 2, '36'],
      ],
    ],
    [
      'across every tier',
      [credit('1000')],
      '500',
      '0',
      [
        ['500', 2, 1, '10'],
        ['100', 2, 1.5, '3'],
        ['400', 2, 2, '16'],
      ],
    ],
    [
      'what was credited before counts',
      [credit('100')],
      '500',
      '450',
      [
        ['50', 2, 1, '1'],
        ['50', 2, 1.5, '1.5'],
      ],
    ],
    [
      'one deal after another',
      [credit('500'), credit('10')],
      '500',
      '0',
      [
        ['500', 2, 1, '10'],
        ['10', 2, 1.5, '0.3'],
      ],
    ],
    ['no plan, no accelerator', [credit('9999')], null, '99999', [['9999', 2, 1, '199.98']]],
    ['half a copeck goes up', [credit('0.25')], null, '0', [['0.25', 2, 1, '0.01']]],
    ['nothing', [credit('0')], '500', '0', [['0', 2, 1, '0']]],
    ['a return', [credit('-100')], '500', '510', [['-100', 2, 1.5, '-3']]],
  ] as const)('%s', (_, credits, quota, before, wanted) => {
    const steps = stepsOf(credits, terms, quota, before)
    expect(steps.map((s) => [s.credited, s.rate, s.factor, s.pay])).toEqual(wanted)
  })

  test('corrections are what is owed now less what was paid, by deal', () => {
    const of = (deal: string, pay: string) => ({ deal, name: deal, pay })
    const found = correctionsOf(
      '2026-09',
      [of('a', '10'), of('b', '7'), of('c', '1')],
      [of('a', '10'), of('b', '9'), of('gone', '4')],
    )
    expect(found.map((k) => [k.deal, k.pay])).toEqual([
      ['b', '-2'],
      ['gone', '-4'],
      ['c', '1'],
    ])
    expect(totalOf(found)).toBe('-5')
  })

  test('the nearest plan that is valid holds', () => {
    const plan = (name: string, given: Partial<PlanRow>): PlanRow => ({
      ...terms,
      name,
      owner: null,
      team: null,
      since: '2026-01-01',
      until: null,
      ...given,
    })
    const plans = [
      plan('all', {}),
      plan('upper', { team: 'upper' }),
      plan('own', { owner: 'ann', until: '2026-05-31' }),
      plan('later', { team: 'lower', since: '2026-10-01' }),
    ]
    const ann = { id: 'ann', teams: ['lower', 'upper'] }
    expect(planFor(plans, ann, '2026-05-31')?.name).toBe('own')
    expect(planFor(plans, ann, '2026-06-30')?.name).toBe('upper')
    expect(planFor(plans, ann, '2026-10-31')?.name).toBe('later')
    expect(planFor(plans, { id: 'x', teams: [] }, '2026-10-31')?.name).toBe('all')
    expect(planFor(plans, ann, '2025-01-01')).toBeNull()
  })
})

describe('statements', () => {
  let w: World
  let head: Actor
  let ann: Actor
  let bob: Actor
  const today = new Date().toISOString().slice(0, 10)
  const now = periodAt(today, 'month')
  const last = shifted(now, -1)
  const uah = (amount: number) => ({ amount: String(amount), currency: 'UAH' })
  const ids: Record<string, string> = {}
  const one = async (entity: string, item: object) =>
    (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id as string
  const statement = (actor: Actor, input: object = {}) =>
    w.kolo.call(actor, 'commission.statement', { month: last.key, ...input })

  beforeAll(async () => {
    w = await world()
    const sales = await w.team('Sales')
    const north = await w.team('North', sales)
    head = await w.asRole('manager', { team: sales })
    ann = await w.asRole('sales', { team: north, name: 'Ann' })
    bob = await w.asRole('sales', { team: north, name: 'Bob' })
    const pipeline = await one('pipeline', { name: 'P', isDefault: true })
    await one('stage', { name: 'open', outcome: 'open', pipeline })
    const won = await one('stage', { name: 'won', outcome: 'won', pipeline })
    const group = await one('productGroup', { name: 'Pumps' })
    const pump = await one('product', { name: 'Pump', group })
    ids['shared'] = await one('deal', {
      name: 'Shared',
      stage: won,
      amount: uah(1000),
      closeDate: last.from,
      owner: ann.user,
    })
    await w.kolo.call(w.system, 'deal.set_team', {
      id: ids['shared'],
      members: [
        { user: ann.user, percent: 70 },
        { user: bob.user, percent: 30 },
      ],
    })
    ids['pump'] = await one('deal', {
      name: 'Pump',
      stage: won,
      amount: uah(200),
      closeDate: last.from,
      owner: ann.user,
      product: pump,
    })
    await one('commissionPlan', {
      name: 'House',
      percent: 2,
      rates: [{ group, percent: 5 }],
      tiers: [{ from: 100, factor: 2 }],
      since: '2020-01-01',
    })
    await one('quota', { period: last.key, owner: ann.user, amount: uah(800) })
  }, 60_000)
  afterAll(() => w.close())

  test('each sees every deal with its arithmetic', async () => {
    const { statement: of } = await statement(ann)
    // 700 of the shared one at 2 %; of the pump’s 200 at 5 % the first 100 fill the plan, the rest counts double. Which of
    // the two was first is told by their ids.
    expect(
      of.steps.map((s: { name: string; credited: string; rate: number; factor: number }) => [
        s.name,
        s.credited,
        s.rate,
        s.factor,
      ]),
    ).toEqual([
      ['Shared', '700', 2, 1],
      ['Pump', '100', 5, 1],
      ['Pump', '100', 5, 2],
    ])
    expect(of).toMatchObject({ total: '29', quota: '800.00', closed: null })
    expect((await statement(bob)).statement).toMatchObject({ total: '6', quota: null })
  })

  test('his own, and his head sees it; nobody else', async () => {
    expect((await statement(head, { person: ann.user })).statement.total).toBe('29')
    await expect(statement(bob, { person: ann.user })).rejects.toThrow('your own')
    await expect(statement(await w.asRole('manager'), { person: ann.user })).rejects.toThrow('your own')
    const team = await w.kolo.call(head, 'commission.team', { month: last.key })
    expect(
      team.items.map((i: { person: { name: string }; total: string }) => [i.person.name, i.total]),
    ).toEqual([
      ['Ann', '29'],
      ['Bob', '6'],
    ])
    expect((await w.kolo.call(bob, 'commission.team', { month: last.key })).items).toHaveLength(1)
    await expect(w.kolo.call(await w.asRole('reader'), 'commission.team', {})).rejects.toThrow('may not')
  })

  test('a month that goes on is not closed, nor one by whom it is paid to', async () => {
    await expect(w.kolo.call(head, 'commission.close', { month: now.key })).rejects.toMatchObject({
      code: 'not_over',
    })
    await expect(w.kolo.call(ann, 'commission.close', { month: last.key })).rejects.toThrow('your own')
  })

  test('closed once; what changes later is corrected in the month that goes on', async () => {
    const both = await Promise.allSettled(
      [1, 2].map(() => w.kolo.call(head, 'commission.close', { month: last.key })),
    )
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await w.kolo.call(w.system, 'deal.update', { items: [{ id: ids['pump'], amount: uah(150) }] })
    await w.kolo.call(w.system, 'deal.delete', { ids: [ids['shared']] })
    await w.db.system((tx) => tx.rows(sql`update commission_plans set percent = 50`))
    expect((await statement(ann)).statement).toMatchObject({ total: '29', closed: {} })
    const next = (await statement(ann, { month: now.key })).statement
    // The shared one is gone: 14 back. The pump’s 150 now all lie within the plan: 7.50 in place of 15.
    expect(
      next.corrections.map((k: { name: string; paid: string; owed: string; pay: string }) => [
        k.name,
        k.paid,
        k.owed,
        k.pay,
      ]),
    ).toEqual([
      ['Shared', '14', '0', '-14'],
      ['Pump', '15', '7.5', '-7.5'],
    ])
    expect(next.total).toBe('-21.5')
  })

  test('nobody writes a statement by hand', async () => {
    const admin = await w.asRole('administrator')
    const { items } = await w.kolo.list(admin, 'commissionStatement', {})
    expect(items).toHaveLength(2)
    await expect(w.kolo.call(admin, 'commissionStatement.delete', { ids: [items[0]!.id] })).rejects.toThrow(
      'may not',
    )
    expect((await w.kolo.list(bob, 'commissionStatement', {})).items).toHaveLength(1)
  })

  test('of what clients have paid: by order and day, shared as its deal, in the month of the payment', async () => {
    const account = await one('account', { name: 'Client' })
    const cy = await w.asRole('sales', {
      team: ((await w.kolo.get(w.system, 'user', bob.user!))['team'] as { id: string }).id,
    })
    const deal = await one('deal', {
      name: 'Paid later',
      owner: cy.user,
      amount: uah(5000),
      closeDate: last.from,
    })
    await w.kolo.call(w.system, 'deal.set_team', {
      id: deal,
      members: [
        { user: cy.user, percent: 60 },
        { user: bob.user, percent: 40 },
      ],
    })
    await one('commissionPlan', {
      name: 'Cash',
      owner: cy.user,
      basis: 'paid',
      percent: 10,
      since: '2020-01-01',
    })
    const order = await one('order', { account, deal, owner: cy.user, currency: 'UAH', taxIncluded: true })
    await one('orderLine', { order, description: 'All', quantity: 4, unitPrice: uah(250) })
    await w.kolo.call(w.system, 'order.confirm', { id: order })
    const { invoice } = await w.kolo.call(w.system, 'order.invoice', { id: order })
    const pay = (amount: number, date: string) =>
      w.kolo.call(w.system, 'invoice.pay', { id: invoice, amount: uah(amount), date })
    await pay(300, last.from)
    await pay(200, now.from)
    const { statement: before } = await statement(cy)
    expect(before).toMatchObject({ total: '18', terms: { basis: 'paid' } })
    expect(before.steps).toMatchObject([
      {
        deal: order,
        of: 'orders',
        closedOn: last.from,
        value: '300.00',
        share: 60,
        credited: '180',
        pay: '18',
      },
    ])
    expect((await statement(cy, { month: now.key })).statement).toMatchObject({ total: '12' })
    // Who is paid for deals won gets nothing of it.
    const { statement: his } = await statement(bob, { month: now.key })
    expect(his.steps.filter((s: { deal: string }) => s.deal === order)).toEqual([])
    // What is paid over is of no order.
    await pay(600, now.from)
    expect((await statement(cy, { month: now.key })).statement).toMatchObject({ total: '42' })
    // A credit note takes its sum off on its day, whenever it will be used: 250 of 1000, of which 60 % are his.
    await w.kolo.call(w.system, 'order.ship', { id: order })
    const [line] = (await w.kolo.list(w.system, 'orderLine', { filter: ['order', 'is', order] })).items
    await w.kolo.call(w.system, 'order.return', {
      id: order,
      reason: 'Не те',
      lines: [{ line: line!.id, quantity: 1 }],
    })
    await w.kolo.call(w.system, 'order.credit', { id: order, invoice })
    const { statement: after } = await statement(cy, { month: now.key })
    expect(after).toMatchObject({ total: '27' })
    expect(after.steps.map((s: { returned: string | null }) => s.returned)).toContain('250.00')
  })

  test('what came back of a won deal lowers it; of a closed month, the next statement, and it says why', async () => {
    const account = await one('account', { name: 'Returning' })
    const di = await w.asRole('sales', {
      team: ((await w.kolo.get(w.system, 'user', bob.user!))['team'] as { id: string }).id,
    })
    const [stage] = (await w.kolo.list(w.system, 'stage', { filter: ['outcome', 'is', 'won'] })).items
    const deal = await one('deal', {
      name: 'Came back',
      stage: stage!.id,
      account,
      owner: di.user,
      amount: uah(1000),
      closeDate: last.from,
    })
    await one('commissionPlan', { name: 'Di', owner: di.user, percent: 10, since: '2020-01-01' })
    const order = await one('order', { account, deal, owner: di.user, currency: 'UAH', taxIncluded: true })
    const line = await one('orderLine', { order, description: 'All', quantity: 4, unitPrice: uah(300) })
    await w.kolo.call(w.system, 'order.confirm', { id: order })
    await w.kolo.call(w.system, 'order.ship', { id: order })
    const back = () =>
      w.kolo.call(w.system, 'order.return', { id: order, reason: 'Не те', lines: [{ line, quantity: 1 }] })
    await back()
    const { statement: open } = await statement(di)
    expect(open).toMatchObject({ total: '75', steps: [{ value: '750.00', returned: '250.00' }] })
    await w.kolo.call(head, 'commission.close', { month: last.key, person: di.user })
    await back()
    const { statement: next } = await statement(di, { month: now.key })
    expect(next).toMatchObject({ total: '-25', corrections: [{ paid: '75', owed: '50', isReturned: true }] })
  })

  test('terms that do not read are refused by their field', async () => {
    await expect(
      one('commissionPlan', { name: 'X', percent: 1, tiers: [{ from: 'full', factor: 2 }] }),
    ).rejects.toMatchObject({ problems: [{ path: 'items.0.tiers' }] })
  })
})
