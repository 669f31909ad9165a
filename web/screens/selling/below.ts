import type { Rec } from '../../records.ts'
import type { Money } from '../../ui/number-input.tsx'

/** The price after all discounts that would just be at its floor; null when the line is not below it, or stands by an
 * approval. For the eye only: the server counts exactly. */
export function lowestOf(line: Rec): Money | null {
  const [price, net, floor] = [line['unitPrice'], line['netPrice'], line['floor']] as (Money | null)[]
  if (!price || !net || !floor || line['approval'] || Number(net.amount) >= Number(floor.amount)) return null
  const kept = (100 - Number(line['discount'] ?? 0)) * (100 - Number(line['documentDiscount'] ?? 0))
  const lowest = (Number(price.amount) * kept * Number(floor.amount)) / (Number(net.amount) * 10_000)
  return Number.isFinite(lowest)
    ? { amount: (Math.ceil(lowest * 100 - 1e-6) / 100).toFixed(2), currency: price.currency }
    : floor
}
