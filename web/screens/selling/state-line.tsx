import { Check, Circle, CircleDashed, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { textOf } from '../../kinds/index.ts'
import type { Rec } from '../../records.ts'
import { cx } from '../../ui/class.ts'

const looks = {
  none: [Circle, 'text-ink-3'],
  part: [CircleDashed, 'text-warning'],
  all: [Check, 'text-success'],
} as const
type Part = keyof typeof looks

/** Where an order stands, step by step; everybody who may see it sees the same. */
export function StateLine({ entity, order }: { entity: Entity; order: Rec }) {
  const { t } = useTranslation()
  const status = String(order['status'])
  const part = (key: string) => (order[key] ?? 'none') as Part
  const steps: { key: string; label: string; at: Part }[] = [
    { key: 'confirmed', label: t('selling.steps.confirmed'), at: status === 'draft' ? 'none' : 'all' },
    { key: 'shipped', label: t('selling.steps.shipped'), at: part('shipped') },
    { key: 'invoiced', label: t('selling.steps.invoiced'), at: part('invoiced') },
    { key: 'paid', label: t('selling.steps.paid'), at: part('paid') },
  ]
  const late = order['state'] === 'overdue'
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1.5 py-1">
      <span className={cx('font-medium', late && 'text-danger')}>
        {textOf(entity.fields['state']!, order['state'])}
      </span>
      <ol className="flex flex-wrap gap-x-4 gap-y-1">
        {steps.map(({ key, label, at }) => {
          const isLate = late && key === 'paid'
          const [Icon, colour] = isLate ? [TriangleAlert, 'text-danger'] : looks[at]
          return (
            <li key={key} className="flex items-center gap-1.5 text-sm">
              <Icon size={14} className={colour} aria-hidden />
              <span className={at === 'none' ? 'text-ink-3' : ''}>{label}</span>
              <span className="sr-only">{t(`selling.parts.${at}`)}</span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}
