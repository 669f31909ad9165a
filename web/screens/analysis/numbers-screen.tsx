import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { today } from '../../days.ts'
import { formatDayLong, formatMoneyShort, formatMonth, formatNumber } from '../../format.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { cx } from '../../ui/class.ts'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { useAnswer } from './ask.ts'
import { About, Behind, Change, figureTip } from './figure.tsx'
import { sumText, type Counted, type Numbers, type Tile } from './numbers.ts'
import { People } from './people.tsx'

const lists = ['deals', 'activities', 'quotes', 'orders', 'invoices', 'leads']
export const MyNumbersScreen = () => <NumbersScreen whose="mine" />
export const TeamNumbersScreen = () => <NumbersScreen whose="team" />

/** What a seller, or a head, looks at first; each figure opens its records, and changes as they do. */
function NumbersScreen({ whose }: { whose: 'mine' | 'team' }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useAnswer<Numbers>('deal.numbers', { whose }, lists)
  const tile = (key: string) => data?.tiles.find((x) => x.key === key)
  const [won, open] = [tile('won'), tile('open')]
  const waiting = ['sold', 'withoutStep', 'stale', 'overdue', 'leads', 'quotes', 'unpaid', 'late'].flatMap(
    (key) => tile(key) ?? [],
  )
  return (
    <>
      <PageBar>
        <PageTitle>{t(`analysis.numbers.${whose}`)}</PageTitle>
        <span className="truncate text-ink-3">{formatDayLong(today())}</span>
        {whose === 'mine' && (
          <Link
            to={'/manager-card' as never}
            className="ml-auto whitespace-nowrap text-accent-strong hover:underline"
          >
            {t('analysis.managerCard')}
          </Link>
        )}
      </PageBar>
      <div className="@container min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto grid max-w-6xl gap-4 px-3 py-4 @3xl:grid-cols-2 sm:px-5">
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton lines={8} />}
          {data && !error && (
            <>
              {won && (
                <Card>
                  <Won numbers={data} tile={won} before={tile('wonBefore')} yearAgo={tile('wonYearAgo')} />
                </Card>
              )}
              {open && (
                <Card>
                  <Open numbers={data} tile={open} />
                </Card>
              )}
              <ul
                aria-label={t('analysis.attention')}
                className="grid gap-x-4 gap-y-3 @lg:grid-cols-2 @3xl:col-span-2 @3xl:grid-cols-4"
              >
                {waiting.map((x) => (
                  <Waiting key={x.key} tile={x} currency={data.currency} />
                ))}
              </ul>
              {whose === 'team' && data.people.length > 0 && (
                <div className="min-w-0 @3xl:col-span-2">
                  <People numbers={data} />
                </div>
              )}
            </>
          )}
        </div>
      </div>
    </>
  )
}

const Card = ({ children }: { children: React.ReactNode }) => (
  <section className="min-w-0 rounded-xl border border-line px-4 py-3">{children}</section>
)

function Total({ tile, currency }: { tile: Tile; currency: string }) {
  const { t } = useTranslation()
  return (
    <>
      <h2 className="flex items-center text-ink-2">
        {tile.label}
        <About label={tile.label}>{tile.about}</About>
      </h2>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2.5">
        <Behind plural="deals" filter={tile.filter} className="figures text-2xl font-semibold">
          {sumText(tile, currency)}
        </Behind>
        <span className="text-ink-3">{t('analysis.nDeals', { count: tile.count })}</span>
      </p>
    </>
  )
}

const valueOf = (c: Counted) => (c.sum === null ? c.count : Number(c.sum))

type WonProps = { numbers: Numbers; tile: Tile; before: Tile | undefined; yearAgo: Tile | undefined }

function Won({ numbers: { currency, months }, tile, before, yearAgo }: WonProps) {
  const { t } = useTranslation()
  const most = Math.max(1, ...months.map(valueOf))
  return (
    <>
      <Total tile={tile} currency={currency} />
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-sm">
        {[before, yearAgo].map(
          (x) =>
            x && (
              <div key={x.key} className="flex items-baseline gap-1.5">
                <dt className="text-ink-3">{x.label}</dt>
                <dd className="flex items-baseline gap-1.5">
                  <Behind plural="deals" filter={x.filter} className="figures">
                    {sumText(x, currency)}
                  </Behind>
                  {x.count > 0 && (
                    <Change
                      figure={tile.key}
                      kind={tile.sum === null ? 'count' : 'money'}
                      now={tile.sum ?? '0'}
                      before={x.sum}
                      currency={currency}
                    />
                  )}
                </dd>
              </div>
            ),
        )}
      </dl>
      <ol aria-label={t('analysis.byMonth')} className="mt-4 flex h-24 items-end gap-1">
        {months.map((m, i, all) => {
          const name = formatMonth(Number(m.value.slice(0, 4)), Number(m.value.slice(5, 7)) - 1)
          return (
            <li key={m.value} className="flex h-full min-w-0 flex-1 flex-col justify-end">
              <Behind
                plural="deals"
                filter={m.filter}
                tip={`${name}: ${sumText(m, currency)}`}
                className="flex h-full flex-col justify-end"
              >
                <span className="sr-only">{`${name}: ${sumText(m, currency)}`}</span>
                <span
                  aria-hidden
                  className={cx(
                    'rounded-t-sm',
                    i === all.length - 1 ? 'bg-accent' : 'bg-line-strong hover:bg-ink-3',
                  )}
                  style={{ height: `${Math.max(2, (100 * valueOf(m)) / most)}%` }}
                />
              </Behind>
              <span aria-hidden className="mt-1 truncate text-center text-xs text-ink-3">
                {Number(m.value.slice(5, 7))}
              </span>
            </li>
          )
        })}
      </ol>
    </>
  )
}

function Open({ numbers: { currency, stages }, tile }: { numbers: Numbers; tile: Tile }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...stages.map(valueOf))
  return (
    <>
      <Total tile={tile} currency={currency} />
      <ul className="mt-3 flex flex-col gap-1.5">
        {stages.map((s) => (
          <li key={s.value}>
            <Behind
              plural="deals"
              filter={s.filter}
              className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-center gap-2.5"
            >
              <span className="truncate">{s.title ?? t('analysis.hidden')}</span>
              <span aria-hidden className="h-2.5 overflow-hidden rounded-full bg-hover">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${(100 * valueOf(s)) / most}%`, opacity: 0.75 }}
                />
              </span>
              <span className="figures w-24 text-right whitespace-nowrap">
                {sumText(s, currency)} <span className="inline-block w-6 text-ink-3">{s.count}</span>
              </span>
            </Behind>
          </li>
        ))}
      </ul>
    </>
  )
}

const pressing = new Set(['withoutStep', 'stale', 'overdue', 'late', 'leads'])

function Waiting({ tile, currency }: { tile: Tile; currency: string }) {
  const money = tile.sum !== null && tile.count > 0 ? formatMoneyShort(Number(tile.sum), currency) : null
  const count = formatNumber(tile.count)
  // Of what was sold the money is the news; of what waits, how much of it there is.
  const [first, second] = tile.key === 'sold' && money ? [money, count] : [count, money]
  return (
    <li className="min-w-0 rounded-xl border border-line px-4 py-3">
      <h2 className="flex items-center text-sm text-ink-2">
        <span className="truncate">{tile.label}</span>
        <About label={tile.label}>{tile.about}</About>
      </h2>
      <Behind
        plural={tile.plural}
        filter={tile.filter}
        tip={figureTip('money', tile.sum, currency)}
        className="flex flex-wrap items-baseline gap-x-2"
      >
        <span
          className={cx(
            'figures text-xl font-semibold',
            tile.count === 0 ? 'text-ink-3' : pressing.has(tile.key) && 'text-danger',
          )}
        >
          {first}
        </span>
        {second !== null && <span className="figures text-ink-3">{second}</span>}
      </Behind>
    </li>
  )
}
