import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { choice, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import {
  issuerParty,
  keepDocument,
  logoOf,
  partyLines,
  renderPdf,
  renderSvg,
  style,
  written,
} from '#modules/documents/index.ts'
import { counted } from './quote-line.ts'
import { languages, type Quote } from './quote.ts'
import { quoteView, type QuoteView } from './quote-view.ts'

const template = style + readFileSync(join(import.meta.dirname, 'quote.typ'), 'utf8')

const words = {
  uk: {
    title: 'Комерційна пропозиція',
    version: 'версія',
    of: 'від',
    for: 'Для кого',
    from: 'Від кого',
    attention: 'До уваги',
    valid: 'Дійсна до',
    prepared: 'Менеджер',
    head: ['№', 'Найменування', 'Кількість', 'Ціна', 'Знижка', 'Сума'],
    optional: 'за бажанням',
    optionals: 'За бажанням (не входить у підсумок)',
    alternative: 'на вибір',
    net: 'Без ПДВ',
    vat: 'ПДВ',
    noVat: 'Без ПДВ',
    discount: 'Знижка',
    total: 'Разом',
    inclVat: 'Ціни з ПДВ',
    exclVat: 'Ціни без ПДВ',
    delivery: 'Доставка',
    payment: 'Оплата',
    days: (n: number) => `${n} дн. від рахунка`,
    terms: 'Умови',
    accept: 'Приймаю пропозицію',
    signature: 'підпис, дата',
    page: 'стор.',
  },
  en: {
    title: 'Quote',
    version: 'version',
    of: 'of',
    for: 'For',
    from: 'From',
    attention: 'Attention',
    valid: 'Valid until',
    prepared: 'Prepared by',
    head: ['No.', 'Description', 'Quantity', 'Price', 'Discount', 'Amount'],
    optional: 'optional',
    optionals: 'Optional (not in the total)',
    alternative: 'one of',
    net: 'Without VAT',
    vat: 'VAT',
    noVat: 'Without VAT',
    discount: 'Discount',
    total: 'Total',
    inclVat: 'Prices include VAT',
    exclVat: 'Prices without VAT',
    delivery: 'Delivery',
    payment: 'Payment',
    days: (n: number) => `${n} days from invoice`,
    terms: 'Terms',
    accept: 'I accept this quote',
    signature: 'signature, date',
    page: 'page',
  },
}

/** The data of the template: everything as it is to be read, in the language of the document. */
export function pageOf(v: QuoteView, locale: Locale, logo: string | null) {
  const w = words[locale]
  const f = written(locale)
  const taken = counted(v.lines)
  const line = (l: QuoteView['lines'][number]) => ({
    section: l.section,
    number: '',
    name: l.name,
    about: l.product ? l.description : null,
    mark: l.alternative ? w.alternative : l.isOptional ? w.optional : null,
    quantity: `${f.number(l.quantity)} ${l.unitLabel}`.trim(),
    price: l.unitPrice ? f.amount(l.unitPrice.amount) : '',
    discount: l.discount ? `${f.number(l.discount)} %` : '',
    amount: l.amount ? f.amount(l.amount.amount) : '',
    isTaken: taken.has(l.id),
  })
  const lines = v.lines.map(line)
  lines.forEach((l, i) => (l.number = String(i + 1)))
  const { totals, quote: q } = v
  return {
    lang: locale,
    logo,
    words: w,
    title: w.title,
    number: q.number,
    version: q.version > 1 ? `${w.version} ${q.version}` : null,
    date: f.longDate(q.date),
    subject: q.subject,
    intro: q.intro,
    issuer: issuerParty(v.issuer, locale, q.currency),
    client: partyLines(v.client, locale),
    contact: v.contact,
    valid: q.validUntil ? f.longDate(q.validUntil) : null,
    prepared: v.owner,
    hasDiscount: lines.some((l) => l.discount),
    lines,
    currency: locale === 'uk' && q.currency === 'UAH' ? 'грн' : q.currency,
    vatNote: q.taxIncluded ? w.inclVat : w.exclVat,
    totals: [
      ...(Number(totals.discount) > 0
        ? [{ label: w.discount, value: f.money({ amount: totals.discount, currency: q.currency }) }]
        : []),
      ...(totals.taxes.some((t) => t.rate !== null)
        ? [
            { label: w.net, value: f.money({ amount: totals.net, currency: q.currency }) },
            ...totals.taxes.flatMap((t) =>
              t.rate === null
                ? []
                : [
                    {
                      label: `${w.vat} ${f.number(t.rate)} %`,
                      value: f.money({ amount: t.tax, currency: q.currency }),
                    },
                  ],
            ),
          ]
        : []),
    ],
    total: f.money({ amount: totals.gross, currency: q.currency }),
    terms: [
      ...(q.delivery ? [{ label: w.delivery, text: q.delivery }] : []),
      ...(q.payment || q.paymentDays !== null
        ? [{ label: w.payment, text: q.payment ?? w.days(q.paymentDays!) }]
        : []),
      ...(q.terms ? [{ label: w.terms, text: q.terms }] : []),
    ],
    director:
      locale === 'en'
        ? (v.issuer.englishDirector ?? v.issuer.director)
        : [v.issuer.directorPosition, v.issuer.director].filter(Boolean).join(' '),
  }
}

const fileName = (q: Pick<Quote, 'number' | 'version'>) =>
  `${q.number}${q.version > 1 ? ` v${q.version}` : ''}.pdf`.replaceAll('/', '-')

/** Sets the quote and keeps it in the ledger. */
export async function printQuote(c: Context, q: Quote) {
  const v = await quoteView(c, q.id)
  const locale = v.quote.language as Locale
  const logo = await logoOf(c, v.issuer)
  const bytes = await renderPdf(template, pageOf(v, locale, logo?.name ?? null), {
    standard: 'a-2b',
    files: logo ? { [logo.name]: logo.bytes } : {},
  })
  return keepDocument(c, {
    bytes,
    name: fileName(q),
    kind: 'quote',
    entity: 'quote',
    record: q.id,
    account: q.account,
    owner: q.owner,
    team: q.team,
    locale,
  })
}

/** As it would be printed now; nothing is kept. */
export const previewQuote = operation({
  name: 'quote.preview',
  summary: { en: 'See it as it will be printed', uk: 'Переглянути, як буде надруковано' },
  effect: 'read',
  input: {
    id: ref('quote', { required: true, label: { uk: 'Пропозиція' } }),
    language: choice({ options: languages, label: { uk: 'Мова' } }),
  },
  needs: { quote: 'read' },
  async run(c, { id, language }) {
    const v = await quoteView(c, id, undefined, (language as Locale | null) ?? undefined)
    const logo = await logoOf(c, v.issuer)
    const locale = (language ?? v.quote.language) as Locale
    const files = logo ? { [logo.name]: logo.bytes } : {}
    return { svg: await renderSvg(template, pageOf(v, locale, logo?.name ?? null), { files }) }
  },
})
