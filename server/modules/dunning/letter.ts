import { Decimal } from 'decimal.js'
import type { Locale } from '#core/text.ts'
import { written } from '#modules/documents/index.ts'
import { escaped } from '#modules/mail/index.ts'
import type { Planned } from './plan.ts'

type Owed = Pick<Planned, 'invoice' | 'date' | 'dueDate' | 'due'>

const words = {
  uk: {
    subject: (numbers: string, isOne: boolean) =>
      `Нагадування про оплату: ${isOne ? 'рахунок' : 'рахунки'} ${numbers}`,
    hello: 'Добрий день!',
    before: 'Нагадуємо про строк оплати:',
    after: 'Нагадуємо, що строк оплати минув:',
    line: (n: string, of: string, sum: string, by: string) =>
      `рахунок № ${n} від ${of} — ${sum}, сплатити до ${by}`,
    total: (sum: string) => `Разом до сплати: ${sum}.`,
    end: 'Рахунки додано до листа. Якщо ви вже сплатили, не зважайте на це нагадування.',
  },
  en: {
    subject: (numbers: string, isOne: boolean) =>
      `Payment reminder: ${isOne ? 'invoice' : 'invoices'} ${numbers}`,
    hello: 'Good day,',
    before: 'this is to remind you of the day to pay:',
    after: 'please note that the day to pay has passed:',
    line: (n: string, of: string, sum: string, by: string) => `invoice No. ${n} of ${of} — ${sum}, due ${by}`,
    total: (sum: string) => `To pay in all: ${sum}.`,
    end: 'The invoices are attached. If you have paid already, please disregard this reminder.',
  },
}

/** What a letter says of the invoices: a line each, and what they come to in each currency. */
export function saidOf(owed: readonly Owed[], locale: Locale) {
  const [w, f] = [words[locale], written(locale)]
  const sums = [...Map.groupBy(owed, (o) => o.due.currency)].map(([currency, of]) =>
    f.money({ currency, amount: of.reduce((all, o) => all.plus(o.due.amount), new Decimal(0)).toFixed(2) }),
  )
  return {
    lines: owed.map((o) => w.line(o.invoice.title, f.date(o.date), f.money(o.due), f.date(o.dueDate))),
    total: sums.join(', '),
  }
}

/** The usual letter, for who has written none of his own. */
export function usualLetter(owed: readonly Owed[], isLate: boolean, us: string, locale: Locale) {
  const w = words[locale]
  const { lines, total } = saidOf(owed, locale)
  const parts = [w.hello, isLate ? w.after : w.before]
  return {
    subject: w.subject(owed.map((o) => o.invoice.title).join(', '), owed.length === 1).slice(0, 900),
    html: [
      ...parts.map((p) => `<p>${escaped(p)}</p>`),
      `<ul>${lines.map((l) => `<li>${escaped(l)}</li>`).join('')}</ul>`,
      ...(owed.length > 1 ? [`<p>${escaped(w.total(total))}</p>`] : []),
      `<p>${escaped(w.end)}</p><p>${escaped(us)}</p>`,
    ].join(''),
  }
}
