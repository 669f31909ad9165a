import { ref, type File } from '#core/kinds/index.ts'
import { Missing } from '#core/error.ts'
import { operation } from '#core/operation.ts'

const idOf = (v: unknown) => (v as { id?: string } | null)?.id ?? null

/** The agreement on an order: made of what the order says, with the printed contract among its files. */
export const agreeOrder = operation({
  name: 'order.agree',
  summary: { en: 'Make an agreement', uk: 'Укласти договір' },
  effect: 'write',
  on: 'order',
  input: { id: ref('order', { required: true, label: { uk: 'Замовлення' } }) },
  needs: { order: 'read', agreement: 'create', attachment: 'create' },
  async run(c, { id }) {
    const { kolo, tx } = c
    const [o] = await kolo.readIn(tx, 'order', [id])
    if (!o) throw new Missing('order', id)
    const run = <T>(name: string, input: unknown) => kolo.runIn(tx, kolo.operation(name), input) as Promise<T>
    const subject = String(o['number'])
    const { items } = await run<{ items: { id: string }[] }>('agreement.create', {
      items: [
        {
          account: idOf(o['account']),
          contact: idOf(o['contact']),
          deal: idOf(o['deal']),
          order: id,
          ...(o['issuer'] ? { issuer: idOf(o['issuer']) } : {}),
          amount: o['total'] ?? null,
          subject:
            c.actor.locale === 'uk'
              ? `Поставка за замовленням № ${subject}`
              : `Supply under order No. ${subject}`,
        },
      ],
    })
    const { document } = await run<{ document: string }>('order.contract', { id })
    const [paper] = await kolo.readIn(tx, 'document', [document])
    const printed = paper!['file'] as File
    // The agreement has a copy of its own, with versions of its own.
    const file = await kolo.files.put(
      { name: printed.name, type: printed.type, bytes: await kolo.files.bytes(printed), by: c.actor.user },
      tx,
    )
    await run('attachment.create', {
      items: [
        { name: printed.name, record: { entity: 'agreement', id: items[0]!.id }, file, category: 'contract' },
      ],
    })
    return { agreement: items[0]!.id }
  },
})
