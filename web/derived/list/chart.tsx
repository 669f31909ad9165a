import { useTranslation } from 'react-i18next'
import type { Field } from '../../catalogue.ts'
import { compareText, formatMoney, formatMonth, formatNumber } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import type { Filter } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { hueOf } from '../../ui/tag.tsx'
import { columnable, datable, startBy, summable } from './shapes.ts'
import { groupKey, useSummary, type SummaryGroup } from './summary.ts'
import type { ListState } from './use-list.ts'

const count = '-'
const bare = 'h-6! w-auto! items-center rounded-md px-1.5 text-sm text-ink-2 hover:bg-hover'

/** How many, or how much, by a field. A press on a bar shows the records behind it. */
export function ChartShape({ list }: { list: ListState }) {
  const { t } = useTranslation()
  const { entity } = list
  const by = list.by ?? startBy(entity)
  const [path = '', step] = by?.split(':') ?? []
  const field = entity.fields[path]
  const sum = list.sum === count ? undefined : list.sum
  const summary = useSummary(entity, { group: by, sum, filter: list.filter, q: list.q })
  if (summary.error) return <FailedToLoad error={summary.error} retry={() => void summary.refetch()} />
  const bys = [
    ...columnable(entity).map(([value, f]) => ({ value, label: t('list.byField', { what: f.label }) })),
    ...datable(entity).map(([value, f]) => ({
      value: `${value}:month`,
      label: t('list.byMonth', { what: f.label }),
    })),
  ]
  const sums = [
    { value: count, label: t('list.countOf') },
    ...summable(entity).map(([value, f]) => ({ value, label: t('list.sumOf', { what: f.label }) })),
  ]
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 py-2.5">
      <div className="mb-3 flex gap-2">
        <Select
          bare
          aria-label={t('list.measure')}
          className={bare}
          value={list.sum ?? count}
          items={sums}
          onChange={(v) => list.set({ sum: v })}
        />
        <Select
          bare
          aria-label={t('list.chartBy')}
          className={bare}
          value={by ?? null}
          items={bys}
          onChange={(v) => list.set({ by: v })}
        />
      </div>
      {!summary.data ? (
        <Skeleton lines={6} />
      ) : summary.data.length === 0 ? (
        <EmptyState title={t('list.nothingFits')} />
      ) : (
        field && <Bars list={list} path={path} step={step} field={field} groups={summary.data} />
      )}
    </div>
  )
}

type Bar = {
  key: string
  unit: string
  name: string
  color: string
  amount: number
  text: string
  filter: Filter
}

function barsOf(
  groups: readonly SummaryGroup[],
  path: string,
  step: string | undefined,
  field: Field,
  isSum: boolean,
  empty: string,
): Bar[] {
  const bars = groups.flatMap((g): Bar[] => {
    const key = groupKey(g.value)
    const name =
      g.value === null
        ? empty
        : step
          ? formatMonth(Number(key.slice(0, 4)), Number(key.slice(5, 7)) - 1)
          : textOf(field, g.value)
    const color = hueOf(field.options?.find((o) => o.key === g.value)?.color ?? 'teal')
    const filter: Filter =
      g.value === null
        ? [path, 'empty']
        : step
          ? [path, 'between', [key, lastOfMonth(key)]]
          : [path, 'is', key]
    if (!isSum) return [{ key, unit: '', name, color, amount: g.count, text: formatNumber(g.count), filter }]
    return g.sums.map((s) => ({
      key: `${key} ${s.currency}`,
      unit: s.currency ?? '',
      name,
      color,
      amount: Number(s.amount),
      filter,
      text: s.currency
        ? formatMoney({ amount: s.amount, currency: s.currency })
        : formatNumber(Number(s.amount)),
    }))
  })
  const order = field.options?.map((o) => o.key)
  if (step) return bars.sort((a, b) => compareText(a.key, b.key))
  if (order)
    return bars.sort((a, b) => order.indexOf(a.key.split(' ')[0]!) - order.indexOf(b.key.split(' ')[0]!))
  return bars.sort((a, b) => b.amount - a.amount)
}

const lastOfMonth = (day: string) =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).toISOString().slice(0, 10)

function Bars({
  list,
  path,
  step,
  field,
  groups,
}: {
  list: ListState
  path: string
  step: string | undefined
  field: Field
  groups: readonly SummaryGroup[]
}) {
  const { t } = useTranslation()
  const isSum = list.sum !== undefined && list.sum !== count
  const bars = barsOf(groups, path, step, field, isSum, t('list.noValue', { what: field.label })).slice(0, 60)
  const units = Map.groupBy(bars, (b) => b.unit)
  const show = (bar: Bar) =>
    list.set({
      as: 'table',
      by: undefined,
      sum: undefined,
      filter: list.filter ? { and: [list.filter, bar.filter] } : { and: [bar.filter] },
    })
  return (
    <div className="flex max-w-4xl flex-col gap-5">
      {[...units].map(([unit, own]) => (
        <section key={unit} aria-label={unit || undefined}>
          {units.size > 1 && <h2 className="px-2 pb-1 text-sm text-ink-3">{unit}</h2>}
          <BarList bars={own} onShow={show} />
        </section>
      ))}
    </div>
  )
}

/** Bars of one unit: hryvnias are never measured against euros. */
function BarList({ bars, onShow }: { bars: readonly Bar[]; onShow: (bar: Bar) => void }) {
  const most = Math.max(...bars.map((b) => b.amount), 1)
  return (
    <ul>
      {bars.map((bar) => (
        <li key={bar.key}>
          <button
            type="button"
            onClick={() => onShow(bar)}
            className="flex min-h-8 w-full items-center gap-3 rounded-md px-2 text-left hover:bg-hover"
          >
            <span className="w-28 shrink-0 truncate sm:w-48">{bar.name}</span>
            <span className="min-w-0 flex-1" data-hue={bar.color}>
              <svg aria-hidden className="block h-4 w-full">
                <rect
                  width={`${Math.max(0.4, (100 * bar.amount) / most)}%`}
                  height="16"
                  rx="3"
                  fill="var(--tag-dot)"
                />
              </svg>
            </span>
            <span className="figures w-30 shrink-0 text-right">{bar.text}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
