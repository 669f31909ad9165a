import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import { create, remove, restore, update } from '#core/stock.ts'
import { priceLines } from '#modules/pricing/index.ts'
import { documentOf, placed, staying } from './fill-lines.ts'
import { quoteLine } from './quote-line.ts'
import { openQuotes, retotal } from './write-quote.ts'

type Item = Record<string, unknown>
type Written = { items: Item[] }

const unique = (ids: readonly unknown[]) => [...new Set(ids as string[])]

const quotesOf = async (c: Context, ids: readonly string[]) =>
  unique(
    (
      await c.tx.rows<{ id: string }>(
        sql`select distinct quote_id as id from quote_lines where id = any(${ids}::uuid[])`,
      )
    ).map((r) => r.id),
  )

const retotalAll = async (c: Context, quotes: readonly string[]) => {
  for (const id of quotes.toSorted()) await retotal(c, id)
}

const stockCreate = create(quoteLine, {
  async prepare(c, items) {
    const headings = await openQuotes(
      c,
      items.map((item) => item['quote'] as string),
    )
    return priceLines(
      c,
      quoteLine,
      documentOf('quote', headings),
      await placed(c, quoteLine, items, 'quote'),
      [],
    )
  },
})
const stockUpdate = update(quoteLine, {
  async prepare(c, items, before) {
    const headings = await openQuotes(
      c,
      before.map((b) => b['quote'] as string),
    )
    return priceLines(c, quoteLine, documentOf('quote', headings), staying(items, before, 'quote'), before)
  },
})

/** Lines are written only in a draft; what the quote comes to follows in the same transaction. */
export const createQuoteLine: typeof stockCreate = {
  ...stockCreate,
  async run(c, input) {
    const written = await stockCreate.run(c, input)
    const { items } = input as unknown as Written
    await retotalAll(c, unique(items.map((item) => item['quote'])))
    return written
  },
}

export const updateQuoteLine: typeof stockUpdate = {
  ...stockUpdate,
  async run(c, input) {
    const written = await stockUpdate.run(c, input)
    await retotalAll(
      c,
      await quotesOf(
        c,
        written.items.map((item) => item['id'] as string),
      ),
    )
    return written
  },
}

const leaving = (stock: ReturnType<typeof remove>): ReturnType<typeof remove> => ({
  ...stock,
  async run(c, input) {
    const quotes = await quotesOf(c, (input as unknown as { ids: string[] }).ids)
    await openQuotes(c, quotes)
    const gone = await stock.run(c, input)
    await retotalAll(c, quotes)
    return gone
  },
})
export const removeQuoteLine = leaving(remove(quoteLine))
export const restoreQuoteLine = leaving(restore(quoteLine))
