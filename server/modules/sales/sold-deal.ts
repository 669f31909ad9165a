import { Invalid } from '#core/error.ts'
import type { Money } from '#core/kinds/index.ts'
import type { Context } from '#core/operation.ts'
import { closeTo } from './close-deal.ts'
import { deal } from './deal.ts'

/** A deal whose quote the client accepted is won, for what he accepted. Where its stage still asks for something, it
 * stays open with the new amount. The acceptance was allowed: whether he who notes it may change the deal does not matter. */
export const sellDeal = (c: Context, id: string, amount: Money | undefined): Promise<'won' | 'open' | null> =>
  c.tx.elevated(async () => {
    const before = await c.tx.lock(deal, id)
    if (before.status !== 'open') return null
    const sold = amount ? { amount, amountIsManual: true } : {}
    try {
      const after = await closeTo(c, before, 'won', { ...sold, closeDate: c.today })
      c.emit('deal.won', after)
      return 'won'
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      await c.tx.save(deal, before, sold)
      return 'open'
    }
  })
