import { ref, text } from '#core/kinds/index.ts'
import { operation } from '#core/operation.ts'
import { release } from '#modules/stock/index.ts'
import { creditRefusals, guardCredit } from './credit.ts'
import { linesOf } from './copy-lines.ts'
import { order, orderLine, type Order } from './order.ts'
import { settle } from './settle.ts'

export const id = ref('order', { required: true, label: { uk: 'Замовлення' } })
type State = Pick<Order, 'status' | 'shipped'>

export const whyNotConfirm = (o: State) => (o.status === 'draft' ? null : 'not_draft')
export const whyNotCancel = (o: State) =>
  o.status === 'cancelled' || o.status === 'done' ? 'closed' : o.shipped !== 'none' ? 'shipped' : null

export const notConfirmed = { en: 'Confirm the order first.', uk: 'Спершу підтвердьте замовлення.' }

export const confirmOrder = operation({
  name: 'order.confirm',
  summary: { en: 'Confirm the order', uk: 'Підтвердити замовлення' },
  effect: 'write',
  on: 'order',
  whyNot: whyNotConfirm,
  input: { id },
  needs: { order: 'update' },
  refusals: {
    not_draft: { en: 'It is confirmed already.', uk: 'Його вже підтверджено.' },
    no_lines: { en: 'The order has no lines yet.', uk: 'У замовленні ще немає рядків.' },
    ...creditRefusals,
  },
  async run(c, { id }) {
    const before = await c.tx.lock(order, id)
    const reason = whyNotConfirm(before)
    if (reason) c.refuse(reason)
    if ((await linesOf(c, orderLine, 'order', id)).length === 0) c.refuse('no_lines')
    if (before.total) await guardCredit(c, { account: before.account, order: id, adding: before.total })
    const after = await c.tx.save(order, before, { status: 'confirmed' })
    await settle(c, [id])
    c.emit('order.confirmed', after)
    return after
  },
})

export const cancelOrder = operation({
  name: 'order.cancel',
  summary: { en: 'Cancel the order', uk: 'Скасувати замовлення' },
  effect: 'write',
  on: 'order',
  whyNot: whyNotCancel,
  input: { id, reason: text({ required: true, max: 500, label: { en: 'Why', uk: 'Чому' } }) },
  needs: { order: 'update' },
  refusals: {
    closed: { en: 'The order is closed.', uk: 'Замовлення закрито.' },
    shipped: {
      en: 'Goods have been shipped: note their return instead.',
      uk: 'Товар уже відвантажено: оформіть повернення.',
    },
  },
  async run(c, { id, reason }) {
    const before = await c.tx.lock(order, id)
    const why = whyNotCancel(before)
    if (why) c.refuse(why)
    const after = await c.tx.save(order, before, { status: 'cancelled', cancelReason: reason })
    const lines = await linesOf(c, orderLine, 'order', id)
    await c.tx.elevated(() =>
      c.tx.saveMany(
        orderLine,
        lines.map((l) => [l as never, { reservedQuantity: 0 }] as const),
      ),
    )
    await release(c, 'order', [id])
    await settle(c, [id])
    c.emit('order.cancelled', after)
    return after
  },
})
