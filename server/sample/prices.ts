import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import { actorOfUser } from '#modules/workspace/index.ts'
import type { Company } from './company.ts'
import { plus } from './days.ts'
import { speak } from './language.ts'
import { floors } from './money.ts'
import { makeRandom } from './random.ts'
import { competitorName, competitors } from './specials.ts'

type Ids = ReadonlyMap<string, string>
type Item = Record<string, unknown>

/** For how much it is sold: lists for the shop, dealers and projects, rates, stock, what competitors ask, how low a price
 * may go, and a few that wait for leave to go lower. */
export async function loadPrices(kolo: Kolo, actor: Actor, ids: Ids, company: Company, today: string) {
  const { say } = speak(company.locale)
  const make = async (entity: string, items: Item[]): Promise<string[]> =>
    (
      await kolo.call<{ items: { id: string }[] }>(actor, `${entity}.create`, { items, returning: false })
    ).items.map((i) => i.id)
  const one = async (entity: string, item: Item) => (await make(entity, [item]))[0]!
  const group = (key: string) => ids.get(`group:${key}`)!

  const dealers = ids.get('accountGroup:dealers')!

  const rates = bankRates(today)
  await kolo.call(actor, 'exchangeRate.import', { file: JSON.stringify(rates) })

  const since = `${today.slice(0, 4)}-01-01`
  const retail = await one('priceList', {
    name: say({ uk: 'Роздрібний', en: 'Retail' }),
    code: 'RETAIL',
    currency: 'UAH',
    taxIncluded: true,
    validFrom: since,
  })
  const [dealer] = await make('priceList', [
    {
      name: say({ uk: 'Дилерський', en: 'Dealer' }),
      code: 'DEALER',
      currency: 'UAH',
      taxIncluded: true,
      validFrom: since,
      accountGroup: dealers,
      base: retail,
      percent: -12,
      rounding: '1',
    },
    {
      name: say({ uk: 'Дилерський, євро', en: 'Dealer, euro' }),
      code: 'DEALER-EUR',
      currency: 'EUR',
      taxIncluded: false,
      validFrom: since,
      channel: 'dealer',
      base: retail,
      percent: -12,
      rounding: '0.01',
    },
    {
      name: say({ uk: 'Проєктний', en: 'Projects' }),
      code: 'PROJECT',
      currency: 'UAH',
      taxIncluded: true,
      validFrom: since,
      channel: 'direct',
      base: retail,
      percent: -5,
      rounding: '1',
    },
  ])
  await make('priceRule', [
    { priceList: dealer, group: group('pumps'), percent: -15 },
    { priceList: dealer, group: group('pumps'), minQuantity: 10, percent: -18 },
    { priceList: dealer, group: group('fittings'), minQuantity: 50, percent: -20 },
  ])
  const goods = company.products.filter((p) => p.isActive)
  // The shop's prices carry VAT; what is bought in euro follows the rate of the year's first day.
  const shop = goods.map((p) => {
    const inUah = Number(p.price.amount) * (p.price.currency === 'EUR' ? 48.5 : 1) * 1.2
    const price = inUah > 100 ? Math.round(inUah / 5) * 5 : Math.round(inUah * 100) / 100
    return { product: ids.get(p.key)!, price, kind: p.kind }
  })
  const priced = (product: string, price: number, minQuantity = 1) => ({
    priceList: retail,
    product,
    minQuantity,
    price: { amount: price.toFixed(2), currency: 'UAH' },
  })
  await make('priceListItem', [
    ...shop.map((s) => priced(s.product, s.price)),
    ...shop
      .filter((s) => s.kind === 'product' && s.price < 3000)
      .map((s) => priced(s.product, s.price * 0.95, 20)),
  ])

  await loadStock(make, company, ids)
  await loadCompetition(make, company, ids, today, shop)

  const manager = ids.get('role:manager')!
  await make('floorRule', [
    { kind: 'markup', value: floors.markup },
    { kind: 'discount', value: floors.anybody },
    { kind: 'discount', value: floors.head, role: manager },
    { kind: 'discount', value: floors.heatPumps, group: group('heat-pumps') },
  ])
  await make('approvalRule', [
    { kind: 'price', position: 1, role: manager, hours: 24, onTimeout: 'wait' },
    {
      kind: 'price',
      position: 2,
      role: ids.get('role:administrator')!,
      fromAmount: { amount: '50000', currency: 'UAH' },
      onTimeout: 'wait',
    },
  ])
  await askForSome(kolo, actor, company, ids, shop)
}

/** The national bank's rates as it publishes them: of every day of two months, of every week for two years before. */
function bankRates(today: string) {
  const random = makeRandom('rates')
  const now: Record<string, number> = { EUR: 48.62, USD: 41.85, PLN: 11.43 }
  const ago = [...Array(60).keys(), ...Array.from({ length: 110 }, (_, i) => 60 + 7 * i)]
  return ago
    .map((days) => plus(today, -days))
    .flatMap((day) =>
      Object.keys(now).map((cc) => {
        now[cc] = now[cc]! * (1 + 0.0025 * random.normal())
        const [y, m, d] = day.split('-')
        return { cc, rate: Number(now[cc]!.toFixed(4)), exchangedate: `${d}.${m}.${y}` }
      }),
    )
}

type Make = (entity: string, items: Item[]) => Promise<string[]>

async function loadStock(make: Make, company: Company, ids: Ids) {
  const { say } = speak(company.locale)
  const random = makeRandom('stock')
  const [kyiv, lviv] = await make('warehouse', [
    { name: say({ uk: 'Київ, центральний', en: 'Kyiv, central' }), code: 'KYIV' },
    { name: say({ uk: 'Львів', en: 'Lviv' }), code: 'LVIV' },
  ])
  const goods = company.products.filter((p) => p.isActive && p.kind === 'product')
  await make(
    'stockLevel',
    goods.flatMap((p) => {
      const cheap = Number(p.price.amount) < 2000
      const many = () => (random.chance(0.08) ? 0 : random.int(1, cheap ? 240 : 24))
      const product = ids.get(p.key)!
      return [
        { product, warehouse: kyiv, quantity: many() },
        ...(random.chance(0.6) ? [{ product, warehouse: lviv, quantity: many() }] : []),
      ]
    }),
  )
  const byGroup = [...Map.groupBy(goods, (p) => p.group).values()]
  await make(
    'productLink',
    byGroup.flatMap((some) =>
      some.slice(1).map((p, i) => ({
        product: ids.get(some[i]!.key)!,
        other: ids.get(p.key)!,
        kind: 'substitute',
      })),
    ),
  )
}

type Priced = { product: string; price: number; kind: string }

async function loadCompetition(
  make: Make,
  company: Company,
  ids: Ids,
  today: string,
  shop: readonly Priced[],
) {
  const language = speak(company.locale)
  const random = makeRandom('competition')
  const names = competitors.map((_, i) => competitorName(i, language))
  const rivals = await make(
    'competitor',
    names.map((name) => ({ name })),
  )
  const against = shop.filter((s) => s.kind === 'product').filter((_, i) => i % 5 === 0)
  const products = against.map((s) => {
    const own = company.products.find((p) => ids.get(p.key) === s.product)!
    const at = random.int(0, rivals.length - 1)
    const name = `${own.name.split(' ').slice(0, 2).join(' ')} ${['PRO', 'Eco', 'Plus', 'Max'][random.int(0, 3)]} ${random.int(20, 90)}`
    return { item: { name, competitor: rivals[at]!, product: s.product }, price: s.price }
  })
  const made = await make(
    'competitorProduct',
    products.map((p) => p.item),
  )
  await make(
    'competitorPrice',
    products.flatMap(({ price }, i) =>
      [70, 25, 4].map((days) => ({
        competitorProduct: made[i]!,
        price: { amount: (price * (0.9 + random.next() * 0.18)).toFixed(2), currency: 'UAH' },
        observedOn: plus(today, -days - random.int(0, 3)),
        source: random.pick(['site', 'site', 'client', 'offer']),
      })),
    ),
  )
}

/** A salesman of Kyiv wants to give more than he may: one is approved already, two wait. */
async function askForSome(kolo: Kolo, actor: Actor, company: Company, ids: Ids, shop: readonly Priced[]) {
  const { say } = speak(company.locale)
  const user = (email: string) =>
    kolo.db.system((tx) =>
      actorOfUser(tx, ids.get(company.signIns.find((s) => s.email.startsWith(email))!.user)!, 'web'),
    )
  const seller = await user('kyiv.sales@')
  const head = await user('kyiv@')
  if (!seller || !head) return
  const mine = company.accounts.filter((a) => ids.get(a.owner) === seller.user).slice(0, 3)
  const goods = shop.filter((s) => s.kind === 'product' && s.price > 8000)
  const reasons = [
    say({
      uk: 'Конкурент пропонує на 12 % дешевше, клієнт готовий підписати цього тижня.',
      en: 'A competitor offers 12 % less; the client is ready to sign this week.',
    }),
    say({
      uk: 'Перше замовлення мережі: далі обіцяють щомісячні поставки.',
      en: 'The first order of a chain: monthly deliveries are promised after it.',
    }),
    say({ uk: 'Залежалий товар, звільняємо склад.', en: 'Slow stock: we free the warehouse.' }),
  ]
  for (const [i, account] of mine.entries()) {
    const { items } = await kolo.call<{ items: { id: string }[] }>(seller, 'quote.create', {
      items: [
        {
          account: ids.get(account.key)!,
          subject: say({ uk: 'Обладнання для об’єкта', en: 'Equipment for the site' }),
        },
      ],
    })
    const quote = items[0]!.id
    await kolo.call(seller, 'quoteLine.create', {
      items: [0, 1].map((n) => ({
        quote,
        product: goods[i * 7 + n]!.product,
        quantity: 1 + ((i + n) % 3),
        discount: n === 0 ? 14 + i : 3,
      })),
    })
    await kolo.call(seller, 'quote.ask', { id: quote, reason: reasons[i] })
    if (i !== 2) continue
    const [asked] = (await kolo.list(head, 'approval', { filter: ['record', 'is', quote] })).items
    const note = say({ uk: 'Лише цього разу.', en: 'Just this once.' })
    await kolo.call(head, 'approval.approve', { id: asked!.id, note })
    await kolo.call(actor, 'quote.decided', { id: quote })
  }
}
