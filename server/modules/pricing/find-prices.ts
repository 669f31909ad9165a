import { Invalid } from '#core/error.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { D } from './decimal.ts'
import { floorOf, NoRate } from './floor.ts'
import { openBooks, type Card, type PriceBook } from './price-book.ts'
import { said, type PriceStep } from './price-steps.ts'
import { conversion } from './rates.ts'
import {
  convert,
  costFor,
  listsFor,
  priceFor,
  step,
  taxed,
  taxOf,
  type Client,
  type Found,
} from './resolve-price.ts'

export type PriceQuestion = {
  account: string | null
  /** YYYY-MM-DD */
  on: string
  currency: string
  /** Whether prices are wanted with tax; as the list has them when not said. */
  taxIncluded?: boolean
  priceList?: string | null
  channel?: string | null
  region?: string | null
  lines: readonly { product: string; quantity: number | string; unit?: string | null }[]
}

export type PriceAnswer = {
  product: string
  /** Per unit asked, decimal; null when nobody sells it. */
  unitPrice: string | null
  currency: string
  taxIncluded: boolean
  /** Percent; null: without VAT. */
  taxRate: number | null
  /** Before tax, per base unit. */
  floor: Money
  priceList: string | null
  steps: PriceStep[]
  /** What a line keeps of it: spread it into the row of an entity made with lineFields and lineManaged. */
  line: {
    unit: string | null
    listPrice: Money | null
    taxRate: number | null
    cost: Money | null
    floor: Money
    floorFor: string
    factor: number
    rate: number
  }
}

type Asker = Pick<Context, 'tx' | 'actor' | 'kolo'>

/** What each product costs this client on this day, and how low it may go for who asks. Throws Invalid, by the line,
 * when a product is not there, is not sold in the unit, or no rate is known. */
export const findPrices = async (c: Asker, question: PriceQuestion): Promise<PriceAnswer[]> =>
  (await findAllPrices(c, [question]))[0]!

/** The same for many clients and days at once: a constant number of queries for any number of questions and lines.
 * `pathOf` says where a request has the line, for what is wrong with it. */
export async function findAllPrices(
  c: Asker,
  questions: readonly PriceQuestion[],
  pathOf: (question: number, line: number) => string = (_, line) => `lines.${line}`,
): Promise<PriceAnswer[][]> {
  const products = [...new Set(questions.flatMap((q) => q.lines.map((l) => l.product)))]
  if (products.length === 0) return questions.map(() => [])
  const bookFor = await openBooks(c.tx, questions, products)
  const channels = c.kolo.entity('priceList').fields['channel']?.options
  return questions.map((question, q) => {
    const channel = channels?.find((o) => o.key === question.channel)?.label
    const book = bookFor(question)
    const lists = listsFor(book, question)
    return question.lines.map((line, i) => {
      const wrong = (key: string, message: string, code: string): never => {
        throw new Invalid([{ path: `${pathOf(q, i)}.${key}`, message, code }])
      }
      const card = book.cards.get(line.product)
      if (!card)
        return wrong('product', `There is no product ${line.product}, or you may not see it.`, 'no_reference')
      const factor = factorOf(card, line.unit)
      if (!factor) return wrong('unit', 'The product is not sold in this unit.', 'bad_unit')
      try {
        return priced(book, lists, card, factor, line, {
          ...question,
          role: c.actor.role,
          channelName: channel,
        })
      } catch (error) {
        if (!(error instanceof NoRate)) throw error
        const message = `There is no exchange rate from ${error.from} to ${error.to} on ${question.on}.`
        return wrong('unitPrice', message, 'no_rate')
      }
    })
  })
}

/** Base units in one unit; null when the product is not sold so. */
export function factorOf(card: Pick<Card, 'unit' | 'units'>, unit: string | null | undefined): D | null {
  if (!unit || unit === card.unit) return new D(1)
  const pack = card.units.find((u) => u.unit === unit)
  if (pack) return new D(pack.factor)
  return card.unit === null ? new D(1) : null
}

type Asking = Client & {
  currency: string
  taxIncluded?: boolean
  role: string
  channelName: Text | undefined
}
type Line = PriceQuestion['lines'][number]

function priced(
  book: PriceBook,
  lists: ReturnType<typeof listsFor>,
  card: Card,
  factor: D,
  line: Line,
  asking: Asking,
): PriceAnswer {
  // Floors and quantity breaks look at how much, also when it goes back.
  const quantity = new D(line.quantity).abs().times(factor)
  const found = ofChannel(priceFor(book, lists, card, quantity), asking)
  const floor = floorOf(book, card, found, quantity, asking.role, asking.currency)
  const offered = found && withClientGroup(book, found)
  const included = asking.taxIncluded ?? found?.taxIncluded ?? false
  const shown = offered && inUnit(book, offered, card, factor, asking.currency, included)
  const plain = found && inUnit(book, found, card, factor, asking.currency, included)
  const back = conversion(book.rates, asking.currency, floor.currency)
  if (!back) throw new NoRate(asking.currency, floor.currency)
  const taxRate = taxOf(card)?.toNumber() ?? null
  const money = (d: D, currency: string): Money => ({ amount: d.toFixed(), currency })
  const kept = money(floor.price, floor.currency)
  return {
    product: card.id,
    unitPrice: shown && shown.price.toFixed(),
    currency: asking.currency,
    taxIncluded: included,
    taxRate,
    floor: kept,
    priceList: found?.list?.id ?? null,
    steps: shown?.steps ?? [step('none', said.none(), new D(0), asking.currency)],
    line: {
      unit: line.unit ?? card.unit,
      listPrice: plain && money(plain.price, asking.currency),
      taxRate,
      cost: costOf(book, card, factor, asking.currency),
      floor: kept,
      floorFor: [card.id, line.unit ?? card.unit ?? '', asking.currency].join('/'),
      factor: factor.toNumber(),
      // Fifteen digits at most go through JSON; upwards, so that rounding the rate lowers no price.
      rate: back.rate.toSignificantDigits(14, D.ROUND_UP).toNumber(),
    },
  }
}

/** Says so where a list was taken for the channel's sake. */
function ofChannel(found: Found | null, { channel, channelName }: Asking): Found | null {
  if (!found?.list?.channel || found.list.channel !== channel || !channelName) return found
  return {
    ...found,
    steps: [...found.steps, step('channel', said.channel(channelName), found.price, found.currency)],
  }
}

/** A client group's discount is off lists that are for everybody. */
export function withClientGroup(book: PriceBook, found: Found): Found {
  const group = book.clientGroup
  if (!group?.discount || found.list?.account || found.list?.accountGroup) return found
  const discount = new D(group.discount)
  const price = found.price.times(new D(100).minus(discount)).div(100)
  const text = said.clientGroup(group.name, discount)
  return { ...found, price, steps: [...found.steps, step('client_group', text, price, found.currency)] }
}

/** In the unit, currency and with the tax asked for, in whole cents (four digits under one): upwards where it was
 * converted, so that an offered price is never under its own floor. */
export function inUnit(
  book: PriceBook,
  found: Found,
  card: Card,
  factor: D,
  currency: string,
  included: boolean,
): Found {
  let at = found
  if (!factor.eq(1)) {
    const price = at.price.times(factor)
    at = { ...at, price, steps: [...at.steps, step('unit', said.unit(factor), price, at.currency)] }
  }
  const converted = convert(book, at, currency)
  if (!converted) throw new NoRate(at.currency, currency)
  const whole = taxed(converted, card, included)
  // Thirds of thirds leave dust in the last digits: it is swept before anything is rounded up.
  const clean = whole.price.toDecimalPlaces(10)
  return { ...whole, price: clean.toDecimalPlaces(clean.lt(1) ? 4 : 2, D.ROUND_UP) }
}

function costOf(book: PriceBook, card: Card, factor: D, currency: string): Money | null {
  const own = costFor(book, card)
  const by = own && conversion(book.rates, own.currency, currency)
  if (!by) return null
  return { amount: own.cost.times(factor).times(by.rate).toDecimalPlaces(4).toFixed(), currency }
}
