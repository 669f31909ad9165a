import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { choice, ref, text } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { nextNumbers } from '#core/sequence.ts'
import { create, remove, update } from '#core/stock.ts'
import { mainIssuer, paperLanguages } from '#modules/documents/index.ts'
import { quote, type Quote } from './quote.ts'
import { quoteLine, counted } from './quote-line.ts'
import { repriceLines } from '#modules/pricing/index.ts'
import { withDealChannel } from '#modules/sales/index.ts'
import { documentOf, type Heading } from './fill-lines.ts'
import { countedLines, sumsOf } from './totals.ts'

type Item = Record<string, unknown>

const usualDays = 14

/** The next numbers, without gaps, begun anew each year: КП-2026-0001. */
export async function numbersOf(
  c: Pick<Context, 'tx' | 'kolo'>,
  kind: string,
  prefix: { en: string; uk: string },
  dates: readonly string[],
): Promise<string[]> {
  const byYear = Map.groupBy(dates.keys(), (i) => dates[i]!.slice(0, 4))
  const numbers: string[] = []
  for (const [year, at] of [...byYear].toSorted()) {
    const next = await nextNumbers(c.tx, `${kind}:${year}`, [...at].length)
    byYear.get(year)!.forEach((i, n) => {
      numbers[i] = `${prefix[c.kolo.workspace.locale]}-${year}-${String(next[n]).padStart(4, '0')}`
    })
  }
  return numbers
}
export const quoteNumbers = (c: Pick<Context, 'tx' | 'kolo'>, dates: readonly string[]) =>
  numbersOf(c, 'quote', { en: 'Q', uk: 'КП' }, dates)

/** The last day of a quote that is made on this one, unless told. */
export const usuallyValid = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + usualDays * 86_400_000).toISOString().slice(0, 10)

/** What a new quote starts with. A quote that was sent or decided elsewhere may come with its number and status. */
export const createQuote = create(quote, {
  extra: {
    number: text({ max: 50 }),
    status: choice({ options: quote.fields.status.options ?? [] }),
  },
  async prepare(c, items) {
    const issuer = await mainIssuer(c)
    const languages = await paperLanguages(
      c,
      items.map((item) => item['account']),
    )
    const days = items.map((item) => (item['date'] as string | undefined) ?? c.today)
    const unnumbered = items.flatMap((item, i) => (item['number'] ? [] : [i]))
    const numbers = await quoteNumbers(
      c,
      unnumbered.map((i) => days[i]!),
    )
    return (await withDealChannel(c, items)).map((item, i) => ({
      version: 1,
      ...(issuer ? { issuer } : {}),
      validUntil: usuallyValid(days[i]!),
      language: languages[i]!,
      currency: c.kolo.workspace.currency,
      ...item,
      date: days[i],
      number: item['number'] ?? numbers[unnumbered.indexOf(i)],
    }))
  },
})

/** What may still be changed in a quote that the client has: how we go on with it, not what it says. */
const always = new Set(['followUpOn', 'probability', 'owner', 'team', 'deal', 'contact'])
/** What every line depends on. */
const lineWide = ['taxIncluded', 'discount', 'currency', 'account', 'priceList', 'channel', 'date']

export const updateQuote = ((): ReturnType<typeof update> => {
  const stock = update(quote, {
    refusals: {
      not_draft: {
        en: 'A quote that was sent stays as it is: make the next version.',
        uk: 'Надіслана пропозиція не змінюється: створіть наступну версію.',
      },
    },
    prepare(c, items, before) {
      items.forEach((item, i) => {
        const status = before[i]!['status']
        const says = Object.keys(item).some((key) => !always.has(key) && !key.startsWith('custom'))
        if (status !== 'draft' && says) c.refuse('not_draft')
      })
      return items
    },
  })
  return {
    ...stock,
    async run(c, input) {
      const { items } = input as unknown as { items: (Item & { id: string })[] }
      const result = await stock.run(c, input)
      for (const item of items) if (lineWide.some((key) => key in item)) await reprice(c, item.id)
      return items.some((item) => lineWide.some((key) => key in item))
        ? {
            items: await c.kolo.readIn(
              c.tx,
              'quote',
              result.items.map((r) => r['id'] as string),
            ),
          }
        : result
    },
  }
})()

const stockRemove = remove(quote)

/** While the client has a quote, its page stays. */
export const removeQuote: typeof stockRemove = {
  ...stockRemove,
  refusals: {
    ...stockRemove.refusals,
    sent: {
      en: 'The client has this quote: note it as declined or make its next version.',
      uk: 'Ця пропозиція в клієнта: позначте її відхиленою або створіть наступну версію.',
    },
  },
  async run(c, input) {
    // First, so that only who may delete it is told how it stands.
    const gone = await stockRemove.run(c, input)
    const [sent] = await c.tx.elevated(() =>
      c.tx.rows(sql`select 1 from quotes where id = any(${input.ids}::uuid[]) and status = 'sent' limit 1`),
    )
    if (sent) c.refuse('sent')
    return gone
  },
}

export const headingOf = (q: Quote, binding = false): Heading => ({
  id: q.id,
  account: q.account,
  on: q.date,
  currency: q.currency,
  taxIncluded: q.taxIncluded ?? false,
  discount: q.discount,
  priceList: q.priceList,
  channel: q.channel,
  binding,
})

/** Every line by what the quote now says. */
async function reprice(c: Context, id: string): Promise<void> {
  const q = await c.tx.lock(quote, id)
  await repriceLines(c, quoteLine, documentOf('quote', new Map([[id, headingOf(q)]])), [id])
  await retotal(c, id)
}

/** What the quote comes to, after its lines have changed. */
export async function retotal(c: Context, id: string): Promise<Quote> {
  const q = await c.tx.lock(quote, id)
  const lines = await countedLines(c, quoteLine, 'quote', id, [
    'is_optional as "isOptional"',
    'alternative',
    'is_chosen as "isChosen"',
  ])
  const taken = counted(lines as never)
  const { sums, totals } = sumsOf(
    lines.filter((l) => taken.has(l.id)),
    { taxIncluded: q.taxIncluded ?? false, discount: q.discount },
    q.currency,
  )
  const margin = totals.margin === null ? null : { amount: totals.margin, currency: q.currency }
  return c.tx.save(quote, q, { ...sums, margin })
}

/** The open quotes that lines are written to; held until the end. */
export async function openQuotes(c: Context, ids: readonly string[]): Promise<Map<string, Heading>> {
  const quotes = await c.tx.lockMany(quote, [...new Set(ids)].toSorted())
  const closed = quotes.find((q) => q.status !== 'draft')
  if (closed)
    throw new Invalid([
      { path: 'quote', message: 'This quote is no draft: make the next version.', code: 'not_draft' },
    ])
  return new Map(quotes.map((q) => [q.id, headingOf(q)]))
}
export const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })
