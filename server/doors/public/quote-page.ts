import { html, raw } from 'hono/html'
import type { Locale } from '#core/text.ts'
import { issuerParty, partyLines, written } from '#modules/documents/index.ts'
import { counted, type QuoteView, type ViewLine } from '#modules/quoting/index.ts'
import { css } from './style.ts'
import { wordsOf, type Words } from './words.ts'

type Html = ReturnType<typeof html>
export type Question = { name: string; question: string; answer: string | null }
export type Shown = {
  view: QuoteView
  token: string
  questions: readonly Question[]
  note?: { text: string; tone: 'ok' | 'bad' | '' }
  today: string
}

export const frame = (locale: Locale, title: string, body: Html | Html[]) =>
  html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow, noarchive" />
        <title>${title}</title>
        <style>
          ${raw(css)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`

export const gonePage = (locale: Locale, w = wordsOf(locale)) =>
  frame(
    locale,
    w.gone,
    html`<div class="sheet">
      <h1>${w.gone}</h1>
      <p>${w.goneHow}</p>
    </div>`,
  )

type F = ReturnType<typeof written>

function lineRow(l: ViewLine, isTaken: boolean, isOpen: boolean, w: Words, f: F): Html {
  const choice = !isOpen
    ? ''
    : l.alternative
      ? html`<input
          form="answer"
          type="radio"
          name="alt:${l.alternative}"
          value="${l.id}"
          aria-label="${l.name}"
          ${isTaken ? 'checked' : ''}
        />`
      : l.isOptional
        ? html`<input
            form="answer"
            type="checkbox"
            name="line"
            value="${l.id}"
            aria-label="${l.name}"
            ${isTaken ? 'checked' : ''}
          />`
        : ''
  const mark = l.alternative ? w.alternative : l.isOptional ? w.optional : null
  const count = `${f.number(l.quantity)} ${l.unitLabel}`.trim()
  const price = l.unitPrice ? f.money(l.unitPrice) : ''
  return html`<tr class="${isTaken ? '' : 'off'}">
    <td>
      ${choice}${l.name} ${mark ? html`<span class="mark">${mark}</span>` : ''}
      ${l.product && l.description ? html`<div class="soft small pre">${l.description}</div>` : ''}
      <span class="phone soft small"
        >${count} × ${price}${l.discount ? ` −\u00a0${f.number(l.discount)}\u00a0%` : ''}</span
      >
    </td>
    <td class="n count">${count}</td>
    <td class="n price">
      ${price}${l.discount ? html`<div class="soft small">− ${f.number(l.discount)} %</div>` : ''}
    </td>
    <td class="n">${l.amount ? f.money(l.amount) : ''}</td>
  </tr>`
}

function table({ view }: Shown, isOpen: boolean, w: Words, f: F): Html {
  const taken = counted(view.lines)
  let section: string | null = null
  const rows = view.lines.flatMap((l) => {
    const begins = l.section && l.section !== section
    section = l.section
    return [
      ...(begins
        ? [
            html`<tr class="section">
              <td colspan="4">${l.section}</td>
            </tr>`,
          ]
        : []),
      lineRow(l, taken.has(l.id), isOpen, w, f),
    ]
  })
  return html`<table>
    <thead>
      <tr>
        <th>${w.head[0]}</th>
        <th class="n count">${w.head[1]}</th>
        <th class="n price">${w.head[2]}</th>
        <th class="n">${w.head[3]}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

function totals({ view: { totals: t, quote: q } }: Shown, w: Words, f: F): Html {
  const money = (amount: string) => f.money({ amount, currency: q.currency })
  const taxes = t.taxes.filter((x) => x.rate !== null)
  return html`<div class="totals">
    ${taxes.length ? html`<span class="soft">${w.net}</span><span>${money(t.net)}</span>` : ''}${taxes.map(
      (x) => html`<span class="soft">${w.vat} ${f.number(x.rate!)} %</span><span>${money(x.tax)}</span>`,
    )}<b>${w.total}</b><b>${money(t.gross)}</b>
  </div>`
}

function answer({ view, token }: Shown, hasChoice: boolean, w: Words): Html {
  const at = `/q/${token}`
  return html`<form id="answer" class="sheet noprint" method="post" action="${at}/accept">
      <h2>${w.answer}</h2>
      <input type="hidden" name="seal" value="${view.quote.hash}" />
      ${hasChoice ? html`<button formmethod="get" formaction="${at}" formnovalidate>${w.update}</button>` : ''}
      <label
        ><span>${w.name}</span><input type="text" name="name" required maxlength="200" autocomplete="name"
      /></label>
      <label
        ><span>${w.position}</span
        ><input type="text" name="position" maxlength="200" autocomplete="organization-title"
      /></label>
      <label><span>${w.comment}</span><textarea name="comment" maxlength="2000"></textarea></label>
      <label class="tick"
        ><input type="checkbox" name="agree" value="yes" required />${w.agree}
        ${view.client.legalName || view.client.name}.</label
      >
      <button class="yes">${w.accept}</button>
    </form>
    <details class="sheet noprint">
      <summary>${w.decline}</summary>
      <form method="post" action="${at}/decline">
        <label
          ><span>${w.name}</span><input type="text" name="name" required maxlength="200" autocomplete="name"
        /></label>
        <label><span>${w.why}</span><textarea name="reason" required maxlength="1000"></textarea></label>
        <button>${w.decline}</button>
      </form>
    </details>`
}

const asking = ({ token, questions }: Shown, w: Words): Html =>
  html`<section class="sheet noprint">
    ${questions.length ? html`<h2>${w.yourQuestions}</h2>` : ''}
    ${questions.map(
      (q) =>
        html`<p class="pre"><b>${q.name}:</b> ${q.question}</p>
          <p class="pre soft">${q.answer ?? w.noAnswer}</p>`,
    )}
    <details>
      <summary>${w.ask}</summary>
      <form method="post" action="/q/${token}/ask">
        <label
          ><span>${w.name}</span><input type="text" name="name" required maxlength="200" autocomplete="name"
        /></label>
        <label
          ><span>${w.question}</span><textarea name="question" required maxlength="5000"></textarea>
        </label>
        <button>${w.send}</button>
      </form>
    </details>
  </section>`

/** The client's page: read, choose, ask, answer. It works without script and prints. */
export function quotePage(shown: Shown) {
  const { view, token, note, today } = shown
  const q = view.quote
  const locale = q.language as Locale
  const w = wordsOf(locale)
  const f = written(locale)
  const isLate = q.validUntil !== null && q.validUntil < today
  const isOpen = q.status === 'sent' && !isLate
  const hasChoice = view.lines.some((l) => l.isOptional || l.alternative)
  const [us, client] = [issuerParty(view.issuer, locale, q.currency), partyLines(view.client, locale)]
  const state =
    q.status === 'accepted'
      ? { text: w.accepted, tone: 'ok' }
      : q.status === 'declined'
        ? { text: w.declined, tone: 'bad' }
        : q.status === 'superseded'
          ? { text: w.superseded, tone: '' }
          : isLate || q.status === 'expired'
            ? { text: w.expired, tone: 'bad' }
            : null
  const terms: [string, string][] = [
    ...(q.delivery ? [[w.delivery, q.delivery] as [string, string]] : []),
    ...(q.payment || q.paymentDays !== null
      ? [[w.payment, q.payment ?? w.days(q.paymentDays!)] as [string, string]]
      : []),
    ...(q.terms ? [[w.terms, q.terms] as [string, string]] : []),
  ]
  const side = (title: string, party: { name: string; lines: string[] }) =>
    html`<div>
      <div class="soft small">${title}</div>
      <b>${party.name}</b>${party.lines.map((l) => html`<div class="small">${l}</div>`)}
    </div>`
  const notes = [note, state].filter((n) => n != null)
  return frame(
    locale,
    `${w.title} ${q.number}`,
    html` ${notes.map((n) => html`<p class="note ${n.tone}" role="status">${n.text}</p>`)}
      <article class="sheet">
        <div class="top">
          <div>
            <div class="soft">${us.name}</div>
            <h1>${w.title}</h1>
            <div class="soft">
              ${w.number} ${q.number}${q.version > 1 ? ` · v${q.version}` : ''} ${w.of} ${f.longDate(q.date)}
            </div>
          </div>
          <div class="soft small">
            ${q.validUntil ? html`${w.valid} <b>${f.longDate(q.validUntil)}</b>` : ''}
            <div class="noprint"><a class="button" href="/q/${token}/pdf">${w.pdf}</a></div>
          </div>
        </div>
        <div class="sides">${side(w.for, client)}${side(w.from, us)}</div>
        ${q.subject ? html`<h2>${q.subject}</h2>` : ''}${q.intro ? html`<p class="pre">${q.intro}</p>` : ''}
        ${table(shown, isOpen, w, f)}${totals(shown, w, f)}
        ${terms.map(([title, text]) => html`<p class="pre"><span class="soft">${title}:</span> ${text}</p>`)}
        ${q.proof ? html`<p class="soft small">${w.acceptedBy} ${q.proof.name}, ${f.longDate(q.proof.at)}, ${new Date(q.proof.at).toISOString().slice(11, 16)} UTC</p>` : ''}
        <p class="seal">${w.seal}: ${q.hash}</p>
      </article>
      ${isOpen ? answer(shown, hasChoice, w) : ''}${asking(shown, w)}`,
  )
}
