import { Decimal } from 'decimal.js'

export type Part = 'none' | 'part' | 'all'
export type Facts = {
  status: string
  reserved: Part
  shipped: Part
  invoiced: Part
  paid: Part
  /** The earliest day by which something unpaid is due. */
  dueOn: string | null
  /** Everything that was shipped came back. */
  isReturned: boolean
}

/** How much of a whole is done. */
export const partOf = (done: string | number, whole: string | number): Part =>
  new Decimal(done).lte(0) ? 'none' : new Decimal(done).gte(whole) ? 'all' : 'part'

/** Where an order stands, in one word: what matters most to whoever asks. */
export function stateOf(f: Facts, today: string): string {
  if (f.status === 'cancelled') return 'cancelled'
  if (f.isReturned) return 'returned'
  if (f.dueOn !== null && f.dueOn < today && f.paid !== 'all') return 'overdue'
  if (f.shipped === 'all' && f.paid === 'all') return 'done'
  if (f.paid === 'all') return 'paid'
  if (f.paid === 'part') return 'partPaid'
  if (f.shipped === 'all') return f.invoiced === 'none' ? 'shipped' : 'toPay'
  if (f.shipped === 'part') return 'partShipped'
  if (f.invoiced !== 'none') return 'toPay'
  if (f.reserved !== 'none') return 'reserved'
  return f.status === 'draft' ? 'new' : 'confirmed'
}
