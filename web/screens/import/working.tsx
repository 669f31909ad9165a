import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Progress } from '../../ui/state.tsx'
import { CountTiles } from './counts.tsx'
import { useRun, type Run } from './run.ts'

/** Long work under way: how far, and a way to stop it. It goes on when this page is closed. */
export function Working({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { begin } = useRun(run.id)
  const { done, total } = run.progress
  const counts = run.status === 'checking' ? run.check : run.counts
  return (
    <section className="flex flex-col gap-4" aria-live="polite">
      <div>
        <h2 className="text-lg font-semibold">{t(`import.working.${run.status}`)}</h2>
        <p className="text-ink-2">{t('import.working.goesOn')}</p>
      </div>
      <Progress value={total ? done : null} max={total ?? 1} label={t(`import.working.${run.status}`)} />
      <p className="figures text-ink-2">
        {total
          ? t('import.working.of', { done: formatNumber(done), total: formatNumber(total) })
          : t('import.working.so', { done: formatNumber(done) })}
      </p>
      {counts && run.status !== 'undoing' && <CountTiles counts={counts} />}
      {(run.status === 'checking' || run.status === 'running') && (
        <div>
          <Button onClick={() => void begin('cancel')}>{t('import.stop')}</Button>
        </div>
      )}
    </section>
  )
}
