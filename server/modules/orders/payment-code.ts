import { Decimal } from 'decimal.js'
import { renderSVG } from 'uqr'

export type Transfer = { name: string; iban: string; bic: string | null; amount: string; about: string }

/** A SEPA credit transfer as a payment code, by EPC069-12 version 2: UTF-8, the reference in words. Null for what such a
 * code cannot hold: nothing to pay, or more than 999 999 999.99. */
export function epcText({ name, iban, bic, amount, about }: Transfer): string | null {
  const sum = new Decimal(amount)
  if (sum.lt('0.01') || sum.gt('999999999.99')) return null
  const lines = ['BCD', '002', '1', 'SCT', bic ?? '', name.slice(0, 70), iban.replaceAll(' ', '')]
  return [...lines, `EUR${sum.toFixed(2)}`, '', '', about.slice(0, 140)].join('\n')
}

export const codeSvg = (text: string) => Buffer.from(renderSVG(text, { ecc: 'M', border: 1 }))
