import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import { choice, ref } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import { issuerOf, keepDocument, renderPdf, style, written } from '#modules/documents/index.ts'
import { languages, wholeRecords } from '#modules/quoting/index.ts'
import { contractWords, titles, type Side } from './paper-words.ts'
import { orderLine, type Order } from './order.ts'
import { pageOf } from './print-paper.ts'

const template = style + readFileSync(join(import.meta.dirname, 'contract.typ'), 'utf8')

/** A contract with its specification, as the order stands: who signs, and by what right, as both sides say it. */
export const printContract = operation({
  name: 'order.contract',
  summary: { en: 'Make a PDF of the contract', uk: 'Створити PDF договору' },
  effect: 'write',
  input: {
    id: ref('order', { required: true, label: { uk: 'Замовлення' } }),
    language: choice({ options: languages, label: { uk: 'Мова' } }),
  },
  needs: { order: 'read' },
  refusals: {
    not_there: { en: 'There is no such order.', uk: 'Такого замовлення немає.' },
    no_issuer: {
      en: 'Give the details of your company in the settings first.',
      uk: 'Спершу вкажіть реквізити вашої компанії в налаштуваннях.',
    },
  },
  async run(c, { id, language }) {
    // Read with his own rights first: what he may not see he cannot print.
    const seen = await c.kolo.readIn(c.tx, 'order', [id], ['number'])
    const [record] = await wholeRecords(
      c,
      'order',
      seen.map((o) => o.id),
    )
    if (!record) c.refuse('not_there')
    const o = record as unknown as Order
    if (!o.issuer) c.refuse('no_issuer')
    const locale: Locale = (language ?? o.language) === 'en' ? 'en' : 'uk'
    const { data, files } = await pageOf(
      c,
      { entity: 'order', line: orderLine, record: record!, kind: 'contract' },
      locale,
    )
    const issuer = await issuerOf(c, o.issuer!)
    const [account] = (await wholeRecords(c, 'account', [o.account])) as unknown as Side[]
    const [w, f] = [contractWords[locale], written(locale)]
    const tax = o.tax && new Decimal(o.tax.amount).gt(0) ? f.money(o.tax) : null
    const page = {
      ...data,
      place: locale === 'uk' ? `м. ${issuer.address?.city ?? ''}` : (issuer.address?.city ?? ''),
      preamble: w.preamble(
        {
          name: data.issuer.name,
          inPersonOf: issuer.inPersonOf,
          basis: issuer.basis,
          signatory: issuer.englishDirector ?? issuer.director,
        },
        { ...account!, name: data.client.name },
      ),
      clauses: w.clauses({
        total: data.total,
        inWords: data.inWords,
        tax,
        days: o.paymentDays ?? 14,
        delivery: o.delivery,
        wantedOn: o.wantedOn ? f.longDate(o.wantedOn) : null,
      }),
      sides: w.sides,
      signatory: account!.signatory ?? '',
      annex: { to: w.annexTo(o.number, data.date), title: w.annex },
    }
    const paper = await keepDocument(c, {
      bytes: await renderPdf(template, page, { standard: 'a-2b', files }),
      name: `${titles.contract[locale]} ${o.number}.pdf`,
      kind: 'contract',
      entity: 'order',
      record: id,
      account: o.account,
      owner: o.owner,
      team: o.team,
      locale,
    })
    return { document: paper.id }
  },
})
