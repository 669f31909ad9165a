import { useTranslation } from 'react-i18next'
import { today } from '../../days.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { Banner, EmptyState, Skeleton } from '../../ui/state.tsx'
import { textIn, useAddress, useAnswer } from './ask.ts'
import { ChooseBase, useBase } from './base-bar.tsx'
import { ExportMenu } from './export-menu.tsx'
import { ChangeTable } from './change-table.tsx'
import { periodOf } from './period.ts'
import { Choose, ChooseComparison, PeriodPicker } from './period-picker.tsx'
import { bases, type Explained } from './portfolio.ts'
import { useSaved } from './saved.ts'
import { Waterfall } from './waterfall.tsx'

/** Why sales are not what they were. */
export function WhatChangedScreen() {
  const { t } = useTranslation()
  const [search, set] = useAddress()
  const saved = useSaved('what-changed', t('insight.changed'))
  const [base, open] = useBase(search, 'what_changed')
  const period = periodOf(search, 'thisYear', today())
  const comparison = textIn(search, 'comparison') ?? 'year'
  const rows = textIn(search, 'rows') ?? 'productGroup'
  const input = { rows, from: period.from, to: period.to, comparison }
  const operation = `${bases[base].of}.what_changed`
  const { data, error, refetch } = useAnswer<Explained>(operation, input, bases[base].lists)
  const isEmpty = data && Number(data.total['now']) === 0 && Number(data.total['before']) === 0
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
        <div className="mx-auto flex max-w-7xl flex-col gap-5 px-3 py-4 sm:px-5">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <ChooseBase value={base} open={open} onChange={(v) => set({ base: v })} />
            <PeriodPicker value={period} onChange={set} />
            <ChooseComparison isNeeded value={comparison} onChange={(v) => set({ comparison: v })} />
            <Choose
              label={t('analysis.splitBy')}
              value={rows}
              items={(data?.dimensions ?? []).map((d) => ({ value: d.key, label: d.label }))}
              onChange={(v) => set({ rows: v })}
            />
          </div>
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!data && !error && <Skeleton lines={8} />}
          {isEmpty && !error && <EmptyState title={t('insight.none')}>{t('insight.noneHow')}</EmptyState>}
          {data && !isEmpty && !error && (
            <>
              {data.unconverted > 0 && (
                <Banner tone="warning">{t('analysis.unconverted', { count: data.unconverted })}</Banner>
              )}
              <Waterfall answer={data} />
              <ChangeTable answer={data} rows={rows} />
            </>
          )}
        </div>
      </div>
    </>
  )
}
