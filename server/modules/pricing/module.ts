import type { Module } from '#core/catalogue.ts'
import { exchangeRate } from './exchange-rate.ts'
import { floorBreach, floorRule } from './floor-rule.ts'
import { priceList, priceListItem, priceRule } from './price-list.ts'

export const pricing: Module = {
  name: 'pricing',
  label: { en: 'Prices', uk: 'Ціни' },
  uses: ['workspace', 'parties', 'catalog', 'approvals'],
  entities: [priceList, priceListItem, priceRule, exchangeRate, floorRule, floorBreach],
  operations: [],
}
