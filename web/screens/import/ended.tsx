import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { ErrorsLink } from './checked.tsx'
import { CountTiles, Remarks } from './counts.tsx'
import { useRun, type Run } from './run.ts'
import { Samples } from './samples.tsx'

const tone = { failed: 'danger', interrupted: 'warning', cancelled: 'warning' } as const

/** What came of it, and the way back. */
export function Ended({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { begin } = useRun(run.id)
  const entity = useCatalogue().entities[run.entity]!
  const { counts, undo } = run
  const isHalf = run.status === 'interrupted' || run.status === 'cancelled' || run.status === 'failed'
  const canUndo = run.status !== 'undone' && counts !== undefined && counts.new + counts.changed > 0
  return (
    <>
      <div>
        <h2 className="text-lg font-semibold">{t(`import.ended.${run.status}`)}</h2>
        {run.status === 'undone' && undo && (
          <p className="text-ink-2">
            {t('import.ended.undoneAbout', {
              gone: formatNumber(undo.gone),
              restored: formatNumber(undo.restored),
            })}
          </p>
        )}
      </div>
      {isHalf && (
        <Banner tone={tone[run.status as keyof typeof tone]}>
          {run.problem ?? t(`import.ended.${run.status}About`)}
        </Banner>
      )}
      {undo && undo.kept.length > 0 && <Kept run={run} />}
      {counts && run.status !== 'undone' && (
        <>
          <CountTiles counts={counts} />
          {counts.refused > 0 && (
            <Banner tone="warning" actions={<ErrorsLink run={run} />}>
              {t('import.ended.refused', { count: counts.refused, n: formatNumber(counts.refused) })}
            </Banner>
          )}
          <Remarks run={run} counts={counts} />
        </>
      )}
      <div className="flex flex-wrap gap-2">
        <Link
          to="/$plural"
          params={{ plural: entity.plural }}
          className="inline-flex h-7.5 items-center rounded-md bg-solid px-3 font-medium text-on-solid hover:bg-solid-hover pointer-coarse:h-10"
        >
          {t('import.ended.open', { what: entity.labelPlural.toLowerCase() })}
        </Link>
        {isHalf && <Button onClick={() => void begin('resume')}>{t('import.ended.resume')}</Button>}
        {canUndo && <Button onClick={() => void begin('undo')}>{t('import.ended.undo')}</Button>}
        {run.status === 'undone' && (
          <Button onClick={() => void begin('check')}>{t('import.ended.again')}</Button>
        )}
      </div>
      {counts && run.status !== 'undone' && <Samples run={run} counts={counts} />}
    </>
  )
}

/** What an undo leaves: records that somebody has worked with since. */
function Kept({ run }: { run: Run }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  return (
    <section>
      <h3 className="font-medium">{t('import.ended.kept')}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {run.undo!.kept.map((k) => (
          <li key={k.id} className="text-ink-2">
            {entities[k.entity] ? (
              <Link
                to="/$plural/$id"
                params={{ plural: entities[k.entity]!.plural, id: k.id }}
                className="font-medium text-ink hover:underline"
              >
                {k.title ?? k.id}
              </Link>
            ) : (
              k.title
            )}
            : {k.reason}
          </li>
        ))}
      </ul>
    </section>
  )
}
