import { useQuery } from '@tanstack/react-query'
import { Repeat } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatTime } from '../../format.ts'
import type { Ref } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { agendaQuery } from '../activities/journal.ts'
import { SeriesDialog } from './series-dialog.tsx'

const day = 86_400_000
const until = 400 * day

/** On the page of a series: which is next, and changing it alone, with all that follow, or the whole. */
export default function SeriesNotice({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const [isAsking, setAsking] = useState(false)
  const [from] = useState(() => new Date().setUTCHours(0, 0, 0, 0))
  const assignee = record['assignee'] as Ref | null
  const whose = assignee ? [assignee.id] : undefined
  const repeats = Boolean(record['repeat']) && record['status'] === 'planned'
  const { data } = useQuery({
    ...agendaQuery(new Date(from).toISOString(), new Date(from + until).toISOString(), whose, 'open'),
    enabled: repeats,
  })
  const next = data?.find((a) => a.id === record.id && a.occursAt)
  if (!repeats || !next || entity.rights.update === 'none') return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-3 text-sm text-ink-2">
      <span className="flex items-center gap-1.5">
        <Repeat size={14} aria-hidden />
        {t('activities.series.next', { time: formatTime(next.plannedAt!) })}
      </span>
      <Button size="sm" onClick={() => setAsking(true)}>
        {t('activities.series.change')}
      </Button>
      {isAsking && <SeriesDialog asked={{ activity: next }} onClose={() => setAsking(false)} />}
    </div>
  )
}
