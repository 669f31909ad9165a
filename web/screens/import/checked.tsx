import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Banner } from '../../ui/state.tsx'
import { CountTiles, Remarks } from './counts.tsx'
import { Fixes } from './fixes.tsx'
import { Mendings } from './mendings.tsx'
import { useRun, type Run } from './run.ts'
import { Samples } from './samples.tsx'
import { Twins } from './twins.tsx'

/** What would happen: seen before anything is written. */
export function Checked({ run, onBack }: { run: Run; onBack: () => void }) {
  const { t } = useTranslation()
  const { begin } = useRun(run.id)
  const counts = run.check!
  const entity = useCatalogue().entities[run.entity]!
  const count = counts.new + counts.changed
  return (
    <>
      <div>
        <h2 className="text-lg font-semibold">{t('import.checked.title')}</h2>
        <p className="text-ink-2">{t('import.checked.about')}</p>
      </div>
      <CountTiles counts={counts} />
      {counts.refused > 0 && (
        <Banner tone="warning" actions={<ErrorsLink run={run} />}>
          {t('import.checked.refused', { count: counts.refused, n: formatNumber(counts.refused) })}
        </Banner>
      )}
      <Fixes run={run} counts={counts} />
      <Mendings run={run} entity={entity} recheck />
      <Twins run={run} entity={entity} />
      <Remarks run={run} counts={counts} />
      <Samples run={run} counts={counts} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap gap-2 border-t border-line bg-surface px-4 py-3 sm:-mx-8 sm:px-8">
        <Button look="solid" disabled={count === 0} onClick={() => void begin('run')}>
          {count ? t('import.checked.run', { count, n: formatNumber(count) }) : t('import.checked.nothing')}
        </Button>
        <Button onClick={onBack}>{t('import.checked.back')}</Button>
      </div>
    </>
  )
}

/** The refused rows with the reason beside each: to be mended and brought again. */
export const ErrorsLink = ({ run }: { run: Run }) => {
  const { t } = useTranslation()
  return (
    <a
      href={`/api/imports/${run.id}/errors.csv`}
      download
      className="font-medium whitespace-nowrap underline underline-offset-2"
    >
      {t('import.errorFile')}
    </a>
  )
}
