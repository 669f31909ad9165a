import sql from 'sql-template-tag'
import type { Store } from '#core/store.ts'
import { ratesOn, type Rate } from './rates.ts'

export type List = {
  id: string
  name: string
  currency: string
  taxIncluded: boolean
  priority: number
  validFrom: string | null
  validTo: string | null
  account: string | null
  accountGroup: string | null
  channel: string | null
  region: string | null
  base: string | null
  percent: string | null
  rounding: string | null
  isActive: boolean
  rules: Rule[]
}
export type Rule = { group: string | null; minQuantity: string; percent: string }
export type ListItem = { minQuantity: string; price: string }
export type Card = {
  id: string
  name: string
  unit: string | null
  price: string | null
  priceCurrency: string | null
  cost: string | null
  costCurrency: string | null
  vatRate: string | null
  group: string | null
  units: { unit: string; factor: string }[]
  /** Of a kit whose price is that of its parts. */
  parts: { product: string; quantity: string }[]
  kitDiscount: string | null
}
export type FloorRule = {
  kind: 'markup' | 'list' | 'discount'
  value: string
  priceList: string | null
  role: string | null
  group: string | null
  product: string | null
}
export type Group = { id: string; name: string; uk: string | null; en: string | null; parent: string | null }

export type ClientGroup = { id: string; name: string; discount: string | null }

/** All that a price for one client on one day depends on. */
export type PriceBook = {
  lists: Map<string, List>
  /** By list and product. */
  items: Map<string, ListItem[]>
  cards: Map<string, Card>
  groups: Map<string, Group>
  clientGroup: ClientGroup | null
  floors: FloorRule[]
  rates: Rate[]
}

export const place = (list: string, product: string) => `${list} ${product}`

type Asked = { account: string | null; priceList?: string | null; on: string; currency: string }

const distinct = <T>(all: readonly (T | null | undefined)[]): T[] => [
  ...new Set(all.filter((one) => one !== null && one !== undefined)),
]

/** Reads what many questions about some products need, in a constant number of queries, and gives each its book. As the
 * system: costs and floors decide also for whom may not see them, and what is answered says neither. */
export function openBooks<Q extends Asked>(
  tx: Store,
  questions: readonly Q[],
  products: readonly string[],
): Promise<(question: Q) => PriceBook> {
  const accounts = distinct(questions.map((q) => q.account))
  const named = distinct(questions.map((q) => q.priceList))
  return tx.elevated(async () => {
    const [clients, listRows, cards, groups, floors] = await Promise.all([
      tx.rows<
        ClientGroup & { account: string }
      >(sql`select a.id as account, g.id, g.name, g.discount::text as discount
        from accounts a join account_groups g on g.id = a.group_id and g.deleted_at is null where a.id = any(${accounts}::uuid[])`),
      tx.rows<List>(sql`select l.id, l.name, l.currency, coalesce(l.tax_included, false) as "taxIncluded",
          coalesce(l.priority, 0)::float as priority, l.valid_from::text as "validFrom", l.valid_to::text as "validTo",
          l.account_id as account, l.account_group_id as "accountGroup", l.channel, l.region, l.base_id as base,
          l.percent::text as percent, l.rounding, coalesce(l.is_active, false) as "isActive",
          coalesce((select jsonb_agg(jsonb_build_object('group', r.group_id, 'minQuantity', r.min_quantity::text, 'percent', r.percent::text))
            from price_rules r where r.price_list_id = l.id and r.deleted_at is null), '[]') as rules
        from price_lists l where l.deleted_at is null and (l.account_id is null or l.account_id = any(${accounts}::uuid[])
          or l.id = any(${named}::uuid[]) or exists (select from price_lists d where d.base_id = l.id))`),
      tx.rows<Card>(sql`select p.id, p.name, p.unit, p.price::text as price, p.price_currency as "priceCurrency", p.cost::text as cost,
          p.cost_currency as "costCurrency", p.vat_rate as "vatRate", p.group_id as "group",
          coalesce((select jsonb_agg(jsonb_build_object('unit', u.unit, 'factor', u.factor::text))
            from product_units u where u.product_id = p.id and u.deleted_at is null), '[]') as units,
          p.kit_discount::text as "kitDiscount", coalesce((select jsonb_agg(jsonb_build_object('product', k.product_id, 'quantity', k.quantity::text)
            order by k.id) from kit_parts k where k.kit_id = p.id and k.deleted_at is null and p.kit_price = 'parts'), '[]') as parts
        from products p where p.id = any(${products}::uuid[])
          or p.id in (select product_id from kit_parts where kit_id = any(${products}::uuid[]) and deleted_at is null)`),
      tx.rows<Group>(
        sql`select id, name, name_uk as uk, name_en as en, parent_id as parent from product_groups`,
      ),
      tx.rows<FloorRule>(sql`select f.kind, f.value::text as value, f.price_list_id as "priceList", r.key as role,
          f.group_id as "group", f.product_id as product
        from floor_rules f left join roles r on r.id = f.role_id where f.deleted_at is null and f.is_active`),
    ])
    const currencies = distinct([
      ...questions.map((q) => q.currency),
      ...listRows.map((l) => l.currency),
      ...cards.flatMap((c) => [c.priceCurrency, c.costCurrency]),
    ])
    const [itemRows, rates] = await Promise.all([
      tx.rows<
        ListItem & { list: string; product: string }
      >(sql`select price_list_id as list, product_id as product,
          min_quantity::text as "minQuantity", price::text as price
        from price_list_items where product_id = any(${cards.map((c) => c.id)}::uuid[])
          and price_list_id = any(${listRows.map((l) => l.id)}::uuid[]) and deleted_at is null`),
      ratesOn(tx, currencies, distinct(questions.map((q) => q.on))),
    ])
    const clientGroups = new Map(clients.map((g) => [g.account, g]))
    const shared = {
      items: Map.groupBy(itemRows, (i) => place(i.list, i.product)),
      cards: new Map(cards.map((c) => [c.id, c])),
      groups: new Map(groups.map((g) => [g.id, g])),
      floors,
      lists: new Map(listRows.map((l) => [l.id, l])),
    }
    return ({ account, on }) => ({
      ...shared,
      clientGroup: (account && clientGroups.get(account)) || null,
      rates: rates.get(on) ?? [],
    })
  })
}
