import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { ref } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { mainIssuer, paperLanguage } from '#modules/documents/index.ts'
import { priceLines } from '#modules/pricing/index.ts'
import { documentOf, placed } from './fill-lines.ts'
import { quote, type Quote } from './quote.ts'
import { quoteLine } from './quote-line.ts'
import { headingOf, quoteNumbers, retotal, usuallyValid } from './write-quote.ts'

type Item = Record<string, unknown>
const id = ref('quote', { required: true, label: { uk: 'Пропозиція' } })

/** Records with everything in them and references as ids, for what is copied from what the actor may read. */
export const wholeRecords = (c: Context, entity: string, ids: readonly string[]): Promise<Item[]> =>
  c.tx.elevated(async () => {
    const e = c.kolo.entity(entity)
    const items = await c.kolo.readIn({ ...c.tx, actor: systemActor() }, entity, ids)
    const idOf = (v: unknown) => (v as { id: string } | null)?.id ?? null
    return items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([key, v]) => [key, e.fields[key]?.entity ? idOf(v) : v])),
    )
  })

const pick = (item: Item, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => item[key] != null).map((key) => [key, item[key]]))

/** Lines that are typed into a new draft, priced and floored for it; the prices given stay. */
async function addLines(c: Context, q: Quote, lines: readonly Item[]): Promise<Quote> {
  const items = lines.map((line) => ({ ...line, quote: q.id }))
  const headings = new Map([[q.id, headingOf(q)]])
  await c.tx.insertMany(
    quoteLine,
    await priceLines(
      c,
      quoteLine,
      documentOf('quote', headings),
      await placed(c, quoteLine, items, 'quote'),
      [],
    ),
  )
  return retotal(c, q.id)
}

async function copied(c: Context, from: Item, patch: Item): Promise<Quote> {
  const [made] = await c.tx.insertMany(quote, [
    { ...pick(from, [...quote.typed, 'team']), date: c.today, ...patch, status: 'draft' },
  ])
  const ids = await c.tx.elevated(() =>
    c.tx.rows<{ id: string }>(
      sql`select id from quote_lines where quote_id = ${from['id'] as string}::uuid and deleted_at is null order by position, id`,
    ),
  )
  const lines = await wholeRecords(
    c,
    'quoteLine',
    ids.map((l) => l.id),
  )
  const keys = quoteLine.typed.filter((key) => key !== 'quote')
  return addLines(
    c,
    made as unknown as Quote,
    lines.map((l) => pick(l, keys)),
  )
}

export const whyNotRevise = (q: Pick<Quote, 'status'>) =>
  ['sent', 'declined', 'expired'].includes(q.status) ? null : 'not_sent'

export const reviseQuote = operation({
  name: 'quote.revise',
  summary: { en: 'Make the next version', uk: 'Створити наступну версію' },
  effect: 'write',
  input: { id },
  needs: { quote: 'update' },
  refusals: {
    not_sent: {
      en: 'Only a quote that was sent has a next version.',
      uk: 'Наступну версію має лише надіслана пропозиція.',
    },
  },
  async run(c, { id }) {
    const before = await c.tx.lock(quote, id)
    const reason = whyNotRevise(before)
    if (reason) c.refuse(reason)
    await c.tx.save(quote, before, { status: 'superseded' })
    const next = { number: before.number, version: before.version + 1, revises: id, validUntil: null }
    const made = await copied(c, before as unknown as Item, next)
    c.emit('quote.revised', made)
    return { quote: made.id }
  },
})

export const copyQuote = operation({
  name: 'quote.copy',
  summary: { en: 'Copy as a new quote', uk: 'Скопіювати як нову пропозицію' },
  effect: 'write',
  input: {
    id,
    account: ref('account', { label: { uk: 'Компанія' } }),
    deal: ref('deal', { label: { uk: 'Угода' } }),
  },
  needs: { quote: 'create' },
  async run(c, { id, account, deal }) {
    // Read with his own rights first: what he may not see he cannot copy.
    const seen = await c.kolo.readIn(c.tx, 'quote', [id], ['number'])
    const [from] = await wholeRecords(
      c,
      'quote',
      seen.map((q) => q.id),
    )
    if (!from) return { quote: null }
    const [number] = await quoteNumbers(c, [c.today])
    const forOther = account && account !== from['account'] ? { contact: null, deal: null } : {}
    const made = await copied(c, from, {
      ...forOther,
      ...(account ? { account } : {}),
      ...(deal ? { deal } : {}),
      number,
      version: 1,
      owner: c.actor.user,
      validUntil: null,
      followUpOn: null,
      isTemplate: null,
    })
    return { quote: made.id }
  },
})

/** What the deal's own lines say, in the currency of the quote; prices in another are found anew. */
async function linesOfDeal(c: Context, deal: string, currency: string): Promise<Item[]> {
  const seen = await c.tx.rows<{ id: string }>(
    sql`select id from deal_lines where deal_id = ${deal}::uuid and deleted_at is null order by position nulls last, id`,
  )
  const lines = await wholeRecords(
    c,
    'dealLine',
    seen.map((l) => l.id),
  )
  const keys = quoteLine.typed.filter((key) => key !== 'quote')
  return lines.map((l) => {
    const { unitPrice, cost, ...line } = pick(l, keys)
    const here = (m: unknown) => (m as { currency: string } | undefined)?.currency === currency
    return { ...line, ...(here(unitPrice) ? { unitPrice } : {}), ...(here(cost) ? { cost } : {}) }
  })
}

/** From a deal: its lines, or its product; its company, contact, product and name. */
export const quoteDeal = operation({
  name: 'deal.quote',
  summary: { en: 'Make a quote', uk: 'Створити пропозицію' },
  effect: 'write',
  input: { id: ref('deal', { required: true, label: { uk: 'Угода' } }) },
  needs: { deal: 'read', quote: 'create' },
  refusals: {
    no_account: {
      en: 'Say first which company the deal is with.',
      uk: 'Спершу вкажіть, з якою компанією ця угода.',
    },
  },
  async run(c, { id }) {
    const [d] = await c.kolo.readIn(c.tx, 'deal', [id])
    const idOf = (key: string) => (d?.[key] as { id: string } | null | undefined)?.id ?? null
    if (!d || !idOf('account')) c.refuse('no_account')
    const [number] = await quoteNumbers(c, [c.today])
    const { currency } = c.kolo.workspace
    const amount = d!['amount'] as { currency: string } | null
    const [made] = await c.tx.insertMany(quote, [
      {
        number,
        version: 1,
        status: 'draft',
        date: c.today,
        validUntil: usuallyValid(c.today),
        subject: d!['name'],
        account: idOf('account'),
        contact: idOf('contact'),
        deal: id,
        issuer: await mainIssuer(c),
        currency: amount?.currency ?? currency,
        channel: d!['channel'],
        taxIncluded: true,
        language: await paperLanguage(c, idOf('account')!),
        owner: c.actor.user ?? idOf('owner'),
        team: idOf('team'),
      },
    ])
    const product = idOf('product')
    const q = made as unknown as Quote
    const sold = await linesOfDeal(c, id, q.currency)
    await addLines(c, q, sold.length > 0 ? sold : product ? [{ product, quantity: 1 }] : [])
    return { quote: q.id }
  },
})
