import type { Actor } from '#core/actor.ts'
import { customKinds } from '#core/custom.ts'
import type { Kolo } from '#core/kolo.ts'

/** A customer's own field of every kind on an account. */
export async function everyKind(kolo: Kolo, administrator: Actor) {
  const more: Record<string, object> = {
    reference: { target: 'account' },
    formula: { formula: '1 + 1' },
    rollup: { rollup: { of: 'deal.account', how: 'sum', what: 'amount' } },
    choice: { options: [{ key: 'a', label: 'A' }] },
    multi: { options: [{ key: 'a', label: 'A' }] },
  }
  const items = customKinds.map((kind) => ({
    entity: 'account',
    key: `x_${kind}`,
    kind,
    label: kind,
    isSearchable: true,
    ...more[kind],
  }))
  await kolo.call(administrator, 'customField.create', { items })
}
