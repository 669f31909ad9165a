import sql from 'sql-template-tag'
import { boolean, choice, json, percent, ref } from '#core/kinds/index.ts'
import { Invalid } from '#core/error.ts'
import { operation } from '#core/operation.ts'
import type { Plain } from '#core/row.ts'
import { roundings } from './choices.ts'
import { D } from './decimal.ts'
import { priceListItem } from './price-list.ts'

/** A price changed by a percent and rounded; never to nothing by rounding. */
export function changed(price: string, by: number, rounding: string | null): string {
  const exact = new D(price).times(new D(100).plus(by)).div(100)
  const rounded = exact.toNearest(rounding ?? '0.01')
  return (rounded.isZero() && exact.gt(0) ? new D(rounding ?? '0.01') : rounded).toFixed()
}

type Item = { id: string; price: string; currency: string; product: string; from: string }

/** All prices of a list, or of some groups and those below them, by a percent. `preview` shows what would be. */
export const changePrices = operation({
  name: 'priceList.change_prices',
  summary: { en: 'Change prices by a percent', uk: 'Змінити ціни на відсоток' },
  effect: 'write',
  input: {
    id: ref('priceList', { required: true, label: { uk: 'Прайс-лист' } }),
    percent: percent({
      required: true,
      min: -99.99,
      max: 10_000,
      label: { en: 'By percent', uk: 'На відсотків' },
    }),
    rounding: choice({ options: roundings, label: { uk: 'Округлення' } }),
    groups: json<string[], { label: { en: string; uk: string } }>({
      label: { en: 'Product groups', uk: 'Групи товарів' },
    }),
    preview: boolean({ label: { en: 'Only show', uk: 'Лише показати' } }),
  },
  needs: { priceListItem: 'update' },
  async run(c, { id, percent: by, rounding, groups, preview }) {
    const only = (groups ?? []) as unknown[]
    if (!Array.isArray(only) || only.some((g) => typeof g !== 'string' || !/^[0-9a-f-]{36}$/.test(g)))
      throw new Invalid([{ path: 'groups', message: 'Name groups by their ids.', code: 'bad_groups' }])
    const items = await c.tx.rows<Item>(sql`with recursive wanted as (
        select id from product_groups where id = any(${only as string[]}::uuid[])
        union select g.id from product_groups g join wanted w on g.parent_id = w.id)
      select i.id, i.price::text as price, i.price_currency as currency, p.name as product, i.min_quantity::text as "from"
      from price_list_items i join products p on p.id = i.product_id
      where i.price_list_id = ${id}::uuid and i.deleted_at is null
        and (${only.length === 0} or p.group_id in (select id from wanted))
      order by p.name collate "uk-x-icu", i.min_quantity limit 100000`)
    const after = items.map((i) => ({ ...i, to: changed(i.price, by, rounding ?? null) }))
    const moved = after.filter((i) => !new D(i.to).eq(i.price))
    if (!preview)
      for (let at = 0; at < moved.length; at += 5000) {
        const some = moved.slice(at, at + 5000)
        const before = (await c.tx.lockMany(
          priceListItem,
          some.map((i) => i.id),
        )) as unknown as Plain[]
        await c.tx.saveMany(
          priceListItem,
          before.map((b, i) => [b, { price: { amount: some[i]!.to, currency: some[i]!.currency } }] as const),
        )
      }
    const shown = moved
      .slice(0, 100)
      .map(({ product, from, price, to, currency }) => ({ product, from, price, to, currency }))
    return { prices: items.length, changed: moved.length, examples: shown }
  },
})
