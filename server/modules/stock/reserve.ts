import { Decimal } from 'decimal.js'
import sql from 'sql-template-tag'
import type { Context } from '#core/operation.ts'
import type { Tx } from '#core/database.ts'
import { reservation } from './warehouse.ts'

export type Available = {
  product: string
  warehouse: string
  name: string
  onHand: string
  reserved: string
  available: string
}

/** What lies in each warehouse and what of it is promised to nobody, in base units. A promise that names no warehouse
 * stands under ''. `except`: the record whose own promises do not count against it. */
export const availableOf = (
  tx: Tx,
  products: readonly string[],
  except: string | null = null,
): Promise<Available[]> =>
  tx.elevated(() =>
    tx.rows<Available>(sql`with held as (
        select product_id, coalesce(warehouse_id::text, '') as place, sum(quantity) as quantity from reservations
        where product_id = any(${products}::uuid[]) and deleted_at is null and (until is null or until >= current_date)
          and record is distinct from ${except} group by 1, 2),
      there as (
        select s.product_id, s.warehouse_id::text as place, w.name, s.quantity from stock_levels s
        join warehouses w on w.id = s.warehouse_id and w.deleted_at is null and w.is_active
        where s.product_id = any(${products}::uuid[]) and s.deleted_at is null)
      select coalesce(t.product_id, h.product_id) as product, coalesce(t.place, h.place) as warehouse, coalesce(t.name, '') as name,
        trim_scale(coalesce(t.quantity, 0))::text as "onHand", trim_scale(coalesce(h.quantity, 0))::text as reserved,
        trim_scale(coalesce(t.quantity, 0) - coalesce(h.quantity, 0))::text as available
      from there t full join held h on h.product_id = t.product_id and h.place = t.place
      order by t.name nulls last`),
  )

export type Wanted = { product: string; quantity: string | number; warehouse?: string | null }
export type Shortage = { product: string; wanted: string; available: string }

/** Promises stock to a record instead of what was promised to it before. Quantities are in base units; what nobody counts
 * (a product without any stock level) is not promised and never short. Nothing is written when something is short,
 * unless `anyway`. Two who reserve the same product at once wait for each other. The caller has checked the right. */
export async function reserve(
  c: Context,
  record: { entity: string; record: string },
  wanted: readonly Wanted[],
  { until = null, anyway = false }: { until?: string | null; anyway?: boolean } = {},
): Promise<Shortage[]> {
  const products = [...new Set(wanted.map((w) => w.product))].toSorted()
  await c.tx.elevated(() =>
    c.tx.rows(sql`select id from products where id = any(${products}::uuid[]) order by id for no key update`),
  )
  const there = await availableOf(c.tx, products, record.record)
  const counted = new Set(there.filter((a) => a.name !== '').map((a) => a.product))
  const free = (product: string, warehouse?: string | null) =>
    there
      .filter((a) => a.product === product && (!warehouse || a.warehouse === warehouse || a.warehouse === ''))
      .reduce((sum, a) => sum.plus(a.available), new Decimal(0))
  const needed = wanted.filter((w) => counted.has(w.product) && new Decimal(w.quantity).gt(0))
  const groups = [...Map.groupBy(needed, (w) => `${w.product} ${w.warehouse ?? ''}`).values()]
  const short = groups.flatMap((of): Shortage[] => {
    const sum = of.reduce((all, w) => all.plus(w.quantity), new Decimal(0))
    const available = free(of[0]!.product, of[0]!.warehouse)
    return sum.gt(available)
      ? [{ product: of[0]!.product, wanted: sum.toFixed(), available: Decimal.max(0, available).toFixed() }]
      : []
  })
  if (short.length > 0 && !anyway) return short
  await release(c, record.entity, [record.record])
  await c.tx.elevated(() =>
    c.tx.insertMany(
      reservation,
      groups.map((of) => ({
        product: of[0]!.product,
        warehouse: of[0]!.warehouse ?? null,
        quantity: of.reduce((all, w) => all.plus(w.quantity), new Decimal(0)).toNumber(),
        until,
        ...record,
      })),
    ),
  )
  return short
}

/** Nothing is promised to these records any longer. */
export async function release(c: Context, entity: string, records: readonly string[]): Promise<void> {
  await c.tx.elevated(async () => {
    const rows = await c.tx.rows<{ id: string }>(sql`select id from reservations
      where record = any(${records}::text[]) and entity = ${entity} and deleted_at is null`)
    if (rows.length === 0) return
    await c.kolo.systemStore(c.tx).bin(
      reservation,
      rows.map((r) => r.id),
      new Date().toISOString(),
    )
  })
}

/** What was shipped leaves a warehouse, and what was returned comes back (a negative quantity), in base units. Products
 * that nobody counts there are left alone. Gives what was not there to take. */
export const takeOut = (
  c: Context,
  warehouse: string,
  taken: readonly { product: string; quantity: string | number }[],
): Promise<Shortage[]> =>
  c.tx.elevated(() =>
    c.tx
      .rows<Shortage>(sql`with moved as (update stock_levels s set quantity = s.quantity - t.quantity, updated_at = now(), revision = s.revision + 1
      from (select product, sum(quantity) as quantity from unnest(${taken.map((t) => t.product)}::uuid[], ${taken.map((t) => String(t.quantity))}::numeric[])
        as u (product, quantity) group by product) t
      where s.product_id = t.product and s.warehouse_id = ${warehouse}::uuid and s.deleted_at is null
      returning s.product_id, s.quantity as left_over, t.quantity)
      select product_id as product, trim_scale(quantity)::text as wanted,
        trim_scale(greatest(left_over + quantity, 0))::text as available
      from moved where quantity > 0 and left_over < 0`),
  )
