import { expect } from 'vitest'
import type { Actor } from '#core/actor.ts'
import type { Filter } from '#core/filter.ts'
import type { Kolo } from '#core/kolo.ts'
import { lookingAs } from './opens.ts'

/** Each figure of the analysis of clients and of what changed is the number of records that it opens. Returns how many
 * were looked at. */
export async function everyGroupOpens(
  kolo: Kolo,
  actor: Actor,
  period: { from: string; to: string },
  base: 'order' | 'deal' = 'order',
) {
  const { opens, looked } = lookingAs(kolo, actor)
  for (const of of ['clients', 'products']) {
    const ask = { of, comparison: 'previous', ...period }
    const answer = await kolo.call(actor, `${base}.portfolio`, ask)
    for (const g of [...answer.classes.slice(0, 3), ...answer.rfm.slice(0, 3)]) {
      const { rows, found } = await kolo.call(actor, `${base}.portfolio`, { ...ask, part: g.key })
      expect([g.key, found]).toEqual([g.key, g.count])
      if (!g.filter) continue
      await opens(answer.plural, g.key, g.count, g.filter)
      expect(new Set(g.filter[2])).toEqual(new Set(rows.map((r: { value: string }) => r.value)))
    }
    for (const { value, figures } of answer.rows.slice(0, 3)) {
      const its: Filter = { and: [answer.sales.filter, [answer.sales.path, 'in', [value]]] }
      await (base === 'order'
        ? opens('orders', 'purchases', Number(figures.orders), ['orderLine.order', 'some', its])
        : opens('deals', 'purchases', Number(figures.orders), its))
    }
  }
  for (const [step, lostAfter] of [
    ['month', 60],
    // Lost and back within one quarter.
    ['quarter', 20],
  ] as const) {
    const flow = await kolo.call(actor, `${base}.client_flow`, { ...period, step, lostAfter })
    await opens(flow.plural, 'active', flow.active.count, flow.active.filter)
    for (const one of flow.steps.slice(-4))
      for (const key of ['new', 'repeat', 'returned', 'lost', 'active'])
        await opens(
          flow.plural,
          `${key} ${one.from} ${lostAfter}`,
          Number(one.figures[key]),
          one.filters[key],
        )
  }
  const answer = await kolo.call(actor, `${base}.what_changed`, { ...period, rows: 'productGroup' })
  for (const [key, { filter, count }] of Object.entries<{ filter: Filter; count: number }>(answer.behind))
    await opens(answer.plural, key, count, filter)
  return looked()
}
