import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { Checked } from './checked.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { Ended } from './ended.tsx'
import { isWorking, runQuery, type Run } from './run.ts'
import { StatusBadge } from './status-badge.tsx'
import { Working } from './working.tsx'

/** One import, at whatever step it stands. */
export function RunScreen() {
  const { t } = useTranslation()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: run, error, refetch } = useQuery(runQuery(id))
  const { entities } = useCatalogue()
  if (error) return <FailedToLoad error={error} retry={() => void refetch()} />
  return (
    <>
      <PageBar actions={run && <StatusBadge run={run} />}>
        <Link to={'/import' as never} className="text-ink-3 hover:text-ink">
          {t('import.title')}
        </Link>
        <ChevronRight size={13} className="shrink-0 text-ink-3" />
        <PageTitle>{run ? `${run.file} → ${entities[run.entity]?.labelPlural ?? run.entity}` : ''}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto flex max-w-5xl flex-col gap-6 px-4 py-6 sm:px-8">
          {!run ? (
            <Skeleton lines={8} />
          ) : entities[run.entity] ? (
            <Step run={run} />
          ) : (
            <Banner>{t('ui.notFoundHow')}</Banner>
          )}
        </div>
      </div>
    </>
  )
}

function Step({ run }: { run: Run }) {
  const [again, setAgain] = useState(false)
  if (isWorking(run.status)) return <Working run={run} />
  if (run.status === 'ready' || again) return <ColumnsStep run={run} onCheck={() => setAgain(false)} />
  if (run.status === 'checked') return <Checked run={run} onBack={() => setAgain(true)} />
  return <Ended run={run} />
}
