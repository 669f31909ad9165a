import { isSameRegion } from '#modules/parties/index.ts'
import { D } from './decimal.ts'
import { place, type Card, type List, type PriceBook } from './price-book.ts'
import { said, type PriceStep } from './price-steps.ts'
import { conversion } from './rates.ts'

export type Client = {
  account: string | null
  on: string
  channel?: string | null
  region?: string | null
  /** Taken before any other that fits. */
  priceList?: string | null
}

/** A price per base unit, in a currency, with or without tax, and how it came about. */
export type Found = {
  price: D
  currency: string
  taxIncluded: boolean
  list: List | null
  steps: PriceStep[]
}

const fits = (wanted: string | null, is: string | null | undefined) => wanted === null || wanted === is
const exactness = (l: List) =>
  (l.account ? 8 : 0) + (l.accountGroup ? 4 : 0) + (l.channel ? 2 : 0) + (l.region ? 1 : 0)

/** The lists that hold for a client on a day, best first: the one asked for, then the one that says most exactly for
 * whom it is, then by priority and by how new it is. */
export function listsFor(book: PriceBook, client: Client): List[] {
  const holds = (l: List) =>
    l.isActive &&
    (l.validFrom === null || l.validFrom <= client.on) &&
    (l.validTo === null || client.on <= l.validTo) &&
    fits(l.account, client.account) &&
    fits(l.accountGroup, book.clientGroup?.id) &&
    fits(l.channel, client.channel) &&
    (l.region === null || (Boolean(client.region) && isSameRegion(l.region, client.region!)))
  const asked = client.priceList ? book.lists.get(client.priceList) : undefined
  const rest = [...book.lists.values()].filter((l) => l !== asked && holds(l))
  return [
    ...(asked ? [asked] : []),
    ...rest.toSorted(
      (a, b) =>
        exactness(b) - exactness(a) ||
        b.priority - a.priority ||
        (b.validFrom ?? '').localeCompare(a.validFrom ?? '') ||
        a.id.localeCompare(b.id),
    ),
  ]
}

export const taxOf = (card: Card) =>
  card.vatRate === null || card.vatRate === 'none' ? null : new D(card.vatRate)

/** The price of a product for a client: of the first of his lists that has it, of its parts, or of its card. */
export function priceFor(book: PriceBook, lists: readonly List[], card: Card, quantity: D): Found | null {
  for (const list of lists) {
    const found = listPrice(book, list, card, quantity)
    if (found) return found
  }
  return kitPrice(book, lists, card, quantity) ?? cardPrice(card)
}

/** A kit of its parts, before tax, in the currency of the first. Parts that are kits count by their own price. */
function kitPrice(book: PriceBook, lists: readonly List[], card: Card, quantity: D): Found | null {
  if (card.parts.length === 0) return null
  const parts = card.parts.map(({ product, quantity: each }) => {
    const of = book.cards.get(product)
    const found = of && priceFor(book, lists, { ...of, parts: [] }, quantity.times(each))
    return found && { name: of.name, each: new D(each), found: taxed(found, of, false) }
  })
  const currency = parts[0]?.found.currency
  let price = new D(0)
  const steps: PriceStep[] = []
  for (const part of parts) {
    const here = part && currency && convert(book, part.found, currency)
    if (!here) return null
    price = price.plus(here.price.times(part.each))
    steps.push(step('part', said.part(part.name, part.each), price, currency))
  }
  if (card.kitDiscount) {
    const discount = new D(card.kitDiscount)
    price = price.times(new D(100).minus(discount)).div(100)
    steps.push(step('kit', said.kit(discount), price, currency!))
  }
  return { price, currency: currency!, taxIncluded: false, list: null, steps }
}

/** What a product costs us, of a kit its parts; null when not known. */
export function costFor(book: PriceBook, card: Card): { cost: D; currency: string } | null {
  if (card.parts.length === 0)
    return card.cost === null ? null : { cost: new D(card.cost), currency: card.costCurrency! }
  let cost = new D(0)
  const currency = book.cards.get(card.parts[0]!.product)?.costCurrency
  for (const part of card.parts) {
    const of = book.cards.get(part.product)
    const by = of?.costCurrency && currency ? conversion(book.rates, of.costCurrency, currency) : null
    if (!by || of?.cost === null) return null
    cost = cost.plus(new D(of!.cost!).times(part.quantity).times(by.rate))
  }
  return { cost, currency: currency! }
}

/** The groups a product is in, its own first. */
export function groupsOf(book: PriceBook, card: Card): string[] {
  const path: string[] = []
  for (let at = card.group; at && !path.includes(at); at = book.groups.get(at)?.parent ?? null) path.push(at)
  return path
}

const withTax = (price: D, rate: D, included: boolean) =>
  included ? price.times(rate.plus(100)).div(100) : price.times(100).div(rate.plus(100))

export function convert(book: PriceBook, found: Found, currency: string): Found | null {
  const by = conversion(book.rates, found.currency, currency)
  if (!by) return null
  if (by.by.length === 0) return found
  const price = found.price.times(by.rate)
  const text = said.rate(by.rate, found.currency, currency, by.by.map((r) => r.date).toSorted()[0]!)
  return { ...found, price, currency, steps: [...found.steps, step('rate', text, price, currency)] }
}

export function taxed(found: Found, card: Card, included: boolean): Found {
  const rate = taxOf(card) ?? new D(0)
  if (found.taxIncluded === included || rate.isZero()) return { ...found, taxIncluded: included }
  const price = withTax(found.price, rate, included)
  const text = included ? said.taxOn(rate) : said.taxOff(rate)
  return {
    ...found,
    price,
    taxIncluded: included,
    steps: [...found.steps, step('tax', text, price, found.currency)],
  }
}

export const step = (code: string, text: PriceStep['text'], price: D, currency: string): PriceStep => ({
  code,
  text,
  price: price.toDecimalPlaces(4).toFixed(),
  currency,
})

/** The price on the product's own card: before tax. */
export function cardPrice(card: Card): Found | null {
  if (card.price === null) return null
  const price = new D(card.price)
  const steps = [step('card', said.card(), price, card.priceCurrency!)]
  return { price, currency: card.priceCurrency!, taxIncluded: false, list: null, steps }
}

/** The price of a list for a quantity of base units: its own, by the greatest quantity reached, or that of its base
 * changed by the list's rules. A base that leads back to the list gives nothing. */
export function listPrice(
  book: PriceBook,
  list: List,
  card: Card,
  quantity: D,
  seen: readonly string[] = [],
): Found | null {
  const reached = (book.items.get(place(list.id, card.id)) ?? [])
    .filter((i) => quantity.gte(i.minQuantity))
    .toSorted((a, b) => new D(b.minQuantity).cmp(a.minQuantity))[0]
  if (reached) {
    const price = new D(reached.price)
    const from = new D(reached.minQuantity)
    const text = from.gt(1) ? said.break(list.name, from) : said.list(list.name)
    return {
      price,
      currency: list.currency,
      taxIncluded: list.taxIncluded,
      list,
      steps: [step('list', text, price, list.currency)],
    }
  }
  if (seen.includes(list.id)) return null
  return computed(book, list, card, quantity, [...seen, list.id])
}

function computed(book: PriceBook, list: List, card: Card, quantity: D, seen: string[]): Found | null {
  const base = list.base ? book.lists.get(list.base) : undefined
  const rule = ruleOf(book, list, card, quantity)
  const percent = rule ? new D(rule.percent) : list.percent === null ? null : new D(list.percent)
  if (!base && percent === null) return null
  const from = base ? listPrice(book, base, card, quantity, seen) : cardPrice(card)
  const here = from && convert(book, from, list.currency)
  if (!here) return null
  let found = { ...taxed(here, card, list.taxIncluded), list }
  if (percent && !percent.isZero()) {
    const price = found.price.times(percent.plus(100)).div(100)
    const group = rule?.group ? (book.groups.get(rule.group)?.name ?? null) : null
    const text = said.rule(list.name, group, new D(rule?.minQuantity ?? 1), percent)
    found = { ...found, price, steps: [...found.steps, step('rule', text, price, list.currency)] }
  }
  if (!list.rounding) return found
  const price = found.price.toNearest(list.rounding)
  if (price.eq(found.price.toDecimalPlaces(4))) return { ...found, price }
  return {
    ...found,
    price,
    steps: [...found.steps, step('rounding', said.rounding(list.rounding), price, list.currency)],
  }
}

/** The rule of the nearest group, and of that the greatest quantity reached. */
function ruleOf(book: PriceBook, list: List, card: Card, quantity: D) {
  const groups = groupsOf(book, card)
  const distance = (group: string | null) => (group === null ? groups.length : groups.indexOf(group))
  return list.rules
    .filter((r) => distance(r.group) >= 0 && quantity.gte(r.minQuantity))
    .toSorted((a, b) => distance(a.group) - distance(b.group) || new D(b.minQuantity).cmp(a.minQuantity))[0]
}
