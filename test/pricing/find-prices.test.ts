import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#core/actor.ts'
import { storeOf } from '#core/store.ts'
import { findPrices, type PriceQuestion } from '#modules/pricing/index.ts'
import { conversion } from '../../server/modules/pricing/rates.ts'
import { world, type World } from '#test/world/world.ts'

const rate = (currency: string, base: string, rate: string, date = '2026-03-01') => ({
  currency,
  base,
  rate,
  date,
  source: 'nbu',
})

describe('rates', () => {
  const rates = [rate('EUR', 'UAH', '50'), rate('USD', 'UAH', '40'), rate('EUR', 'PLN', '4')]
  test.each([
    ['EUR', 'UAH', '50'],
    ['UAH', 'EUR', '0.02'],
    ['USD', 'EUR', '0.8'],
    ['PLN', 'UAH', '12.5'],
    ['PLN', 'USD', '0.3125'],
    ['UAH', 'UAH', '1'],
  ])('%s to %s', (from, to, is) => expect(conversion(rates, from, to)?.rate.toString()).toBe(is))
  test('none where no way leads', () => expect(conversion(rates, 'GBP', 'UAH')).toBeNull())
})

let w: World
let seller: Actor
const id: Record<string, string> = {}
const one = async (entity: string, item: object) =>
  (await w.kolo.call(w.system, `${entity}.create`, { items: [item] })).items[0].id as string

beforeAll(async () => {
  w = await world()
  seller = await w.asRole('sales')
  id.water = await one('productGroup', { name: 'Вода' })
  id.filters = await one('productGroup', { name: 'Фільтри', parent: id.water })
  id.filter = await one('product', {
    name: 'Фільтр',
    group: id.filters,
    unit: 'piece',
    price: { amount: '1000', currency: 'UAH' },
    cost: { amount: '600', currency: 'UAH' },
    vatRate: '20',
  })
  id.pipe = await one('product', { name: 'Труба', unit: 'metre', price: { amount: '10', currency: 'EUR' } })
  id.rare = await one('product', { name: 'Рідкість' })
  await one('productUnit', { product: id.filter, unit: 'pack', factor: 12 })
  id.dealers = await one('accountGroup', { name: 'Дилери' })
  id.friends = await one('accountGroup', { name: 'Друзі', discount: 5 })
  id.dealer = await one('account', { name: 'Дилер', group: id.dealers })
  id.friend = await one('account', { name: 'Друг', group: id.friends })
  id.plain = await one('account', { name: 'Просто' })
  id.retail = await one('priceList', { name: 'Роздріб', currency: 'UAH', taxIncluded: true })
  id.dealerList = await one('priceList', {
    name: 'Дилерський',
    currency: 'UAH',
    taxIncluded: false,
    accountGroup: id.dealers,
    base: id.retail,
    percent: -10,
    rounding: '1',
  })
  const price = (amount: string) => ({ amount, currency: 'UAH' })
  await one('priceListItem', { priceList: id.retail, product: id.filter, price: price('1500') })
  await one('priceListItem', {
    priceList: id.retail,
    product: id.filter,
    minQuantity: 10,
    price: price('1400'),
  })
  await one('priceRule', { priceList: id.dealerList, group: id.water, percent: -20 })
  await one('priceRule', { priceList: id.dealerList, group: id.water, minQuantity: 100, percent: -25 })
  await one(
    'exchangeRate',
    rate('EUR', 'UAH', '50') && { currency: 'EUR', base: 'UAH', rate: 50, date: '2026-01-10' },
  )
  await one('floorRule', { kind: 'markup', value: 25 })
  await one('floorRule', { kind: 'discount', value: 10 })
  const roles = await w.kolo.list(w.system, 'role', { filter: ['key', 'is', 'manager'], fields: ['key'] })
  await one('floorRule', { kind: 'discount', value: 30, role: roles.items[0]!.id })
})
afterAll(() => w.close())

type Asking = Partial<PriceQuestion> & { lines: PriceQuestion['lines'] }
const ask = (question: Asking, actor: Actor = seller, count?: { queries: number }) =>
  w.db.as(actor, (tx) => {
    const house = {
      rights: w.kolo.rightsOf(actor),
      entityOf: w.kolo.entityOf,
      allEntities: w.kolo.allEntities,
    }
    const store = storeOf(tx, house, 'test')
    const counted = {
      ...store,
      rows: (...given: Parameters<typeof store.rows>) => {
        if (count) count.queries++
        return store.rows(...given)
      },
    } as typeof store
    return findPrices(
      { tx: counted, actor, kolo: w.kolo },
      { account: id.plain!, on: '2026-03-01', currency: 'UAH', ...question },
    )
  })

describe('the price', () => {
  test.each([
    ['of the list, with its tax', 'plain', 1, undefined, 'UAH', '1500', true],
    ['from ten', 'plain', 10, undefined, 'UAH', '1400', true],
    ['of a pack: ten are reached', 'plain', 1, 'pack', 'UAH', '16800', true],
    ['less the client group’s discount', 'friend', 1, undefined, 'UAH', '1425', true],
    [
      'of the group’s own list: base without tax, −20 % of the group above',
      'dealer',
      1,
      undefined,
      'UAH',
      '1000',
      false,
    ],
    ['the same from a hundred', 'dealer', 100, undefined, 'UAH', '875', false],
    ['in euro', 'plain', 1, undefined, 'EUR', '30', true],
  ])('%s', async (_, who, quantity, unit, currency, price, taxIncluded) => {
    const [answer] = await ask({
      account: id[who]!,
      currency,
      lines: [{ product: id.filter!, quantity, ...(unit && { unit }) }],
    })
    expect(answer).toMatchObject({ unitPrice: price, taxIncluded, currency })
  })

  test('says its steps in both languages', async () => {
    const [answer] = await ask({
      account: id.dealer!,
      currency: 'EUR',
      lines: [{ product: id.filter!, quantity: 100 }],
    })
    expect(answer!.steps.map((s) => [s.code, s.text.uk, s.price, s.currency])).toEqual([
      ['list', 'Прайс «Роздріб», ціна від 10', '1400', 'UAH'],
      ['tax', 'Без ПДВ 20 %', '1166.6667', 'UAH'],
      ['rule', '«Дилерський» (Вода, від 100): −25 %', '875', 'UAH'],
      ['rate', '1 UAH = 0,02 EUR (2026-01-10)', '17.5', 'EUR'],
    ])
  })

  test('of the channel’s list, which says so; an option added to one channel field is one of all', async () => {
    await one('choiceOption', {
      entity: 'deal',
      field: 'channel',
      key: 'fair',
      label: 'Fairs',
      labelUk: 'Ярмарки',
    })
    await w.kolo.refresh()
    const list = { currency: 'UAH', taxIncluded: true, channel: 'fair', base: id.retail, percent: -3 }
    await one('priceList', { name: 'Ярмарковий', ...list })
    const lines = [{ product: id.filter!, quantity: 1 }]
    const [there, elsewhere] = [await ask({ channel: 'fair', lines }), await ask({ channel: 'shop', lines })]
    expect(there[0]!.unitPrice).toBe('1455')
    expect(there[0]!.steps.at(-1)!.text).toEqual({
      en: 'For the channel “Fairs”',
      uk: 'Для каналу «Ярмарки»',
    })
    expect(elsewhere[0]!.unitPrice).toBe('1500')
    await one('order', { account: id.plain, channel: 'fair' })
  })

  test('of a kit: the sum of its parts less its own discount, and its cost', async () => {
    const kit = await one('product', { name: 'Комплект', kind: 'kit', kitPrice: 'parts', kitDiscount: 10 })
    await one('kitPart', { kit, product: id.filter, quantity: 2 })
    await one('kitPart', { kit, product: id.pipe, quantity: 3 })
    const [answer] = await ask({ lines: [{ product: kit, quantity: 1 }] })
    // 2 × 1250 without tax + 3 × 10 EUR at 50, less 10 %; the pipe's cost is not known.
    expect(answer).toMatchObject({ unitPrice: '3600', taxIncluded: false, line: { cost: null } })
    expect(answer!.steps.map((s) => s.text.en)).toEqual(['2 × Фільтр', '3 × Труба', 'As a kit: −10 %'])
  })

  test('of the card where no list has it; none at all', async () => {
    const [pipe, rare] = await ask({
      lines: [
        { product: id.pipe!, quantity: 3 },
        { product: id.rare!, quantity: 1 },
      ],
    })
    expect(pipe).toMatchObject({ unitPrice: '500', taxIncluded: false, priceList: null })
    expect(rare).toMatchObject({ unitPrice: null, floor: { amount: '0' } })
  })

  test('the floor is the highest of its rules, and by the role', async () => {
    const lines = [{ product: id.filter!, quantity: 1 }]
    const [low] = await ask({ lines })
    expect(low!.floor).toEqual({ amount: '1125', currency: 'UAH' })
    const [lower] = await ask({ lines }, await w.asRole('manager'))
    expect(lower!.floor).toEqual({ amount: '875', currency: 'UAH' })
  })

  test('a unit it is not sold in, a currency without a rate, a product that is not there: said by the line', async () => {
    const wrong = (more: object) => expect(ask({ lines: [{ product: id.filter!, quantity: 1, ...more }] }))
    await wrong({ unit: 'litre' }).rejects.toMatchObject({
      problems: [{ path: 'lines.0.unit', code: 'bad_unit' }],
    })
    await wrong({ product: id.dealer! }).rejects.toMatchObject({ problems: [{ path: 'lines.0.product' }] })
    await expect(
      ask({ currency: 'USD', lines: [{ product: id.filter!, quantity: 1 }] }),
    ).rejects.toMatchObject({ problems: [{ code: 'no_rate' }] })
  })

  test('as many queries for a thousand lines as for one', async () => {
    const [few, many] = [{ queries: 0 }, { queries: 0 }]
    const line = { product: id.filter!, quantity: 1 }
    await ask({ lines: [line] }, seller, few)
    await ask({ lines: Array.from({ length: 1000 }, (_, i) => ({ ...line, quantity: i + 1 })) }, seller, many)
    expect(many.queries).toBe(few.queries)
    expect(few.queries).toBeLessThan(10)
  })
})
