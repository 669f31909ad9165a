import { useQuery, useQueryClient } from '@tanstack/react-query'
import { SearchCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import { formatAgo, formatNumber } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Banner, Progress } from '../../ui/state.tsx'
import { useSorry } from '../settings/use-all.ts'
import { act, goes, refreshAll, scanQuery } from './client.ts'

/** The search of the whole base: when it was, how far it is, and how to begin or end it. */
export function ScanStrip({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const { data: scan } = useQuery(scanQuery(entity.name))
  const going = goes(scan)
  const was = useRef(going)
  useEffect(() => {
    if (was.current && !going) void refreshAll(client, entity.name)
    was.current = going
  }, [going, client, entity.name])
  const ask = (name: 'scan' | 'cancel') =>
    act(`duplicate.${name}`, { entity: entity.name })
      .then(() => client.invalidateQueries(scanQuery(entity.name)))
      .catch(sorry)
  if (scan === undefined) return <div className="h-11" />
  const may = entity.rights.update === 'all' || entity.rights.update === 'team'
  if (going)
    return (
      <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 sm:px-4" role="status">
        <span className="text-ink-2">{t(`duplicates.phase.${scan!.phase ?? 'waiting'}`)}</span>
        <div className="min-w-32 flex-1">
          <Progress label={t('duplicates.searching')} value={scan!.progress} max={1} />
        </div>
        {may && (
          <Button size="sm" onClick={() => void ask('cancel')}>
            {t('ui.cancel')}
          </Button>
        )}
      </div>
    )
  const start = may && (
    <Button size="sm" onClick={() => void ask('scan')}>
      <SearchCheck size={14} /> {t(scan ? 'duplicates.searchAgain' : 'duplicates.search')}
    </Button>
  )
  if (scan?.status === 'failed')
    return (
      <div className="px-3 py-1.5 sm:px-4">
        <Banner tone="danger" actions={start}>
          {t('duplicates.failed')} {scan.problem}
        </Banner>
      </div>
    )
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 sm:px-4">
      <p className="min-w-0 flex-1 basis-52 text-sm text-ink-3">
        {scan?.status === 'done'
          ? t('duplicates.searched', {
              ago: formatAgo(scan.finishedAt!),
              records: formatNumber(scan.records ?? 0),
              count: scan.found ?? 0,
            })
          : t(scan?.status === 'cancelled' ? 'duplicates.cancelled' : 'duplicates.notYet')}
      </p>
      {start}
    </div>
  )
}
