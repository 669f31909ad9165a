import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { world, type World } from '#test/world/world.ts'

let w: World
let admin: Actor
let seller: Actor
let other: Actor
const make = async (entity: string, ...items: object[]): Promise<{ id: string }[]> =>
  (await w.kolo.call(admin, `${entity}.create`, { items })).items
const ask = (who: Actor, input: object) => w.kolo.call(who, 'report.read', input)
const table = (answer: any, measure: string) =>
  Object.fromEntries(
    answer.cells
      .filter((c: any) => c.row !== null && c.column === null)
      .map((c: any) => [answer.rows[c.row].title ?? answer.rows[c.row].value, c.now[measure]]),
  )

beforeAll(async () => {
  w = await world()
  admin = await w.asRole('administrator')
  seller = await w.asRole('sales')
  other = await w.asRole('sales')
  const [pipeline] = await make('pipeline', { name: 'Sales', isDefault: true })
  const [stage] = await make('stage', { name: 'New', pipeline: pipeline!.id, outcome: 'open', position: 1 })
  const [account] = await make('account', { name: 'Mills', industry: 'retail' })
  const deal = (owner: Actor, amount: string | null, currency: string, closeDate: string, more = {}) => ({
    name: 'Deal',
    owner: owner.user,
    stage: stage!.id,
    account: account!.id,
    ...(amount ? { amount: { amount, currency } } : {}),
    closeDate,
    openedOn: '2026-01-01',
    ...more,
  })
  await make(
    'deal',
    deal(seller, '100', 'UAH', '2026-02-10'),
    deal(seller, '300', 'UAH', '2026-02-20', { source: 'site' }),
    deal(other, '10', 'EUR', '2026-03-10'),
    deal(other, null, 'UAH', '2026-03-11'),
    deal(other, '7', 'PLN', '2026-03-12'),
  )
  await make('exchangeRate', { currency: 'EUR', base: 'UAH', date: '2026-03-01', rate: 50 })
})
afterAll(() => w.close())

test('money of any field is added up in the company’s currency; what has no rate is told', async () => {
  const answer = await ask(admin, {
    of: 'deal',
    rows: 'closeDate:month',
    measures: ['count', 'sum:amount', 'average:amount', 'least:amount', 'most:amount'],
    date: 'closeDate',
    from: '2026-01-01',
    to: '2026-12-31',
  })
  expect(table(answer, 'count')).toEqual({ '2026-02-01': '2', '2026-03-01': '3' })
  expect(table(answer, 'sum:amount')).toEqual({ '2026-02-01': '400.00', '2026-03-01': '500.00' })
  expect(table(answer, 'average:amount')['2026-02-01']).toBe('200.00')
  expect(table(answer, 'least:amount')['2026-02-01']).toBe('100.00')
  expect(table(answer, 'most:amount')['2026-02-01']).toBe('300.00')
  expect(answer.unconverted).toBe(1)
})

test('without a period records count whenever they were, by fields of related records too', async () => {
  const answer = await ask(admin, {
    of: 'deal',
    rows: 'account.industry',
    columns: 'source',
    measures: ['count'],
  })
  expect(answer.rows.map((r: { title: string }) => r.title)).toHaveLength(1)
  expect(answer.cells.find((c: any) => c.row === null && c.column === null).now).toEqual({ count: '5' })
  expect(answer.date).toBeNull()
})

test('only what he may see counts, and only what he may see is offered', async () => {
  const answer = await ask(seller, { of: 'deal', rows: 'account', measures: ['count', 'sum:amount'] })
  expect(Object.values(table(answer, 'sum:amount'))).toEqual(['400.00'])
  const products = await ask(seller, { of: 'product' })
  expect(products.figures.map((f: { key: string }) => f.key)).not.toContain('sum:cost')
  await expect(ask(seller, { of: 'product', measures: ['sum:cost'] })).rejects.toThrow(/figures/)
  await expect(ask(await w.asRole('client'), { of: 'stageChange' })).rejects.toThrow(/may not/)
})

test.each([
  [{ of: 'nothing' }, /no records called/],
  [{ of: 'deal', rows: 'description.x' }, /no field/],
  [{ of: 'deal', rows: 'amount' }, /split by amount/],
  [{ of: 'deal', rows: "closeDate:day'); drop table deals --" }, /split by/],
  [{ of: 'deal', rows: 'closeDate' }, /split by/],
  [{ of: 'deal', measures: ['sum:name'] }, /figures/],
  [{ of: 'deal', date: 'name', period: 'thisYear' }, /not a day/],
  [{ of: 'deal', from: '0001-01-01', to: '2026-01-01' }, /1900/],
  [{ of: 'deal', from: '2026-01-01', to: '9999-12-31' }, /2199/],
  [{ of: 'deal', from: '2026-02-01', to: '2026-01-01' }, /ends before/],
  [{ of: 'deal', filter: ['nothing', 'is', 1] }, /no field/],
])('a question that makes no sense is refused: %j', async (input, message) => {
  await expect(ask(admin, input)).rejects.toSatisfy((e: any) =>
    message.test(JSON.stringify(e.problems ?? e.message)),
  )
})

test('every report that comes with Kolo can be asked, in both languages, by whom it is offered to', async () => {
  const asked: string[] = []
  for (const who of [admin, seller, await w.asRole('manager')])
    for (const { reports } of (await w.kolo.call(who, 'report.standard', {})).groups)
      for (const { key, question } of reports) {
        const answer = await ask(who, question)
        expect([key, answer.measures.map((m: { key: string }) => m.key)]).toEqual([key, question.measures])
        if (who === admin) asked.push(key)
      }
  expect(asked.length).toBeGreaterThanOrEqual(25)
})
