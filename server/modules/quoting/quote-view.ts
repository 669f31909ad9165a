import sql from 'sql-template-tag'
import { systemActor } from '#core/actor.ts'
import { Missing } from '#core/error.ts'
import type { Money } from '#core/kinds/index.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Store } from '#core/store.ts'
import type { Locale } from '#core/text.ts'
import { titleIn } from '#core/timeline/telling.ts'
import { inLanguage } from '#modules/catalog/index.ts'
import { issuerOf, type Issuer, type partyLines } from '#modules/documents/index.ts'
import { sumsOf } from './totals.ts'
import { counted, type QuoteLine } from './quote-line.ts'
import type { Quote } from './quote.ts'

export type ViewLine = Pick<
  QuoteLine,
  'id' | 'section' | 'description' | 'isOptional' | 'alternative' | 'isChosen' | 'discount' | 'taxRate'
> & {
  product: string | null
  name: string
  quantity: string
  unitLabel: string
  unitPrice: Money | null
  amount: Money | null
}
/** A quote with all that is to be read of it by the client. */
export type QuoteView = {
  quote: Omit<Quote, 'account' | 'contact' | 'issuer'>
  client: Parameters<typeof partyLines>[0]
  contact: string | null
  owner: string | null
  issuer: Issuer
  lines: ViewLine[]
  totals: ReturnType<typeof sumsOf>['totals']
}

/** The label of a unit in the language of the document, also of one that an administrator has added. */
export async function unitLabels(tx: Pick<Store, 'rows'>, kolo: Kolo, entity: string, locale: Locale) {
  const options = kolo.entity(entity).fields['unit']?.options ?? []
  return new Map(options.map((o) => [o.key, o.label[locale]]))
}

/** Reads it with the system's eyes, after the caller has made sure that it may be read: a document shows the client's
 * codes and the seller's name also to whom the list of clients is closed. `chosen` replaces what the lines say,
 * `language` that of the quote. */
export function quoteView(
  c: { tx: Store; kolo: Kolo },
  id: string,
  chosen?: readonly string[],
  language?: Locale,
): Promise<QuoteView> {
  return c.tx
    .rows(sql`select 1 from quotes where id = ${id}::uuid and deleted_at is null`)
    .then(async (seen) => {
      if (seen.length === 0) throw new Missing('quote', id)
      return c.tx.elevated(() => read({ ...c, tx: { ...c.tx, actor: systemActor() } }, id, chosen, language))
    })
}

async function read(
  c: { tx: Store; kolo: Kolo },
  id: string,
  chosen?: readonly string[],
  language?: Locale,
): Promise<QuoteView> {
  const [q] = (await c.kolo.readIn(c.tx, 'quote', [id])) as unknown as (Quote & {
    account: { id: string }
    contact: { id: string } | null
    issuer: { id: string } | null
    owner: { id: string; title: string } | null
  })[]
  const [client] = await c.kolo.readIn(c.tx, 'account', [q!.account.id])
  const [contact] = q!.contact ? await c.kolo.readIn(c.tx, 'contact', [q!.contact.id], ['name']) : []
  const locale = language ?? (q!.language as Locale)
  const units = await unitLabels(c.tx, c.kolo, 'quoteLine', locale)
  const rows = await c.tx.rows<
    Omit<ViewLine, 'unitLabel' | 'unitPrice' | 'amount'> & {
      unit: string | null
      price: string | null
      sum: string | null
      cost: string | null
    }
  >(sql`select l.id, l.section, l.product_id as product, coalesce(${inLanguage('p', 'name', locale)}, l.description, '') as name, l.description,
      trim_scale(l.quantity)::text as quantity, l.unit, trim_scale(l.unit_price)::text as price, l.amount::text as sum,
      trim_scale(l.discount)::float as discount, trim_scale(l.tax_rate)::float as "taxRate", l.cost::text as cost,
      l.is_optional as "isOptional", l.alternative, l.is_chosen as "isChosen"
    from quote_lines l left join products p on p.id = l.product_id
    where l.quote_id = ${id}::uuid and l.deleted_at is null order by l.position, l.id`)
  const money = (amount: string | null): Money | null =>
    amount === null ? null : { amount, currency: q!.currency }
  const lines = rows.map(({ unit, price, sum, cost: _, ...l }): ViewLine => ({
    ...l,
    ...(chosen ? { isChosen: chosen.includes(l.id) } : {}),
    unitLabel: unit ? (units.get(unit) ?? unit) : '',
    unitPrice: money(price),
    amount: money(sum),
  }))
  const taken = counted(lines)
  const { totals } = sumsOf(
    lines
      .filter((l) => taken.has(l.id))
      .map((l) => ({
        id: l.id,
        quantity: l.quantity,
        unitPrice: l.unitPrice?.amount ?? null,
        discount: l.discount === null ? null : String(l.discount),
        taxRate: l.taxRate === null ? null : String(l.taxRate),
        cost: null,
      })),
    { taxIncluded: q!.taxIncluded ?? false, discount: q!.discount },
    q!.currency,
  )
  return {
    quote: q!,
    client: client as never,
    contact: contact ? titleIn(c.kolo.entity('contact'), contact, locale) : null,
    owner: q!.owner?.title ?? null,
    issuer: await issuerOf(c, q!.issuer!.id),
    lines,
    totals,
  }
}
