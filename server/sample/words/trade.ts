import type { Text } from '#core/text.ts'

/** What a thing is sold with: each line has its own season. */
export type Line = 'heating' | 'pumps' | 'treatment' | 'fittings' | 'service'
/** Who buys it. */
export type Buyer = 'home' | 'trade' | 'industry'

/** `sizes`: "mark:price" in the series' currency; `cost` is its share of the price; `bought`: how often. */
export type Series = {
  group: string
  name: Text
  brand: string
  sizes: string
  cost: number
  buyers: Buyer[]
  bought: number
  unit?: 'piece' | 'metre' | 'set'
  currency?: 'EUR'
  /** Not sold any more. */
  retired?: string
}
