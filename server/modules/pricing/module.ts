import type { Constraint, Module } from '#core/catalogue.ts'
import { askPrice } from './ask-price.ts'
import { explainPrice } from './explain-price.ts'
import { importRates } from './import-rates.ts'
import { competitorPrice, competitorProduct } from './competition.ts'
import { issuedPriceList, priceListRecipient } from './issued.ts'
import { exchangeRate } from './exchange-rate.ts'
import { floorBreach, floorRule } from './floor-rule.ts'
import { recordApart } from './ledger.ts'
import { changePrices } from './change-prices.ts'
import { issuePriceList, sharePriceList } from './issue-price-list.ts'
import { writePrices } from './write-prices.ts'
import { priceList, priceListItem, priceRule } from './price-list.ts'

/** A path that did not look at the floor itself: PostgreSQL did. */
const belowFloor: Constraint = {
  code: 'below_floor',
  text: {
    en: 'A price is below its floor, or no longer the one that was approved. Raise it, or ask for approval.',
    uk: 'Ціна нижча за межу або вже не та, яку погодили. Підніміть її чи запитайте погодження.',
  },
  told: (kolo, actor, { table, operation }) =>
    recordApart(kolo, actor, operation, [{ outcome: 'refused', entity: table, document: null, line: null }]),
}

export const pricing: Module = {
  name: 'pricing',
  label: { en: 'Prices', uk: 'Ціни' },
  area: 'catalog',
  aside: ['exchange-rates', 'issuedPriceList', 'competitorProduct'],
  uses: ['workspace', 'parties', 'catalog', 'approvals', 'documents'],
  entities: [
    priceList,
    priceListItem,
    priceRule,
    issuedPriceList,
    priceListRecipient,
    exchangeRate,
    competitorProduct,
    competitorPrice,
    floorRule,
    floorBreach,
  ],
  operations: [
    explainPrice,
    askPrice,
    importRates,
    issuePriceList,
    sharePriceList,
    changePrices,
    ...writePrices,
  ],
  events: ['exchangeRate.imported', 'issuedPriceList.issued'],
  pages: [
    {
      path: 'price-editor',
      label: { en: 'Price editor', uk: 'Редактор цін' },
      icon: 'tag',
      needs: { priceListItem: 'update' },
    },
    {
      path: 'exchange-rates',
      label: { en: 'Exchange rates', uk: 'Курси валют' },
      icon: 'arrow-left-right',
      needs: { exchangeRate: 'read' },
    },
  ],
  constraints: {
    line_price_floor: belowFloor,
    line_floor_taken: belowFloor,
    line_approved_floor: belowFloor,
    line_exact: belowFloor,
    line_sells: {
      code: 'no_quantity',
      text: { en: 'Give a quantity above zero.', uk: 'Вкажіть кількість, більшу за нуль.' },
    },
    line_hash_approval_id_fkey: belowFloor,
  },
}
