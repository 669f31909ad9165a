import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { formatDate, formatMoneyShort, formatNumber } from '../../format.ts'
import { keys, type Filter, type Rec } from '../../records.ts'
import { cx } from '../../ui/class.ts'

type Value =
  | { money: { amount: string; currency: string } }
  | { count: number }
  | { date: string }
  | { text: string }
type Line = {
  key: string
  label: string
  place: 'worth' | 'contact' | 'next' | 'open' | 'warning'
  values: readonly Value[]
  tone?: 'success' | 'warning' | 'danger'
  to?: { entity: string; id: string } | { entity: string; filter: Filter }
}
type Card = { lines: Line[]; counts: Record<string, number> }

/** What the modules say of a record in five seconds, and how many others refer to it. */
export const useCard = (entity: Entity, id: string) =>
  useQuery({
    queryKey: [...keys.history(entity.plural, id), 'card'],
    queryFn: ({ signal }) => api<Card>(`${entity.plural}/${id}/card`, { signal }),
    staleTime: 15_000,
  })

const textOf = (value: Value): string =>
  'money' in value
    ? formatMoneyShort(Number(value.money.amount), value.money.currency)
    : 'count' in value
      ? formatNumber(value.count)
      : 'date' in value
        ? formatDate(value.date)
        : value.text

const tones = { success: 'text-success', warning: 'text-warning', danger: 'text-danger' }

/** Who this is to us: next step, last contact, what is open, what it is worth; warnings before all. */
export function ClientCard({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const { data } = useCard(entity, record.id)
  const lines = data?.lines ?? []
  const warnings = lines.filter((l) => l.place === 'warning')
  const rest = lines.filter((l) => l.place !== 'warning')
  // The place is kept while it comes, so that nothing below it jumps.
  if (data && lines.length === 0) return null
  return (
    <section aria-label={t('record.card')} className="@container px-4 pb-3">
      {warnings.length > 0 && (
        <ul className="mb-2 flex flex-wrap gap-1.5">
          {warnings.map((line) => (
            <li key={line.key}>
              <To
                line={line}
                className={cx(
                  'flex min-h-6 items-center gap-1.5 rounded-md px-2',
                  soft[line.tone ?? 'warning'],
                )}
              >
                <TriangleAlert size={13} aria-hidden />
                {line.label}: {line.values.map(textOf).join(' · ')}
              </To>
            </li>
          ))}
        </ul>
      )}
      <dl className="flex min-h-14 flex-wrap gap-x-px overflow-hidden rounded-lg border border-line bg-surface">
        {rest.map((line) => (
          <div
            key={line.key}
            className="min-w-32 flex-1 px-3 py-2 shadow-[1px_0_0_var(--line),0_1px_0_var(--line)]"
          >
            <dt className="text-xs text-ink-3">{line.label}</dt>
            <dd>
              <To line={line}>
                <span className={cx('figures font-semibold', line.tone && tones[line.tone])}>
                  {textOf(line.values[0]!)}
                </span>
                {line.values.slice(1).map((value) => (
                  <span key={textOf(value)} className="ml-1.5 text-ink-2 wrap-anywhere">
                    {textOf(value)}
                  </span>
                ))}
              </To>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
const soft = {
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

function To({ line: { to }, className, children }: { line: Line; className?: string; children: ReactNode }) {
  const { entities } = useCatalogue()
  const plural = to && entities[to.entity]?.plural
  if (!to || !plural) return <span className={className}>{children}</span>
  return 'id' in to ? (
    <Link to="/$plural/$id" params={{ plural, id: to.id }} className={cx('hover:underline', className)}>
      {children}
    </Link>
  ) : (
    <Link
      to="/$plural"
      params={{ plural }}
      search={{ filter: to.filter } as never}
      className={cx('hover:underline', className)}
    >
      {children}
    </Link>
  )
}
