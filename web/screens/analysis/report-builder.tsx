import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { AddFilter, useFilterDraft } from '../../derived/list/filter-bar.tsx'
import { ViewChanges, ViewMenu } from '../../derived/list/saved-views.tsx'
import { isNothing } from '../../derived/list/use-list.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Combobox, MultiSelect } from '../../ui/combobox.tsx'
import { PageBar } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { textIn, useAnswer } from './ask.ts'
import { CrossAnswer } from './cross-answer.tsx'
import { ExportMenu } from './export-menu.tsx'
import { MailMenu } from './mail-menu.tsx'
import { Choose, ChooseComparison, PeriodPicker } from './period-picker.tsx'
import { ChooseRecords } from './choose-records.tsx'
import { periodNames, useReport, useStandardReports, type Report } from './report.ts'

const FilterChips = lazy(() =>
  import('../../derived/list/filter-chips.tsx').then((m) => ({ default: m.FilterChips })),
)

type Choice = { key: string; label: string }

/** How many records of a kind, and what their numbers come to, by one or two of their sides. */
export function ReportBuilder({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const { search, set, saved, input, period, filter, columns, comparison } = useReport()
  const standard = useStandardReports().data?.groups.flatMap((g) => g.reports)
  const named = standard?.find((r) => r.key === search['report'])?.name
  const draft = useFilterDraft(filter, (next) => set({ filter: isNothing(next) ? undefined : next }))
  const { data: answer, error, refetch } = useAnswer<Report>('report.read', input, [entity.plural])
  const chosen = answer?.measures.map(({ key, label }) => ({ key, label })) ?? []
  const measure = answer?.measures.find((m) => m.key === search['measure']) ?? answer?.measures[0]
  const rows = textIn(search, 'rows') ?? answer?.rowsBy ?? ''
  const sides = answer?.dimensions ?? []
  const side = (key: string | undefined) => sides.find((d) => d.key === key) ?? null
  return (
    <>
      <PageBar
        actions={
          <>
            <ViewChanges what={saved} />
            {saved.saved && <MailMenu view={saved.saved.id} />}
            {entity.rights.export && <ExportMenu operation="report.read" input={{ ...input, rows }} />}
          </>
        }
      >
        <ViewMenu what={named && !saved.saved ? { ...saved, title: named } : saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-4 px-3 py-4 sm:px-5">
          <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
            <Labelled label={t('analysis.records')}>
              <ChooseRecords
                value={entity}
                onChange={(of) =>
                  set({ ...Object.fromEntries(Object.keys(search).map((key) => [key, undefined])), of })
                }
              />
            </Labelled>
            <Side
              label={t('analysis.by')}
              items={sides}
              value={side(rows)}
              onChange={(key) =>
                key && set({ rows: key, ...(key === columns ? { columns: undefined } : {}) })
              }
            />
            <Side
              label={t('analysis.andBy')}
              items={sides.filter((d) => d.key !== rows)}
              value={side(columns)}
              placeholder={t('analysis.nothing')}
              onChange={(key) => set({ columns: key })}
            />
            <Labelled label={t('analysis.figures')}>
              <MultiSelect
                aria-label={t('analysis.figures')}
                items={answer?.figures ?? []}
                itemKey={(f: Choice) => f.key}
                itemLabel={(f: Choice) => f.label}
                value={chosen}
                onChange={(some) => some.length && set({ measures: some.map((f) => f.key).join(',') })}
              />
            </Labelled>
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <PeriodPicker value={period} names={periodNames} onChange={set} />
            {answer?.date && answer.dates.length > 1 && (
              <Choose
                label={t('analysis.byDay')}
                className="sm:w-44!"
                value={answer.date}
                items={answer.dates.map((d) => ({ value: d.key, label: d.label }))}
                onChange={(date) => set({ date })}
              />
            )}
            {period.name !== 'ever' && (
              <ChooseComparison value={comparison} onChange={(v) => set({ comparison: v })} />
            )}
            {columns && chosen.length > 1 && measure && (
              <Choose
                label={t('analysis.figure')}
                className="sm:w-48!"
                value={measure.key}
                items={chosen.map((f) => ({ value: f.key, label: f.label }))}
                onChange={(key) => set({ measure: key })}
              />
            )}
            <div className="flex flex-wrap items-center gap-1.5">
              {draft.group.items.length === 0 && <AddFilter entity={entity} draft={draft} />}
              <Suspense>
                <FilterChips entity={entity} draft={draft} />
              </Suspense>
            </div>
          </div>
          {error && <FailedToLoad error={error} retry={() => void refetch()} />}
          {!answer && !error && <Skeleton lines={8} />}
          {answer && !error && measure && (
            <CrossAnswer
              answer={answer}
              rows={rows}
              columns={answer.columns && (columns ?? null)}
              measure={measure}
              none={<EmptyState title={t('list.nothingFits')} />}
            />
          )}
        </div>
      </div>
    </>
  )
}

const Labelled = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <span className="text-sm text-ink-3">{label}</span>
    {children}
  </div>
)

const Side = ({
  label,
  items,
  value,
  placeholder,
  onChange,
}: {
  label: string
  items: readonly Choice[]
  value: Choice | null
  placeholder?: string
  onChange: (key: string | undefined) => void
}) => (
  <Labelled label={label}>
    <Combobox
      aria-label={label}
      items={items}
      itemKey={(d) => d.key}
      itemLabel={(d) => d.label}
      value={value}
      placeholder={placeholder}
      required={placeholder === undefined}
      onChange={(d) => onChange(d?.key)}
    />
  </Labelled>
)
