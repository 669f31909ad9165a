import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import { boolean, choice } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import type { Locale } from '#core/text.ts'
import {
  amountInWords,
  document,
  issuerOf,
  issuerParty,
  keepAmongFiles,
  paperLanguage,
  partyLines,
  renderPdf,
  style,
  written,
} from '#modules/documents/index.ts'
import { languages, wholeRecords } from '#modules/quoting/index.ts'
import { common, reconciliationWords, type Side } from './paper-words.ts'
import { input, needs, reconcile, refusals, type Reconciliation } from './reconcile.ts'

const template = style + readFileSync(join(import.meta.dirname, 'reconciliation.typ'), 'utf8')

/** A balance in the column where it stands: what is owed to this side in debit. */
const sides = (balance: string): [string, string] =>
  Number(balance) < 0 ? ['', new Decimal(balance).neg().toFixed(2)] : [balance, '']

/** The rows of both sides: the client's mirror ours, or wait for his pen. */
export function tableOf(r: Reconciliation, locale: Locale, isMirrored: boolean) {
  const [w, f] = [reconciliationWords[locale], written(locale)]
  const amount = (sum: string | null) => (sum ? f.amount(sum) : '')
  const both = (date: string, what: string, debit: string | null, credit: string | null, isSum = false) => {
    const theirs = isMirrored ? [date, what, amount(credit), amount(debit)] : ['', isSum ? what : '', '', '']
    return { isSum, ours: [date, what, amount(debit), amount(credit)], theirs }
  }
  return [
    both('', w.balance(f.date(r.from)), ...sides(r.opening), true),
    ...r.rows.map((e) => both(f.date(e.date), w.kinds[e.kind](e.number), e.debit, e.credit)),
    both('', w.turnover, r.debit, r.credit, true),
    both('', w.balance(f.date(r.to)), ...sides(r.closing), true),
  ]
}

async function pageOf(c: Context, r: Reconciliation, locale: Locale, isMirrored: boolean) {
  const issuer = await issuerOf(c, r.issuer!)
  const [account] = await wholeRecords(c, 'account', [r.account])
  const client = account as unknown as Side & { name: string }
  const [w, f] = [reconciliationWords[locale], written(locale)]
  const us = issuerParty(issuer, locale, r.currency)
  const them = partyLines(account as never, locale)
  const { gave, took, ...words } = common[locale]
  const currency = locale === 'uk' && r.currency === 'UAH' ? 'грн' : r.currency
  const closing = new Decimal(r.closing)
  const sum = closing.abs().toFixed(2)
  const owes = closing.isZero()
    ? w.nobody
    : w.owes(
        closing.gt(0),
        f.money({ amount: sum, currency: r.currency }),
        amountInWords(sum, r.currency, locale),
      )
  return {
    lang: locale,
    title: w.title,
    number: '',
    words: { ...words, gave, took },
    issuer: us,
    client: them,
    period: w.period(f.longDate(r.from), f.longDate(r.to)),
    preamble: w.preamble(
      {
        name: us.name,
        inPersonOf: issuer.inPersonOf,
        basis: issuer.basis,
        signatory: issuer.englishDirector ?? issuer.director,
      },
      { ...client, name: them.name },
    ),
    ours: `${w.ours}, ${currency}`,
    theirs: `${w.theirs}, ${currency}`,
    head: w.head,
    isMirrored,
    rows: tableOf(r, locale, isMirrored),
    closing: [w.stands(f.longDate(r.to), owes), ...(isMirrored ? [] : [w.pleaseFill])],
    director:
      locale === 'en'
        ? (issuer.englishDirector ?? issuer.director ?? '')
        : [issuer.directorPosition, issuer.director].filter(Boolean).join(' '),
    signatory: client.signatory ?? '',
  }
}

/** The act of reconciliation: kept among the client's files, from where it goes by mail. */
export const printReconciliation = operation({
  name: 'account.reconcile',
  summary: { en: 'Make an act of reconciliation', uk: 'Скласти акт звірки' },
  effect: 'write',
  on: 'account',
  input: {
    ...input,
    language: choice({
      options: languages,
      label: { uk: 'Мова' },
      hint: { en: 'Empty: the client’s', uk: 'Порожньо: мова клієнта' },
    }),
    isMirrored: boolean({
      label: { en: 'Fill in the client’s side as a mirror', uk: 'Заповнити бік клієнта дзеркально' },
    }),
  },
  needs,
  refusals: {
    ...refusals,
    no_issuer: {
      en: 'Give the details of your company in the settings first.',
      uk: 'Спершу вкажіть реквізити вашої компанії в налаштуваннях.',
    },
  },
  async run(c, { language, isMirrored, ...given }) {
    const r = await reconcile(c, given)
    if (!r.issuer) c.refuse('no_issuer')
    const locale: Locale = language ? (language as Locale) : await paperLanguage(c, r.account)
    const bytes = await renderPdf(template, await pageOf(c, r, locale, isMirrored ?? false), {
      standard: 'a-2b',
    })
    const [account] = await c.kolo.readIn(c.tx, 'account', [r.account], ['name', 'owner', 'team'])
    const name = `${reconciliationWords[locale].title} ${String(account!['name'])} ${r.from} – ${r.to} ${r.currency}.pdf`
    const file = await c.kolo.files.put({ name, type: 'application/pdf', bytes, by: c.actor.user }, c.tx)
    const on = { entity: 'account', id: r.account }
    const attachment = await keepAmongFiles(c, on as never, file, null)
    const idOf = (key: string) => (account![key] as { id: string } | null | undefined)?.id ?? null
    // The ledger is written by nobody's hand: who sees all of these documents may make their paper.
    const [made] = await c.tx.elevated(() =>
      c.tx.insertMany(document, [
        {
          name,
          kind: 'reconciliation',
          entity: 'account',
          record: r.account,
          account: r.account,
          owner: idOf('owner') ?? c.actor.user,
          team: idOf('team'),
          locale,
          hash: createHash('sha256').update(bytes).digest('hex'),
          version: 1,
          attachment,
          author: c.actor.user,
          opens: 0,
        },
      ]),
    )
    return { document: made!.id, attachment, name }
  },
})
