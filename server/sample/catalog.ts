import type { Text } from '#core/text.ts'
import type { Language } from './language.ts'
import { slug } from './language.ts'
import { money, type Money } from './money.ts'
import { groups, series, services } from './words/goods.ts'
import type { Buyer, Line, Series } from './words/trade.ts'

/** Of the two languages, in the one that the company does not speak. */
type Other = { nameUk?: string; nameEn?: string }
export type ProductGroup = Other & { key: string; name: string; parent?: string }
export type Product = Other & {
  key: string
  name: string
  sku: string
  kind: 'product' | 'service'
  group: string
  unit: string
  price: Money
  cost: Money
  vatRate: string
  isActive: boolean
}

/** What the deals need to know of a product besides its record. */
export type Good = {
  product: string
  name: string
  line: Line
  group: string
  buyers: Buyer[]
  bought: number
  price: number
  currency: 'UAH' | 'EUR'
  unit: string
  isContract: boolean
}

const elsewhere = ({ locale }: Language, name: Text): Other =>
  locale === 'uk' ? { nameEn: name.en } : { nameUk: name.uk }

export const makeGroups = (language: Language): ProductGroup[] =>
  groups.map(([key, parent, , name]) => ({
    key: `group:${key}`,
    name: language.say(name),
    ...elsewhere(language, name),
    ...(parent && { parent: `group:${parent}` }),
  }))

type Made = { record: Product; good: Good }

export const groupName = (group: string) => groups.find(([key]) => key === group)![3]
const lineOf = (group: string) => groups.find(([key]) => key === group)![2]

function fromSeries(one: Series, language: Language): Made[] {
  const currency = one.currency ?? 'UAH'
  return one.sizes.split(' ').map((size) => {
    const [mark, price] = size.split(':') as [string, string]
    const called = (what: string) => `${what} ${one.brand} ${mark}`
    const name = called(language.say(one.name))
    const key = `product:${slug(`${one.brand} ${mark.replace('×', 'x')}`)}`
    const record: Product = {
      key,
      name,
      ...elsewhere(language, { uk: called(one.name.uk), en: called(one.name.en) }),
      sku: `${one.brand}-${mark}`.replaceAll(' ', '-').replace('×', 'X').toUpperCase(),
      kind: 'product',
      group: `group:${one.group}`,
      unit: one.unit ?? 'piece',
      price: money(Number(price), currency),
      cost: money(Number(price) * one.cost, currency),
      vatRate: '20',
      isActive: mark !== one.retired,
    }
    const good: Good = {
      product: key,
      name,
      line: lineOf(one.group),
      group: one.group,
      buyers: one.buyers,
      currency,
      bought: mark === one.retired ? 0 : one.bought,
      price: Number(price),
      unit: record.unit,
      isContract: false,
    }
    return { record, good }
  })
}

function fromService(one: (typeof services)[number], language: Language): Made {
  const key = `product:${slug(one.code)}`
  const record: Product = {
    key,
    name: language.say(one.name),
    ...elsewhere(language, one.name),
    sku: one.code,
    kind: 'service',
    group: 'group:services',
    unit: one.unit,
    price: money(one.price),
    cost: money(one.price * 0.45),
    vatRate: '20',
    isActive: true,
  }
  const good: Good = {
    product: key,
    name: record.name,
    line: 'service',
    group: 'services',
    buyers: one.contract ?? ['home', 'trade', 'industry'],
    bought: 1,
    price: one.price,
    currency: 'UAH',
    unit: record.unit,
    isContract: one.contract !== undefined,
  }
  return { record, good }
}

export function makeProducts(language: Language): { products: Product[]; goods: Good[] } {
  const made = [
    ...series.flatMap((s) => fromSeries(s, language)),
    ...services.map((s) => fromService(s, language)),
  ]
  return { products: made.map((m) => m.record), goods: made.map((m) => m.good) }
}
