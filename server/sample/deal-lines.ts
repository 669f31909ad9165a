import { Decimal } from 'decimal.js'
import type { Product } from './catalog.ts'
import type { Deal } from './deals.ts'
import type { Language } from './language.ts'
import { priceLevel } from './market.ts'
import { euroRate, floors, vat } from './money.ts'
import { makeRandom } from './random.ts'
import { extras } from './words/selling.ts'
import { serviceExtras } from './words/orders.ts'

/** Prices are with VAT, what it cost us is before it; both per unit, in the deal's currency, as they were on its day. */
export type DealLine = {
  product?: string
  description?: string
  quantity: number
  unit?: string
  unitPrice: string
  discount?: number
  listPrice?: string
  cost?: string
}

/** Before VAT, as the card had it on a day; of goods priced in euros by that day's rate. */
export function cardOn(product: Product, deal: Pick<Deal, 'amount'>, day: string, today: string) {
  const { currency } = product.price
  const by =
    currency === 'UAH' ? priceLevel(day, today) : deal.amount.currency === 'EUR' ? 1 : euroRate(day, today)
  return {
    price: new Decimal(product.price.amount).times(by),
    cost: new Decimal(product.cost.amount).times(by),
  }
}

/** What the list asked for, with VAT, in whole cents. */
const listOf = (price: Decimal) =>
  price
    .times(100 + vat)
    .div(100)
    .toDecimalPlaces(2)

/** The lowest price before VAT that a head of sales may give; downwards, as floors are kept. */
export function floorOn(product: Product, deal: Pick<Deal, 'amount'>, day: string, today: string): Decimal {
  const { price, cost } = cardOn(product, deal, day, today)
  const off = product.group === 'group:heat-pumps' ? floors.heatPumps : floors.head
  const least = listOf(price)
    .times(100 - off)
    .div(100 + vat)
  return Decimal.max(least, cost.times(100 + floors.markup).div(100)).toDecimalPlaces(4, Decimal.ROUND_DOWN)
}

const amountOf = (quantity: number, price: Decimal, discount: number) =>
  price
    .times(quantity)
    .times(100 - discount)
    .div(100)
    .toDecimalPlaces(2)

/** The discount, in whole percent, that leaves a fiftieth of the amount or more for what goes with the goods; as little
 * as that takes, and not below the floor while that can be helped. Null: what is left would be next to nothing. */
function discountFor(whole: Decimal, quantity: number, list: Decimal, most: number): number | null {
  const least = Math.max(0, 100 - whole.times(100).div(list.times(quantity)).floor().toNumber())
  const fits = (d: number) => {
    const rest = whole.minus(amountOf(quantity, list, d))
    return rest.isZero() || rest.gte(whole.div(50))
  }
  return [0, 1, 2, 3].map((more) => least + more).find((d) => d <= most && fits(d)) ?? null
}

/** What is sold and what goes with it, together the deal's amount to the last kopiika. */
export function linesOf(deal: Deal, product: Product, today: string, { say }: Language): DealLine[] {
  const random = makeRandom(`lines of ${deal.code}`)
  const isDrawn = random.chance(0.7)
  if (!isDrawn && !deal.stage.endsWith('-won')) return []
  const whole = new Decimal(deal.amount.amount)
  const { price, cost } = cardOn(product, deal, deal.openedOn, today)
  const list = listOf(price)
  const quantity = Math.max(
    1,
    Math.min(whole.div(list).round().toNumber(), whole.div(list.times(0.85)).floor().toNumber()),
  )
  const lowest = floorOn(product, deal, deal.openedOn, today).times(100 + vat)
  const most = new Decimal(100).minus(lowest.div(list)).floor().toNumber()
  const discount = discountFor(whole, quantity, list, most)
  const bare = whole.div(quantity).toDecimalPlaces(4)
  const typed = amountOf(quantity, bare, 0).equals(whole)
    ? bare
    : whole.times(0.98).div(quantity).toDecimalPlaces(2, Decimal.ROUND_DOWN)
  const goods: DealLine = {
    product: product.key,
    quantity,
    unit: product.unit,
    unitPrice: (discount === null ? typed : list).toFixed(),
    ...(discount ? { discount } : {}),
    listPrice: list.toFixed(),
    cost: cost.toDecimalPlaces(2).toFixed(),
  }
  const rest = whole.minus(amountOf(quantity, new Decimal(goods.unitPrice), discount ?? 0))
  if (rest.isZero()) return [goods]
  const others = product.kind === 'service' ? serviceExtras : extras
  return [goods, { description: say(random.pick(others)), quantity: 1, unitPrice: rest.toFixed() }]
}
