import { json, ref, text, type Money } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { counted, quote, quoteLine, tellOwner, type Proof, type Quote } from '#modules/quoting/index.ts'
import { sellDeal } from '#modules/sales/index.ts'
import sql from 'sql-template-tag'
import { insertLines, linesOf, passedOn } from './copy-lines.ts'
import { order, orderLine } from './order.ts'
import { retotal } from './settle.ts'
import { fresh, orderNumbers } from './write-order.ts'

export const whyNotAccept = (q: Pick<Quote, 'status'>) =>
  q.status === 'sent' || q.status === 'expired' ? null : q.status === 'accepted' ? 'accepted' : 'not_sent'

const refusals = {
  accepted: { en: 'It has been accepted already.', uk: 'Її вже прийнято.' },
  not_sent: { en: 'The quote is not open to an answer.', uk: 'На цю пропозицію вже не можна відповісти.' },
  expired: { en: 'The quote has run out.', uk: 'Строк дії пропозиції минув.' },
  other_version: {
    en: 'The quote has changed since it was read.',
    uk: 'Пропозиція змінилася відтоді, як її прочитали.',
  },
}

/** Makes the order of a quote, in the transaction that accepts it. The quote is held, and one order a quote is a rule of
 * the database too: twice at the same time is once. */
async function accept(c: Context, q: Quote, proof: Proof): Promise<{ order: string }> {
  const lines = await linesOf(c, quoteLine, 'quote', q.id)
  const marked = lines.map((l) => ({ ...l, isChosen: proof.chosen.includes(l.id) }))
  const taken = counted(marked as never)
  await c.tx.elevated(() =>
    c.tx.rows(sql`update quote_lines set is_chosen = id = any(${proof.chosen}::uuid[])
      where quote_id = ${q.id}::uuid and deleted_at is null and (is_optional or alternative is not null)`),
  )
  await c.tx.save(quote, q, { status: 'accepted', decidedAt: proof.at, proof })
  const [number] = await orderNumbers(c, [c.today])
  const [made] = await c.tx.insertMany(order, [
    {
      ...fresh,
      number,
      quote: q.id,
      account: q.account,
      contact: q.contact,
      deal: q.deal,
      issuer: q.issuer,
      date: c.today,
      currency: q.currency,
      priceList: q.priceList,
      channel: q.channel,
      taxIncluded: q.taxIncluded,
      discount: q.discount,
      paymentDays: q.paymentDays,
      delivery: q.delivery,
      language: q.language,
      owner: q.owner,
      team: q.team,
    },
  ])
  await insertLines(
    c,
    orderLine,
    lines.filter((l) => taken.has(l.id)).map((l) => passedOn(l, { order: made!.id, quoteLine: l.id })),
  )
  await retotal(c, [made!.id])
  if (q.deal) await sellDeal(c, q.deal, await totalOf(c, made!.id))
  c.emit('quote.accepted', q, {
    order: made!.id,
    ...tellOwner(c, q, 'answered', [proof.name, proof.comment].filter(Boolean).join(': ')),
  })
  return { order: made!.id }
}

const totalOf = (c: Context, id: string) =>
  c.tx.elevated(() =>
    c.tx.one<Money>(
      sql`select total::text as amount, total_currency as currency from orders where id = ${id}::uuid and total is not null`,
    ),
  )

const orderOf = async (c: Context, q: string) =>
  (await c.tx.one<{ id: string }>(sql`select id from orders where quote_id = ${q}::uuid`))?.id ?? null

/** By the client himself, on his page: called with the system's rights for whoever has the secret address. What he is
 * answered twice is the same. */
export const acceptByClient = operation({
  name: 'quote.accept_by_client',
  summary: { en: 'Accept a quote on its page', uk: 'Прийняти пропозицію на її сторінці' },
  effect: 'write',
  input: {
    id: ref('quote', { required: true, label: { uk: 'Пропозиція' } }),
    proof: json<Proof, { required: true; label: { en: string; uk: string } }>({
      required: true,
      label: { en: 'Proof', uk: 'Доказ' },
    }),
  },
  needs: { quote: 'update', order: 'create' },
  refusals: {
    ...refusals,
    not_client: {
      en: 'Only the client does this, on his page.',
      uk: 'Це робить лише клієнт на своїй сторінці.',
    },
  },
  async run(c, { id, proof }) {
    if (c.actor.role !== 'system') c.refuse('not_client')
    const q = await c.tx.lock(quote, id)
    if (q.status === 'accepted') return { order: await orderOf(c, id) }
    if (q.status === 'expired' || (q.validUntil !== null && q.validUntil < c.today)) c.refuse('expired')
    if (q.status !== 'sent') c.refuse('not_sent')
    if (proof.hash !== q.hash) c.refuse('other_version')
    return accept(c, q, proof)
  },
})

/** Told by phone or mail: one of us notes it, and stands for it with his name. */
export const acceptQuote = operation({
  name: 'quote.accept',
  summary: { en: 'Note as accepted', uk: 'Позначити прийнятою' },
  effect: 'write',
  on: 'quote',
  whyNot: whyNotAccept,
  input: {
    id: ref('quote', { required: true, label: { uk: 'Пропозиція' } }),
    comment: text({ max: 1000, label: { en: 'How it was told', uk: 'Як повідомили' } }),
  },
  needs: { quote: 'update', order: 'create' },
  refusals,
  async run(c, { id, comment }) {
    const q = await c.tx.lock(quote, id)
    const reason = whyNotAccept(q)
    if (reason) c.refuse(reason)
    const lines = await linesOf(c, quoteLine, 'quote', id)
    await accept(c, q, {
      name: c.actor.name,
      position: null,
      comment,
      at: new Date().toISOString(),
      ip: null,
      agent: null,
      hash: q.hash ?? '',
      chosen: lines.filter((l) => l['isChosen'] === true).map((l) => l.id),
    })
    return { id, revision: q.revision + 1 }
  },
})
