import { date, number, ref, text, choice } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { currencies, salesChannel } from './choices.ts'
import { findPrices } from './find-prices.ts'

/** Why a product costs what it costs: each step with the price after it. */
export const explainPrice = operation({
  name: 'price.explain',
  summary: { en: 'Explain a price', uk: 'Пояснити ціну' },
  effect: 'read',
  input: {
    product: ref('product', { required: true, label: { uk: 'Товар' } }),
    account: ref('account', { label: { en: 'For', uk: 'Для' } }),
    quantity: number({ start: 1, min: 0.000001, label: { uk: 'Кількість' } }),
    unit: text({ max: 50, label: { uk: 'Одиниця' } }),
    currency: choice({ editable: true, options: currencies, label: { uk: 'Валюта' } }),
    on: date({ label: { en: 'On', uk: 'На дату' } }),
    priceList: ref('priceList', { label: { en: 'Price list', uk: 'Прайс-лист' } }),
    channel: salesChannel,
    region: text({ max: 200, label: { uk: 'Регіон' } }),
  },
  needs: { product: 'read', priceList: 'read' },
  async run(c, { product, account, quantity, unit, currency, on, priceList, channel, region }) {
    // An account that he does not see would tell its prices.
    if (account) await c.kolo.readIn(c.tx, 'account', [account]).then(([seen]) => seen ?? (account = null))
    const [answer] = await findPrices(c, {
      account: account ?? null,
      on: on ?? c.today,
      currency: currency ?? c.kolo.workspace.currency,
      priceList: priceList ?? null,
      channel: channel ?? null,
      region: region ?? null,
      lines: [{ product, quantity: quantity ?? 1, unit: unit ?? null }],
    })
    const { line, ...told } = answer!
    return { ...told, listPrice: line.listPrice, unit: line.unit }
  },
})
