import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/state.tsx'
import type { Crossing } from './ask.ts'
import { CrossChart } from './cross-chart.tsx'
import { CrossTable } from './cross-table.tsx'

/** What was asked, as a picture and a table; `none` where there is nothing. */
export function CrossAnswer({ none, ...crossing }: Crossing & { none: ReactNode }) {
  const { t } = useTranslation()
  const { answer } = crossing
  return (
    <>
      {answer.unconverted > 0 && (
        <Banner tone="warning">{t('analysis.unconverted', { count: answer.unconverted })}</Banner>
      )}
      {answer.rows.length === 0 ? (
        none
      ) : (
        <>
          <CrossChart {...crossing} />
          <CrossTable {...crossing} />
          {answer.leftOut > 0 && (
            <p className="text-sm text-ink-3">{t('analysis.leftOut', { count: answer.leftOut })}</p>
          )}
        </>
      )}
    </>
  )
}
