import { ChartColumn, Lock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ViewMenu } from '../../derived/list/saved-views.tsx'
import { useViews } from '../../derived/list/use-views.ts'
import { compareText } from '../../format.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { useAddress } from './ask.ts'
import { ChooseRecords } from './choose-records.tsx'
import { useReport, useStandardReports } from './report.ts'

/** The question of a report as it stands in the address. */
const spelled = ({ measures, ...rest }: Record<string, unknown>) => ({
  ...rest,
  measures: Array.isArray(measures) ? measures.join(',') : undefined,
})

/** Reports that come with Kolo, those kept under a name, and the choice of what a new one counts. */
export function AllReports() {
  const { t } = useTranslation()
  const [, set] = useAddress()
  const { saved } = useReport()
  const standard = useStandardReports()
  const views = [...(useViews('reports') ?? [])].sort((a, b) => compareText(a.name, b.name))
  return (
    <>
      <PageBar>
        <ViewMenu what={saved} />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-7xl flex-col gap-5 px-3 py-4 sm:px-5">
          <label className="flex max-w-sm flex-col gap-1">
            <span className="text-sm text-ink-3">{t('analysis.newReportHow')}</span>
            <ChooseRecords value={null} onChange={(of) => set({ of })} />
          </label>
          <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3">
            {views.length > 0 && (
              <Group name={t('analysis.savedReports')}>
                {views.map((v) => (
                  <Report
                    key={v.id}
                    icon={v.isShared ? <Users size={14} /> : <Lock size={14} />}
                    name={v.name}
                    onOpen={() => saved.open(v)}
                  />
                ))}
              </Group>
            )}
            {standard.error && <FailedToLoad error={standard.error} retry={() => void standard.refetch()} />}
            {standard.isPending && <Skeleton lines={8} />}
            {standard.data?.groups.map((g) => (
              <Group key={g.name} name={g.name}>
                {g.reports.map((r) => (
                  <Report
                    key={r.key}
                    icon={<ChartColumn size={14} />}
                    name={r.name}
                    onOpen={() => set({ report: r.key, ...spelled(r.question) })}
                  />
                ))}
              </Group>
            ))}
          </div>
        </div>
      </div>
    </>
  )
}

const Group = ({ name, children }: { name: string; children: ReactNode }) => (
  <section>
    <h2 className="px-2 pb-1 font-semibold">{name}</h2>
    <ul>{children}</ul>
  </section>
)

const Report = ({ icon, name, onOpen }: { icon: ReactNode; name: string; onOpen: () => void }) => (
  <li>
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-8 w-full items-center gap-2.5 rounded-md px-2 py-1 text-left hover:bg-hover pointer-coarse:min-h-11"
    >
      <span className="shrink-0 text-ink-3">{icon}</span>
      <span className="min-w-0">{name}</span>
    </button>
  </li>
)
