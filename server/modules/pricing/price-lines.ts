import { Invalid } from '#core/error.ts'
import type { AnyEntity } from '#core/entity.ts'
import type { Money } from '#core/kinds/money.ts'
import type { Context } from '#core/operation.ts'
import type { Plain, Values } from '#core/row.ts'
import { create, update } from '#core/stock.ts'
import { findAllPrices, type PriceAnswer } from './find-prices.ts'
import { keepFloors } from './keep-floors.ts'

/** What the lines of a document take from it. */
export type LineTerms = {
  account: string | null
  /** The day whose prices and rates hold: YYYY-MM-DD. */
  on: string
  currency: string
  taxIncluded: boolean
  /** Percent off every line. */
  discount?: number | null
  /** False while it is a draft that binds nobody: its lines may be below their floors. */
  binding: boolean
  priceList?: string | null
  channel?: string | null
  region?: string | null
}

export type LineDocument = {
  /** The line's reference to its document. */
  parent: string
  /** The terms of some documents at once. */
  terms(c: Context, ids: string[]): Promise<ReadonlyMap<string, LineTerms>>
}

export type Work = {
  /** Index in the request; what is written. */
  i: number
  patch: Values
  before: Plain | undefined
  whole: Values
  parent: string
  terms: LineTerms
}

const deciding = ['product', 'quantity', 'unit', 'unitPrice', 'discount', 'taxRate'] as const

/** Stock create and update for lines made with lineFields and lineManaged: fills in price, tax and cost from the price
 * lists, keeps the floor with every line, and refuses what is below it. List them in the module's operations. The table:
 *
 *     create table quote_lines (
 *       like line_columns including all,
 *       id uuid primary key, quote_id uuid not null references quotes, owner_id …, team_id …, created_at …,
 *       constraint line_exact check (approval_id is null or quantity = approved_quantity),
 *       foreign key (product_id) references products,
 *       foreign key (approval_id) references approvals,
 *       foreign key (line_hash, approval_id) references approved_seals (hash, approval_id)
 *     );
 *
 * (without line_exact for parts of a line that was approved, like those of a shipment). An operation that changes a
 * document's currency, discount, tax or whether it binds calls `repriceLines` in the same transaction. */
export const lineOperations = (line: AnyEntity, of: LineDocument) => [
  create(line, { prepare: (c, items) => priceLines(c, line, of, items, []) }),
  update(line, { prepare: (c, items, before) => priceLines(c, line, of, items, before) }),
]

type Before = readonly (Plain | undefined)[]

/** What to write of lines, given what is asked and what is there: priced, with the floor kept. */
export async function priceLines(
  c: Context,
  line: AnyEntity,
  of: LineDocument,
  items: Values[],
  before: Before,
): Promise<Values[]> {
  const work = await capturedLines(c, of, items, before)
  for (const w of work)
    if (!w.before || w.before['binding'] !== w.terms.binding) set(w, { binding: w.terms.binding })
  const patches = new Map(work.map((w) => [w.i, w.patch]))
  const ready = items.map((item, i) => patches.get(i) ?? item)
  return keepFloors(c, line, of.parent, ready, before)
}

/** Lines as they would be, with prices, taxes, costs and floors. */
export async function capturedLines(
  c: Context,
  of: LineDocument,
  items: readonly Values[],
  before: Before,
): Promise<Work[]> {
  const parents = items.map((item, i) => (item[of.parent] ?? before[i]?.[of.parent]) as string | undefined)
  const terms = await of.terms(c, [...new Set(parents.filter((p) => p !== undefined))])
  const work = items.flatMap((item, i): Work[] => {
    const parent = parents[i]
    const its = parent === undefined ? undefined : terms.get(parent)
    // A document that is not there is said by the check of references.
    if (!parent || !its) return []
    const patch = { ...item }
    return [
      { i, patch, before: before[i], whole: { quantity: 1, ...before[i], ...patch }, parent, terms: its },
    ]
  })
  await capture(c, work.filter(changesPrice))
  return work
}

// A line without a product may cost anything, but what takes money off the rest is a discount.
const nothingBelow = (currency: string): Values => ({
  floor: { amount: '0', currency },
  floorFor: null,
  factor: 1,
  rate: 1,
})

const set = (w: Work, values: Values) => {
  Object.assign(w.patch, values)
  Object.assign(w.whole, values)
}

const changesPrice = ({ patch, before, terms }: Work): boolean =>
  !before ||
  deciding.some(
    (key) => patch[key] !== undefined && JSON.stringify(patch[key]) !== JSON.stringify(before[key]),
  ) ||
  before['taxIncluded'] !== terms.taxIncluded ||
  before['documentDiscount'] !== (terms.discount ?? 0) ||
  (before['unitPrice'] !== null && (before['unitPrice'] as Money).currency !== terms.currency)

/** Prices, taxes, costs and floors of lines that are new or changed. */
async function capture(c: Context, work: readonly Work[]): Promise<void> {
  for (const w of work) set(w, { taxIncluded: w.terms.taxIncluded, documentDiscount: w.terms.discount ?? 0 })
  const sold = work.filter((w) => w.whole['product'])
  for (const w of work.filter((one) => !one.whole['product']))
    set(w, { listPrice: null, ...nothingBelow(w.terms.currency) })
  const groups = [...Map.groupBy(sold, (w) => w.terms)]
  const answers = await findAllPrices(
    c,
    groups.map(([{ discount: _discount, binding: _binding, ...terms }, of]) => ({
      ...terms,
      lines: of.map(({ whole }) => ({
        product: whole['product'] as string,
        quantity: whole['quantity'] as number,
        unit: (whole['unit'] as string | null) ?? null,
      })),
    })),
    (q, l) => `items.${groups[q]![1][l]!.i}`,
  )
  groups.forEach(([, of], q) => of.forEach((w, l) => fill(w, answers[q]![l]!)))
}

function fill(w: Work, { line, unitPrice, currency }: PriceAnswer): void {
  const anew = !w.before || w.before['product'] !== w.whole['product']
  const measured = anew || (w.before && w.before['unit'] !== w.whole['unit'])
  const typed = (key: string) => w.patch[key] !== undefined
  const { unit, taxRate, cost, ...kept } = line
  set(w, kept)
  if (!w.whole['unit']) set(w, { unit })
  if (anew && !typed('taxRate')) set(w, { taxRate })
  if (measured && !typed('cost')) set(w, { cost })
  if ((measured && !typed('unitPrice')) || !w.whole['unitPrice'])
    set(w, { unitPrice: unitPrice === null ? null : { amount: unitPrice, currency } })
  const price = w.whole['unitPrice'] as Money | null
  const wrong = (message: string, code: string): never => {
    throw new Invalid([{ path: `items.${w.i}.unitPrice`, message, code }])
  }
  if (!price) wrong('Give a price: no price list has this product.', 'no_price')
  else if (price.currency !== currency) wrong(`The document is in ${currency}.`, 'other_currency')
}
