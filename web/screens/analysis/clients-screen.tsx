import { useTranslation } from 'react-i18next'
import { today } from '../../days.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { textIn, useAddress, useAnswer } from './ask.ts'
import { ChooseBase, Limit, useBase } from './base-bar.tsx'
import { ExportMenu } from './export-menu.tsx'
import { ClientFlowTable } from './client-flow.tsx'
import { periodOf } from './period.ts'
import { Choose, ChooseComparison, PeriodPicker } from './period-picker.tsx'
import { PortfolioParts } from './portfolio-parts.tsx'
import { bases, type ClientFlow, type Portfolio } from './portfolio.ts'
import { useSaved } from './saved.ts'

const tabs = ['clients', 'products', 'flow'] as const
const usual = { a: '80', b: '95', x: '50', y: '100' }
type LimitKey = keyof typeof usual

const numberIn = (search: Record<string, unknown>, key: string, or: string): string => {
  const value = search[key]
  const plain = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /^\d+(\.\d+)?$/.test(plain) ? plain : or
}

/** Clients and products by what they bring, and who came and went. */
export function ClientsScreen() {
  const { t } = useTranslation()
  const [search, set] = useAddress()
  const saved = useSaved('clients-analysis', t('insight.clients'))
  const tab = tabs.find((one) => one === search['tab']) ?? 'clients'
  const isFlow = tab === 'flow'
  const verb = isFlow ? 'client_flow' : 'portfolio'
  const [base, open] = useBase(search, verb)
  const { of, lists } = bases[base]
  const period = periodOf(search, 'twelveMonths', today())
  const comparison = textIn(search, 'comparison') ?? 'none'
  const step = textIn(search, 'step') ?? 'month'
  const part = textIn(search, 'part')
  const lostAfter = numberIn(search, 'lostAfter', '180')
  const limit = (key: LimitKey) => numberIn(search, key, usual[key])
  const keys = Object.keys(usual) as LimitKey[]
  const days = { from: period.from, to: period.to }
  const input = isFlow
    ? { ...days, step, lostAfter: Number(lostAfter) }
    : {
        ...days,
        of: tab,
        comparison,
        ...(part ? { part } : {}),
        ...Object.fromEntries(keys.map((key) => [key, Number(limit(key))])),
      }
  const operation = `${of}.${verb}`
  const { data, error, refetch } = useAnswer<Portfolio | ClientFlow>(operation, input, lists)
  // While another tab's answer comes, this one's is still here.
  const portfolio = !isFlow && data && 'rows' in data ? data : null
  const flow = isFlow && data && 'steps' in data ? data : null
  return (
    <>
      <PageBar
        actions={
          <>
            <ViewChanges what={saved} />
            <ExportMenu operation={operation} input={input} />
          </>
        }
      >
        <ViewMenu what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-4 px-3 pt-1 pb-6 sm:px-5">
          <Tabs
            label={t('insight.clients')}
            value={tab}
            onChange={(one) => set({ tab: one, part: undefined })}
            items={tabs.map((value) => ({ value, label: t(`insight.tabs.${value}`) }))}
          />
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <ChooseBase value={base} open={open} onChange={(v) => set({ base: v, part: undefined })} />
            <PeriodPicker value={period} onChange={(patch) => set({ ...patch, part: undefined })} />
            {isFlow ? (
              <>
                <Choose
                  label={t('insight.by')}
                  value={step}
                  items={['month', 'quarter'].map((value) => ({
                    value,
                    label: t(`analysis.steps.${value}`),
                  }))}
                  onChange={(v) => set({ step: v })}
                />
                <Limit
                  label={t('insight.lostAfter')}
                  value={lostAfter}
                  suffix={t('insight.days')}
                  onChange={(v) => set({ lostAfter: v })}
                />
              </>
            ) : (
              <>
                <ChooseComparison value={comparison} onChange={(v) => set({ comparison: v })} />
                {keys.map((key) => (
                  <Limit
                    key={key}
                    label={t(`insight.limits.${key}`)}
                    value={limit(key)}
                    suffix="%"
                    onChange={(v) => set({ [key]: v, part: undefined })}
                  />
                ))}
              </>
            )}
          </div>
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!error && !portfolio && !flow && <Skeleton lines={8} />}
          {!error && portfolio && portfolio.unconverted > 0 && (
            <Banner tone="warning">{t('analysis.unconverted', { count: portfolio.unconverted })}</Banner>
          )}
          {!error && portfolio && portfolio.classes.length === 0 && (
            <EmptyState title={t('insight.none')}>{t('insight.noneHow')}</EmptyState>
          )}
          {!error && portfolio && portfolio.classes.length > 0 && (
            <PortfolioParts
              answer={portfolio}
              part={part}
              isClients={tab === 'clients'}
              onPart={(v) => set({ part: v })}
            />
          )}
          {!error && flow && <ClientFlowTable answer={flow} step={step} />}
        </div>
      </div>
    </>
  )
}
