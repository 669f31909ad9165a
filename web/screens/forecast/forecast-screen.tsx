import { ChevronLeft, ChevronRight, TrendingUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { PageBar } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useAddress } from '../analysis/ask.ts'
import { useSaved } from '../analysis/saved.ts'
import { Accuracy } from './accuracy.tsx'
import { Changes } from './changes.tsx'
import { periodAt, periodName, useFigures, type Forecast, type Line } from './client.ts'
import { Experience } from './experience.tsx'
import { Head } from './head.tsx'
import { Products } from './products.tsx'
import { Quotas } from './quotas.tsx'
import { Tree } from './tree.tsx'

const today = () => new Date().toISOString().slice(0, 10)
const kinds = ['month', 'quarter', 'year'] as const
const parts = ['changes', 'accuracy', 'experience', 'products', 'quotas'] as const

const oneOf = <T extends string>(all: readonly T[], one: unknown) => all.find((known) => known === one)

/** What a period will bring: by team and person, beside the plan, what heads think and what experience says. */
export function ForecastScreen() {
  const { t } = useTranslation()
  const { operations } = useCatalogue()
  const [search, set] = useAddress()
  const saved = useSaved('forecast', t('forecast.title'))
  const kind = oneOf(kinds, search['kind']) ?? 'quarter'
  const by = typeof search['by'] === 'number' ? search['by'] : 0
  const part = oneOf(parts, search['part']) ?? 'changes'
  const period = periodAt(today(), kind, by)
  const { data, error, refetch } = useFigures<Forecast>('forecast.read', { period })
  const chosen = data?.lines.find((l) => l.id !== null && l.id === search[l.kind]) ?? null
  const choose = (line: Line | null) =>
    set({ person: undefined, team: undefined, ...(line?.id ? { [line.kind]: line.id } : {}) })
  const move = (to: number) => set({ by: to || undefined })
  const whose = chosen?.id ? { [chosen.kind]: chosen.id } : {}
  const refusal = error instanceof ApiError && error.status === 403 ? error.message : null
  return (
    <>
      <PageBar
        actions={
          <>
            <Select
              aria-label={t('forecast.period')}
              className="w-28"
              value={kind}
              onChange={(k) => set({ kind: k === 'quarter' ? undefined : k, by: undefined })}
              items={kinds.map((k) => ({
                value: k,
                label: t(`forecast.kinds.${k}`),
              }))}
            />
            <Button
              look="quiet"
              className="max-sm:px-1.5"
              aria-label={t('forecast.earlier')}
              onClick={() => move(by - 1)}
            >
              <ChevronLeft size={15} />
            </Button>
            <span className="figures min-w-20 text-center font-medium whitespace-nowrap max-sm:min-w-0">
              {periodName(period, t)}
            </span>
            <Button
              look="quiet"
              className="max-sm:px-1.5"
              aria-label={t('forecast.later')}
              onClick={() => move(by + 1)}
            >
              <ChevronRight size={15} />
            </Button>
          </>
        }
      >
        <ViewMenu what={saved} />
        <ViewChanges what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line px-3 pb-12 sm:px-6">
        {refusal && (
          <EmptyState icon={<TrendingUp size={22} />} title={refusal}>
            {t('forecast.hidden')}
          </EmptyState>
        )}
        {error && !refusal && <FailedToLoad error={error} retry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={8} />}
        {data && (
          <div className="mx-auto flex max-w-6xl flex-col gap-6 pt-5">
            {data.withoutRate > 0 && (
              <Banner tone="warning">{t('forecast.withoutRate', { count: data.withoutRate })}</Banner>
            )}
            <Head forecast={data} />
            <Tree forecast={data} chosen={chosen} onChoose={choose} />
            <section className="flex flex-col gap-4">
              <Tabs
                label={t('forecast.more')}
                value={part}
                onChange={(p) => set({ part: p === 'changes' ? undefined : p })}
                items={parts
                  .filter((p) => p !== 'quotas' || operations['quota.attainment'])
                  .map((value) => ({ value, label: t(`forecast.parts.${value}`) }))}
              />
              {chosen && (
                <p className="text-sm text-ink-3">
                  {t('forecast.only', { who: chosen.title ?? t('forecast.nobody') })}{' '}
                  <button
                    type="button"
                    className="text-accent-strong hover:underline"
                    onClick={() => choose(null)}
                  >
                    {t('forecast.all')}
                  </button>
                </p>
              )}
              {part === 'changes' && <Changes period={period} whose={whose} />}
              {part === 'accuracy' && <Accuracy period={period} whose={whose} />}
              {part === 'experience' && <Experience period={period} whose={whose} />}
              {part === 'quotas' && <Quotas period={period} line={chosen} />}
              {part === 'products' && <Products period={period} line={chosen} />}
            </section>
          </div>
        )}
      </div>
    </>
  )
}
