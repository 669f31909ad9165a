import type { Entity } from '../../catalogue.ts'
import { formatMoney, formatPercent } from '../../format.ts'
import type { Rec } from '../../records.ts'
import type { Money } from '../../ui/number-input.tsx'

/** What a document comes to, as the server counts it. */
export function DocumentSums({ entity, record }: { entity: Entity; record: Rec }) {
  const row = (key: string) => {
    const money = record[key] as Money | null | undefined
    const field = entity.fields[key]
    return money && field ? [{ key, label: field.label, text: formatMoney(money) }] : []
  }
  const discount = Number(record['discount'] ?? 0)
  const rows = [...row('net'), ...row('tax'), ...row('margin')]
  return (
    <dl className="figures ml-auto grid w-fit grid-cols-[auto_auto] gap-x-4 gap-y-0.5 text-right">
      {discount > 0 && (
        <>
          <dt className="text-ink-3">{entity.fields['discount']!.label}</dt>
          <dd>{formatPercent(discount)}</dd>
        </>
      )}
      {rows.map((r) => (
        <div key={r.key} className="contents">
          <dt className="text-ink-3">{r.label}</dt>
          <dd>{r.text}</dd>
        </div>
      ))}
      {row('total').map((r) => (
        <div key={r.key} className="contents text-md font-semibold">
          <dt>{r.label}</dt>
          <dd>{r.text}</dd>
        </div>
      ))}
    </dl>
  )
}
