import { Link } from '@tanstack/react-router'
import { AlarmClock, ArrowRight } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelProps } from '../../derived/record/panels.ts'
import { isPast } from '../../days.ts'
import { formatTime } from '../../format.ts'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'

const ConvertDialog = lazy(() => import('./convert-dialog.tsx'))

/** Until when somebody must react to the lead, and making a client of it; later, what it became. */
export default function LeadNotice({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const became = (
    [
      ['accounts', record['account']],
      ['contacts', record['contact']],
      ['deals', record['deal']],
    ] as const
  ).flatMap(([plural, ref]) => (ref ? [{ plural, ...(ref as Ref) }] : []))
  const reactBy = record['reactedAt'] ? null : (record['reactBy'] as string | null)
  const isLate = reactBy !== null && isPast(reactBy)
  const mayConvert = entity.operations.includes('lead.convert') && !record['convertedAt']
  if (became.length === 0 && !reactBy && !mayConvert) return null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pb-3">
      {mayConvert && (
        <Button look="solid" onClick={() => setAsking(true)}>
          {t('leads.convert')} <ArrowRight size={14} />
        </Button>
      )}
      {reactBy && (
        <span className={cx('flex items-center gap-1 text-sm', isLate ? 'text-danger' : 'text-ink-2')}>
          <AlarmClock size={14} aria-hidden />
          {t(isLate ? 'leads.late' : 'leads.reactBy', { time: formatTime(reactBy) })}
        </span>
      )}
      {became.length > 0 && (
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-ink-3">{t('leads.became')}</span>
          {became.map((b) => (
            <Link
              key={b.id}
              to="/$plural/$id"
              params={{ plural: b.plural, id: b.id }}
              className="font-medium text-accent hover:underline"
            >
              {b.title}
            </Link>
          ))}
        </span>
      )}
      {isAsking && (
        <Suspense>
          <ConvertDialog entity={entity} record={record} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </div>
  )
}
