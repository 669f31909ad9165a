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

export type Remittance = { name: string; iban: string; code: string; amount: string; about: string }

/** Bytes that the National Bank lets the address hold after its own beginning. */
const mostEncoded = 331

/** A credit transfer in hryvnias as the payment code of the National Bank of Ukraine, version 002 of its rules (Board
 * resolution No. 97 of 2025): thirteen lines in UTF-8, base64url, behind the bank's address. Null for what such a code
 * cannot hold. */
export function nbuText({ name, iban, code, amount, about }: Remittance): string | null {
  const sum = new Decimal(amount)
  if (sum.lt('0.01') || sum.gt('999999999.99')) return null
  const figure = `UAH${sum.isInteger() ? sum.toFixed(0) : sum.toFixed(2)}`
  const account = iban.replaceAll(' ', '')
  const head = ['BCD', '002', '1', 'UCT', '', name.slice(0, 70), account, figure, code, '', '']
  const encoded = (purpose: string) => Buffer.from([...head, purpose, ''].join('\n')).toString('base64url')
  let purpose = about.slice(0, 140)
  while (purpose && encoded(purpose).length > mostEncoded) purpose = purpose.slice(0, -1)
  const data = encoded(purpose)
  return data.length > mostEncoded ? null : `https://bank.gov.ua/qr/${data}`
}

/** Its picture: of version 10 to 20, with the sign of the hryvnia on white in the middle. */
export function nbuSvg(text: string) {
  const svg = renderSVG(text, { ecc: 'Q', border: 2, minVersion: 10, maxVersion: 20 })
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
  const [middle, round] = [size / 2, size * 0.085]
  const sign = `<circle cx="${middle}" cy="${middle}" r="${round}" fill="#fff"/><text x="${middle}" y="${middle + round * 0.52}" font-family="Noto Sans" font-weight="700" font-size="${round * 1.45}" text-anchor="middle" fill="#000">₴</text>`
  return Buffer.from(svg.replace('</svg>', `${sign}</svg>`))
}
