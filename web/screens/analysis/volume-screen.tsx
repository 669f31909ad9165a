import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { textIn, useAddress, useAnswer, type Crossed } from './ask.ts'
import { CrossAnswer } from './cross-answer.tsx'
import { ExportMenu } from './export-menu.tsx'
import { About } from './figure.tsx'
import { periodOf } from './period.ts'
import { useSaved } from './saved.ts'
import { Choose, ChooseComparison, PeriodPicker } from './period-picker.tsx'

const none = '-'

/** What may be looked at here: its operation, and the lists whose changes change it. */
const subjects = {
  deals: { operation: 'deal.volume', of: ['deals'], money: ['deal', 'wonValue'], other: 'wonCount' },
  orders: {
    operation: 'order.volume',
    of: ['orders', 'orderLines'],
    money: ['orderLine', 'revenue'],
    other: 'lines',
  },
  leads: { operation: 'lead.volume', of: ['leads', 'deals'], money: null, other: 'leads' },
  competitors: {
    operation: 'dealCompetitor.volume',
    of: ['deals', 'dealCompetitors'],
    money: null,
    other: 'winRate',
  },
} as const
type SubjectName = keyof typeof subjects

/** Money first, for whom it is not hidden. */
function usualFigure({ money, other }: (typeof subjects)[SubjectName], entities: Record<string, Entity>) {
  return money && entities[money[0]]?.fields['amount'] ? money[1] : other
}

/** Sales by any one or two of their sides, a period beside another. */
export function VolumeScreen() {
  const { t } = useTranslation()
  const { operations, entities } = useCatalogue()
  const [search, set] = useAddress()
  const saved = useSaved('sales-volume', t('analysis.volume'))
  const open = (Object.keys(subjects) as SubjectName[]).filter((s) => operations[subjects[s].operation])
  const name = open.find((s) => s === search['of']) ?? open[0] ?? 'deals'
  const subject = subjects[name]
  const period = periodOf(search, 'thisYear', today())
  const rows = textIn(search, 'rows') ?? (name === 'competitors' ? 'competitor' : 'owner')
  const columns = textIn(search, 'columns') ?? null
  const comparison = textIn(search, 'comparison') ?? 'none'
  const measureKey = textIn(search, 'measure') ?? usualFigure(subject, entities)
  const input = {
    rows,
    ...(columns ? { columns, measures: [measureKey] } : {}),
    from: period.from,
    to: period.to,
    comparison,
  }
  const { data: answer, error, refetch } = useAnswer<Crossed>(subject.operation, input, subject.of)
  // What a filter, figures or dimensions of another subject are called may not be known here.
  const measure = answer?.measures.find((m) => m.key === measureKey) ?? answer?.measures[0]
  const choices = operations[subject.operation]?.input['measures']?.options ?? []
  const measures = choices.map((o) => ({ value: o.key, label: o.label }))
  const dimensions = (answer?.dimensions ?? []).map((d) => ({ value: d.key, label: d.label }))
  return (
    <>
      <PageBar
        actions={
          <>
            <ViewChanges what={saved} />
            <ExportMenu operation={subject.operation} input={input} />
          </>
        }
      >
        <ViewMenu what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-4 px-3 pt-1 pb-6 sm:px-5">
          {open.length > 1 && (
            <Tabs
              label={t('analysis.volume')}
              value={name}
              onChange={(of) => set({ of, rows: undefined, columns: undefined, measure: undefined })}
              items={open.map((s) => ({ value: s, label: t(`analysis.of.${s}`) }))}
            />
          )}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Choose
              label={t('analysis.by')}
              value={rows}
              items={dimensions}
              onChange={(v) => set({ rows: v, ...(v === columns ? { columns: undefined } : {}) })}
            />
            <Choose
              label={t('analysis.andBy')}
              value={columns ?? none}
              items={[
                { value: none, label: t('analysis.nothing') },
                ...dimensions.filter((d) => d.value !== rows),
              ]}
              onChange={(v) => set({ columns: v === none ? undefined : v })}
            />
            <div className="flex w-full items-center sm:w-auto">
              <Choose
                label={t('analysis.figure')}
                className="sm:w-48!"
                value={measureKey}
                items={measures}
                onChange={(v) => set({ measure: v })}
              />
              {measure && <About label={measure.label}>{measure.about}</About>}
            </div>
            <PeriodPicker value={period} onChange={set} />
            <ChooseComparison value={comparison} onChange={(v) => set({ comparison: v })} />
          </div>
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!answer && !error && <Skeleton lines={8} />}
          {answer && !error && measure && (
            <CrossAnswer
              answer={answer}
              rows={rows}
              columns={answer.columns && columns}
              measure={measure}
              none={<EmptyState title={t('analysis.none')}>{t('analysis.noneHow')}</EmptyState>}
            />
          )}
        </div>
      </div>
    </>
  )
}
