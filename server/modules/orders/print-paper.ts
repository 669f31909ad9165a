import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { AnyEntity } from '#core/entity.ts'
import { choice, ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { inLanguage } from '#modules/catalog/index.ts'
import {
  amountInWords,
  issuerOf,
  type Issuer,
  issuerParty,
  keepDocument,
  logoOf,
  partyLines,
  renderPdf,
  renderSvg,
  style,
  written,
} from '#modules/documents/index.ts'
import { countedLines, languages, sumsOf, unitLabels, wholeRecords } from '#modules/quoting/index.ts'
import { option } from './choices.ts'
import { codeSvg, epcText, nbuSvg, nbuText } from './payment-code.ts'
import { closings, common, titles, type Kind } from './paper-words.ts'
import { linesOf } from './copy-lines.ts'
import { invoiceLine } from './invoice.ts'
import { shipmentLine } from './shipment.ts'

const template = style + readFileSync(join(import.meta.dirname, 'paper.typ'), 'utf8')

/** Of what went out, a delivery note has the goods and an act the services; where there are only the ones, all of it. */
export function ofKind<L>(kind: Kind, lines: readonly L[], isService: (l: L) => boolean): readonly L[] {
  if (kind !== 'deliveryNote' && kind !== 'act') return lines
  const some = lines.filter((l) => isService(l) === (kind === 'act'))
  return some.length > 0 ? some : lines
}

type Source = {
  entity: 'invoice' | 'shipment' | 'order'
  line: AnyEntity
  record: Record<string, unknown>
  kind: Kind
}

const payable = (kind: Kind) => kind === 'invoice' || kind === 'proforma'

/** The code by which a phone pays: in euros by SEPA, in hryvnias by the National Bank's rules. */
function codeOf(
  issuer: Issuer,
  currency: string,
  amount: string,
  about: (number: string, day: string) => string,
  record: Record<string, unknown>,
): Buffer | null {
  const [number, day] = [String(record['number']), String(record['date'])]
  if (currency === 'EUR') {
    const iban = issuer.foreignIban ?? issuer.iban
    const name = issuer.englishName ?? issuer.name
    const text =
      iban &&
      epcText({ name, iban, bic: issuer.bic, amount, about: common.en.pays(number, written('en').date(day)) })
    return text ? codeSvg(text) : null
  }
  if (currency !== 'UAH' || !issuer.iban || !issuer.registrationCode) return null
  const text = nbuText({
    name: issuer.name,
    iban: issuer.iban,
    code: issuer.registrationCode,
    amount,
    about: about(number, written('uk').date(day)),
  })
  return text ? nbuSvg(text) : null
}

/** The paper as data: everything as it is to be read, in the language of the document. */
export async function pageOf(c: Context, { entity, line, record, kind }: Source, locale: Locale) {
  const id = record['id'] as string
  const [o] = record['order'] ? await wholeRecords(c, 'order', [record['order'] as string]) : []
  const [client] = await wholeRecords(c, 'account', [record['account'] as string])
  const issuer = await issuerOf(c, ((record['issuer'] ?? o?.['issuer']) as string | null)!)
  const currency = (record['currency'] ?? o?.['currency']) as string
  const taxIncluded = Boolean(record['taxIncluded'] ?? o?.['taxIncluded'])
  const discount = (record['discount'] ?? o?.['discount'] ?? null) as number | null
  const all = await linesOf(c, line, entity, id)
  const products = new Map(
    (
      await c.tx.rows<{ id: string; name: string; kind: string | null }>(
        sql`select id, ${inLanguage('products', 'name', locale)} as name, kind from products where id = any(${all.flatMap((l) => l.product ?? [])}::uuid[])`,
      )
    ).map((p) => [p.id, p]),
  )
  const rows = ofKind(kind, all, (l) => products.get(l.product ?? '')?.kind === 'service')
  const taken = new Set(rows.map((l) => l.id))
  const units = await unitLabels(c.tx, c.kolo, line.name, locale)
  const counted = (await countedLines(c, line, entity, id)).filter((l) => taken.has(l.id))
  // What came back is told as so many pieces that came back, not as fewer that went out.
  const sign = kind === 'return' ? -1 : 1
  const signed = (amount: string) => new Decimal(amount).times(sign).toString()
  const { totals: sums } = sumsOf(counted, { taxIncluded, discount }, currency)
  const totals = {
    net: signed(sums.net),
    gross: signed(sums.gross),
    taxes: sums.taxes.map((t) => ({ ...t, tax: signed(t.tax) })),
  }
  const [w, f] = [common[locale], written(locale)]
  const money = (amount: string) => f.money({ amount, currency })
  const lines = rows.map((l, i) => ({
    section: null,
    number: String(i + 1),
    name: (l.product && products.get(l.product)?.name) || l.description || '',
    about: l.product ? l.description : null,
    mark: null,
    quantity:
      `${f.number(signed(String(l.quantity)))} ${l['unit'] ? (units.get(l['unit'] as string) ?? '') : ''}`.trim(),
    price: l.unitPrice ? f.amount(l.unitPrice.amount) : '',
    discount: l['discount'] ? `${f.number(l['discount'] as number)} %` : '',
    amount: l['amount'] ? f.amount(signed((l['amount'] as { amount: string }).amount)) : '',
    isTaken: true,
  }))
  const logo = await logoOf(c, issuer)
  const due = record['due'] as { amount: string } | null | undefined
  const code = payable(kind) ? codeOf(issuer, currency, due?.amount ?? totals.gross, w.pays, record) : null
  return {
    files: {
      ...(logo ? { [logo.name]: logo.bytes } : {}),
      ...(code ? { 'code.svg': code } : {}),
    },
    data: {
      lang: locale,
      logo: logo?.name ?? null,
      words: kind === 'return' ? { ...w, gave: w.gaveBack, took: w.tookBack } : w,
      title: titles[kind][locale],
      number: record['number'],
      date: f.longDate(record['date'] as string),
      due: record['dueDate'] && kind !== 'credit' ? f.longDate(record['dueDate'] as string) : null,
      issuer: issuerParty(issuer, locale, currency),
      client: partyLines(client as never, locale),
      basis: o ? w.order(String(o['number']), f.date(o['date'] as string)) : null,
      hasDiscount: lines.some((l) => l.discount),
      lines,
      currency: locale === 'uk' && currency === 'UAH' ? 'грн' : currency,
      code: code !== null,
      items: w.items(lines.length, money(totals.gross)),
      vatNote: taxIncluded ? w.incl : w.excl,
      totals: totals.taxes.some((t) => t.rate !== null)
        ? [
            { label: w.net, value: money(totals.net) },
            ...totals.taxes.flatMap((t) =>
              t.rate === null ? [] : [{ label: `${w.vat} ${f.number(t.rate)} %`, value: money(t.tax) }],
            ),
          ]
        : [],
      total: money(totals.gross),
      inWords: amountInWords(totals.gross, currency, locale),
      closing: closings[kind]?.[locale] ?? null,
      isMutual: entity === 'shipment',
      director:
        locale === 'en'
          ? (issuer.englishDirector ?? issuer.director ?? '')
          : [issuer.directorPosition, issuer.director].filter(Boolean).join(' '),
    },
  }
}

async function source(c: Context, entity: Source['entity'], id: string, isAct: boolean): Promise<Source> {
  // Read with his own rights first: what he may not see he cannot print.
  const seen = await c.kolo.readIn(c.tx, entity, [id], ['number'])
  const [record] = await wholeRecords(
    c,
    entity,
    seen.map((r) => r.id),
  )
  if (!record) c.refuse('not_there')
  const given = record!['kind'] as string
  const kind = entity === 'invoice' ? given : given === 'return' ? 'return' : isAct ? 'act' : 'deliveryNote'
  return {
    entity,
    line: entity === 'invoice' ? invoiceLine : shipmentLine,
    record: record!,
    kind: kind as Kind,
  }
}

const localeOf = (s: Source, asked: string | null, c: Context): Locale =>
  (asked ?? (s.record['language'] as string | null) ?? c.kolo.workspace.locale) === 'en' ? 'en' : 'uk'

const language = choice({ options: languages, label: { uk: 'Мова' } })
const refusals = { not_there: { en: 'There is no such document.', uk: 'Такого документа немає.' } }

async function print(c: Context, s: Source, asked: string | null) {
  const locale = localeOf(s, asked, c)
  const { data, files } = await pageOf(c, s, locale)
  const bytes = await renderPdf(template, data, { standard: 'a-2b', files })
  const paper = await keepDocument(c, {
    bytes,
    name: `${titles[s.kind][locale]} ${String(s.record['number'])}.pdf`,
    kind: s.kind === 'credit' ? 'invoice' : s.kind === 'return' ? 'deliveryNote' : s.kind,
    entity: s.entity,
    record: s.record['id'] as string,
    account: s.record['account'] as string,
    owner: (s.record['owner'] as string | null) ?? null,
    team: (s.record['team'] as string | null) ?? null,
    locale,
  })
  return { document: paper.id }
}

export const printInvoice = operation({
  name: 'invoice.print',
  summary: { en: 'Make the PDF', uk: 'Створити PDF' },
  effect: 'write',
  input: { id: ref('invoice', { required: true, label: { uk: 'Рахунок' } }), language },
  needs: { invoice: 'read' },
  refusals,
  run: async (c, { id, language }) => print(c, await source(c, 'invoice', id, false), language),
})

export const printShipment = operation({
  name: 'shipment.print',
  summary: { en: 'Make the PDF', uk: 'Створити PDF' },
  effect: 'write',
  input: {
    id: ref('shipment', { required: true, label: { uk: 'Відвантаження' } }),
    language,
    paper: choice({
      options: [
        option('deliveryNote', 'Delivery note', 'Видаткова накладна'),
        option('act', 'Act of acceptance', 'Акт'),
      ],
      label: { en: 'Paper', uk: 'Документ' },
    }),
  },
  needs: { shipment: 'read' },
  refusals,
  run: async (c, { id, language, paper }) =>
    print(c, await source(c, 'shipment', id, paper === 'act'), language),
})

export const previewInvoice = operation({
  name: 'invoice.preview',
  summary: { en: 'See it as it will be printed', uk: 'Переглянути, як буде надруковано' },
  effect: 'read',
  input: { id: ref('invoice', { required: true, label: { uk: 'Рахунок' } }), language },
  needs: { invoice: 'read' },
  refusals,
  async run(c, { id, language }) {
    const s = await source(c, 'invoice', id, false)
    const { data, files } = await pageOf(c, s, localeOf(s, language, c))
    return { svg: await renderSvg(template, data, { files }) }
  },
})
