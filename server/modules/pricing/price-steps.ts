import type { Text } from '#core/text.ts'
import type { D } from './decimal.ts'

/** One step of finding a price: what it did, and the price after it. */
export type PriceStep = { code: string; text: Text; price: string; currency: string }

const both = (en: string, uk: string = en): Text => ({ en, uk })
const comma = (n: string) => n.replace('.', ',')
const signed = (percent: D) => `${percent.isNegative() ? '−' : '+'}${percent.abs().toFixed()}`

/** What each step says. */
export const said = {
  list: (name: string) => both(`Price list “${name}”`, `Прайс «${name}»`),
  break: (name: string, from: D) =>
    both(
      `Price list “${name}”, price from ${from.toFixed()}`,
      `Прайс «${name}», ціна від ${comma(from.toFixed())}`,
    ),
  card: () => both('Price of the product’s card', 'Ціна з картки товару'),
  rule: (name: string, group: string | null, from: D, percent: D) => {
    const en = [group, from.gt(1) ? `from ${from.toFixed()}` : ''].filter(Boolean).join(', ')
    const uk = [group, from.gt(1) ? `від ${comma(from.toFixed())}` : ''].filter(Boolean).join(', ')
    return both(
      `“${name}”${en && ` (${en})`}: ${signed(percent)} %`,
      `«${name}»${uk && ` (${uk})`}: ${comma(signed(percent))} %`,
    )
  },
  rounding: (step: string) => both(`Rounded to ${step}`, `Округлено до ${comma(step)}`),
  channel: (name: Text) => both(`For the channel “${name.en}”`, `Для каналу «${name.uk}»`),
  clientGroup: (name: string, percent: D) =>
    both(
      `Client group “${name}”: −${percent.toFixed()} %`,
      `Група «${name}»: −${comma(percent.toFixed())} %`,
    ),
  unit: (factor: D) =>
    both(`${factor.toFixed()} base units in one`, `Базових одиниць в одній: ${comma(factor.toFixed())}`),
  part: (name: string, quantity: D) =>
    both(`${quantity.toFixed()} × ${name}`, `${comma(quantity.toFixed())} × ${name}`),
  kit: (percent: D) =>
    both(`As a kit: −${percent.toFixed()} %`, `Як комплект: −${comma(percent.toFixed())} %`),
  rate: (rate: D, from: string, to: string, date: string) =>
    both(
      `1 ${from} = ${rate.toSignificantDigits(7).toFixed()} ${to} (${date})`,
      `1 ${from} = ${comma(rate.toSignificantDigits(7).toFixed())} ${to} (${date})`,
    ),
  taxOff: (rate: D) => both(`Without VAT ${rate.toFixed()} %`, `Без ПДВ ${comma(rate.toFixed())} %`),
  taxOn: (rate: D) => both(`With VAT ${rate.toFixed()} %`, `З ПДВ ${comma(rate.toFixed())} %`),
  none: () => both('No price list has this product', 'Цього товару немає в жодному прайсі'),
}
