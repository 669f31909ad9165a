import { D } from './decimal.ts'
import type { Card, FloorRule, PriceBook } from './price-book.ts'
import { convert, costFor, groupsOf, listPrice, taxed, type Found } from './resolve-price.ts'
import { conversion } from './rates.ts'

export type Floor = { price: D; currency: string }

/** No rate is known where the floor needs one: then there is no price either. */
export class NoRate extends Error {
  from: string
  to: string
  constructor(from: string, to: string) {
    super(`no rate from ${from} to ${to}`)
    this.from = from
    this.to = to
  }
}

/** Of one kind the rule that says most exactly what it is about: product, nearest group, role. */
export function ruleFor(
  rules: readonly FloorRule[],
  kind: FloorRule['kind'],
  product: string,
  groups: readonly string[],
  role: string,
): FloorRule | undefined {
  const weight = (r: FloorRule) =>
    (r.product ? 1000 : 0) + (r.group ? 2 * (groups.length - groups.indexOf(r.group)) : 0) + (r.role ? 1 : 0)
  return rules
    .filter(
      (r) =>
        r.kind === kind &&
        (r.product === null || r.product === product) &&
        (r.group === null || groups.includes(r.group)) &&
        (r.role === null || r.role === role),
    )
    .toSorted((a, b) => weight(b) - weight(a) || new D(b.value).cmp(a.value))[0]
}

/** The lowest price before tax per base unit that this role may give: the highest that any kind of rule asks for; none
 * asked, nought. `found` is the price before any discount, null when nobody sells it. Throws NoRate. */
export function floorOf(
  book: PriceBook,
  card: Card,
  found: Found | null,
  quantity: D,
  role: string,
  currency: string,
): Floor {
  const own = costFor(book, card)
  const into = found?.currency ?? own?.currency ?? currency
  const groups = groupsOf(book, card)
  const rule = (kind: FloorRule['kind']) => ruleFor(book.floors, kind, card.id, groups, role)
  const asked: D[] = [new D(0)]
  const net = found && taxed(found, card, false).price
  const discount = rule('discount')
  if (discount && net) asked.push(net.times(new D(100).minus(discount.value)).div(100))
  const markup = rule('markup')
  if (markup && own) {
    const by = conversion(book.rates, own.currency, into)
    if (!by) throw new NoRate(own.currency, into)
    asked.push(own.cost.times(by.rate).times(new D(markup.value).plus(100)).div(100))
  }
  const least = rule('list')
  const list = least?.priceList ? book.lists.get(least.priceList) : undefined
  const of = least && (list ? listPrice(book, list, card, quantity) : found)
  if (least && of) {
    const here = convert(book, taxed(of, card, false), into)
    if (!here) throw new NoRate(of.currency, into)
    asked.push(here.price.times(least.value).div(100))
  }
  // Downwards, so that a price exactly at the floor never falls under it by its own last digit.
  return { price: D.max(...asked).toDecimalPlaces(4, D.ROUND_DOWN), currency: into }
}
