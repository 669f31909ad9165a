import { useTranslation } from 'react-i18next'
import { formatMoneyShort, formatNumber, formatPercent } from '../../format.ts'
import type { Filter } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { cx } from '../../ui/class.ts'
import { Skeleton } from '../../ui/state.tsx'
import { useAnswer } from './ask.ts'
import { About, Behind, Change, figureTip } from './figure.tsx'
import { PersonPlan } from './person-plan.tsx'

type Known = { count: number; sum: string | null; filter: Filter }
type Figure = Known & {
  key: string
  label: string
  about: string
  plural: string
  isFault: boolean
  of: Known | null
  before: (Known & { of: Known | null }) | null
}
type Card = {
  currency: string
  person: { id: string; title: string }
  groups: { key: string; label: string; figures: Figure[] }[]
}

const lists = [
  'deals',
  'activities',
  'quotes',
  'orders',
  'invoices',
  'leads',
  'accounts',
  'internal-requests',
]

/** How a salesperson works: each figure opens its records. */
export function PersonCard({ user, period }: { user: string | null; period: string }) {
  const { data, error, refetch } = useAnswer<Card>('user.card', { user, period }, lists)
  if (error) return <FailedToLoad error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton lines={10} />
  return (
    <div className="@container flex min-w-0 flex-col gap-5">
      <PersonPlan user={data.person.id} period={period} />
      {data.groups.map((g) => (
        <section key={g.key} className="min-w-0">
          <h2 className="mb-2 font-semibold">{g.label}</h2>
          <ul className="grid grid-cols-2 gap-2.5 @2xl:grid-cols-3 @5xl:grid-cols-6">
            {g.figures.map((f) => (
              <Shown key={f.key} figure={f} currency={data.currency} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

const shareOf = (f: Known & { of: Known | null }) =>
  f.of && f.of.count > 0 ? (100 * f.count) / f.of.count : null

function Shown({ figure: f, currency }: { figure: Figure; currency: string }) {
  const { t } = useTranslation()
  const share = shareOf(f)
  const before = f.before && (f.of ? shareOf(f.before) : f.before.count)
  return (
    <li className="min-w-0 rounded-xl border border-line px-3 py-2.5">
      <h3 className="flex min-h-9 items-start justify-between text-sm leading-4 text-ink-2">
        <span className="min-w-0 pt-0.5 hyphens-auto">{f.label}</span>
        <About label={f.label}>{f.about}</About>
      </h3>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Behind
          plural={f.plural}
          filter={f.filter}
          className={cx(
            'figures text-xl font-semibold',
            f.count === 0 ? 'text-ink-3' : f.isFault && 'text-danger',
          )}
        >
          {formatNumber(f.count)}
        </Behind>
        {f.sum !== null && f.count > 0 && (
          <span className="figures text-ink-3" data-tip={figureTip('money', f.sum, currency)}>
            {formatMoneyShort(Number(f.sum), currency)}
          </span>
        )}
      </p>
      <p className="flex min-h-5 flex-wrap items-baseline gap-x-2 text-sm text-ink-3">
        {share !== null && f.of && (
          <span className="figures">
            {formatPercent(Math.round(share))} {t('analysis.outOf')}{' '}
            <Behind plural={f.plural} filter={f.of.filter}>
              {formatNumber(f.of.count)}
            </Behind>
          </span>
        )}
        {before !== null && (share !== null || !f.of) && (
          <Change
            figure={f.isFault ? 'lostCount' : f.key}
            kind={f.of ? 'percent' : 'count'}
            now={String(share ?? f.count)}
            before={String(before)}
            currency={currency}
          />
        )}
      </p>
    </li>
  )
}
