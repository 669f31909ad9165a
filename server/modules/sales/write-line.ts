import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import type { Money } from '#core/kinds/index.ts'
import type { Context, Operation } from '#core/operation.ts'
import { create, remove, restore, update } from '#core/stock.ts'
import { findPrices } from '#modules/pricing/index.ts'
import { deal } from './deal.ts'
import { dealLine } from './deal-line.ts'
import { isSealed, sealedProblem } from './sealed.ts'

type Item = Record<string, unknown>
type Priced = { id: string; account: string | null; channel: string | null; currency: string; last: number }

const idOf = (v: unknown) => (typeof v === 'object' && v ? (v as { id: string }).id : (v as string))

/** Of each deal: for whom, in which money its lines are, and the last line's place. With the system's eyes: a role from
 * which these columns are hidden writes lines too, and a deal that he does not see is refused as a reference. */
const dealsOf = (c: Context, ids: readonly string[]) =>
  c.tx.elevated(() =>
    c.tx.rows<Priced>(sql`select d.id, d.account_id as account, d.channel,
      coalesce(l.currency, d.amount_currency, ${c.kolo.workspace.currency}) as currency, coalesce(l.last, 0)::float as last
    from deals d left join (select deal_id, max(unit_price_currency) as currency, max(position) as last from deal_lines
      where deal_id = any(${ids}::uuid[]) and deleted_at is null group by deal_id) l on l.deal_id = d.id
    where d.id = any(${ids}::uuid[])`),
  )

/** A line without a price takes the client's, with VAT: so it goes into a quote. */
async function priced(c: Context, items: Item[], { account, channel, currency }: Priced): Promise<void> {
  const asking = items.filter((item) => item['product'] && !item['unitPrice'])
  if (asking.length === 0) return
  const answers = await findPrices(c, {
    account,
    channel,
    on: c.today,
    currency,
    taxIncluded: true,
    lines: asking.map((item) => ({
      product: idOf(item['product']),
      quantity: (item['quantity'] as number) ?? 1,
      unit: (item['unit'] as string) ?? null,
    })),
  })
  asking.forEach((item, i) => {
    const { unitPrice, line } = answers[i]!
    item['unitPrice'] = unitPrice === null ? null : { amount: unitPrice, currency }
    item['unit'] ??= line.unit
    item['taxRate'] ??= line.taxRate
    item['cost'] ??= line.cost
    item['listPrice'] = line.listPrice
  })
}

/** Lines of one deal are in one currency: else they come to nothing. */
function inOneCurrency(lines: readonly { deal: Priced | undefined; item: Item }[]): void {
  const problems = lines.flatMap(({ deal: of, item }, i) =>
    (['unitPrice', 'theirPrice'] as const)
      .filter((key) => of && item[key] && (item[key] as Money).currency !== of.currency)
      .map((key) => ({
        path: `items.${i}.${key}`,
        message: `The lines of this deal are in ${of!.currency}.`,
        code: 'other_currency',
      })),
  )
  if (problems.length) throw new Invalid(problems)
}

// Another product has another price, unless one is given with it.
const unpriced = { unit: null, unitPrice: null, taxRate: null, cost: null, listPrice: null }

async function prepared(c: Context, items: Item[], before: Item[]): Promise<Item[]> {
  const dealAt = items.map((item, i) => idOf(item['deal'] ?? before[i]?.['deal']))
  const deals = new Map((await dealsOf(c, [...new Set(dealAt)])).map((d) => [d.id, d]))
  const lines = items.map((item, i) => {
    const was = before[i]
    const isNew = Boolean(item['product']) && (!was || idOf(item['product']) !== was['product'])
    return {
      deal: deals.get(dealAt[i]!),
      isNew,
      item: { ...(was && isNew ? unpriced : {}), ...item } as Item,
    }
  })
  for (const [of, mine] of Map.groupBy(lines, (l) => l.deal)) {
    // A deal that is not there, or not his, is refused where references are.
    if (!of) continue
    // The first price says in which money a deal without lines is counted.
    const first = mine.find((l) => l.item['unitPrice'])
    if (of.last === 0 && first) of.currency = (first.item['unitPrice'] as Money).currency
    await priced(
      c,
      mine.filter((l) => l.isNew).map((l) => l.item),
      of,
    )
    if (before.length === 0) mine.forEach((l, i) => (l.item['position'] ??= of.last + i + 1))
  }
  inOneCurrency(lines)
  return lines.map((l) => l.item)
}

type Counted = {
  id: string
  status: string
  stageSince: string | null
  revision: number
  was: string | null
  money: string | null
  amount: string
  currency: string
}

/** What the lines of deals come to becomes their amount, unless somebody set it by hand. The deal follows its lines,
 * which were his to write, whether or not the deal is. */
export const recount = (c: Context, ids: readonly string[]): Promise<void> =>
  c.tx.elevated(async () => {
    if (ids.length === 0) return
    const deals = await c.tx
      .rows<Counted>(sql`select d.id, d.revision, d.status, d.stage_since as "stageSince", d.amount as was, d.amount_currency as money, l.amount, l.currency
      from deals d join lateral (select sum(amount) as amount, max(unit_price_currency) as currency from deal_lines
        where deal_id = d.id and deleted_at is null) l on l.amount is not null
      where d.id = any(${[...new Set(ids)]}::uuid[]) and d.amount_is_manual is not true order by d.id for update of d`)
    const changed = deals.filter(
      (d) => d.was === null || d.money !== d.currency || !new Decimal(d.was).equals(d.amount),
    )
    if (changed.some((d) => isSealed(c, d))) throw new Invalid([sealedProblem('deal')])
    await c.tx.saveMany(
      deal,
      changed.map(({ id, revision, was, money, amount, currency }) => [
        { id, revision, custom: {}, amount: was === null ? null : { amount: was, currency: money } },
        { amount: { amount: new Decimal(amount).toFixed(), currency } },
      ]),
    )
  })

const wrote = (c: Context, after: Item[], before: Item[]) =>
  recount(
    c,
    [...after, ...before].map((line) => idOf(line['deal'])),
  )

export const createLine = create(dealLine, { prepare: prepared, wrote })
export const updateLine = update(dealLine, { prepare: prepared, wrote })

/** Into the bin and out of it: then the deal is counted anew. */
const recounting = <O extends Operation<never, { ids: string[] }>>(o: O): O => ({
  ...o,
  async run(c: Context, input: never) {
    const { ids } = await o.run(c, input)
    const of = await c.tx.elevated(() =>
      c.tx.rows<{ id: string }>(
        sql`select distinct deal_id as id from deal_lines where id = any(${ids}::uuid[])`,
      ),
    )
    await recount(
      c,
      of.map((d) => d.id),
    )
    return { ids }
  },
})
export const removeLine = recounting(remove(dealLine) as never) as ReturnType<typeof remove>
export const restoreLine = recounting(restore(dealLine) as never) as ReturnType<typeof restore>
