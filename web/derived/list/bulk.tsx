import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download, ListFilter, Merge, Pencil, RotateCcw, Trash2, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatNumber } from '../../format.ts'
import { farTexts } from '../../i18n.ts'
import type { Count, Rec } from '../../records.ts'
import { Button, ButtonLink, IconButton } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import { restoreRecords } from '../../writing.ts'
import { everyId, mostAtOnce } from './everything.ts'
import type { ListState } from './use-list.ts'
import type { Selection } from './use-selection.ts'

const BulkEdit = lazy(() => import('./bulk-edit.tsx').then((m) => ({ default: m.BulkEdit })))
const BulkSegment = lazy(async () => {
  const [{ BulkSegment: Show }] = await Promise.all([import('./bulk-segment.tsx'), farTexts()])
  return { default: Show }
})

// More side by side nobody compares.
const mostMerged = 20
const segmented = new Set(['account', 'contact', 'lead'])

/** What can be done with the selected rows. It stands over the bottom of the list while any are. */
export function BulkBar({
  list,
  selection,
  records,
  count,
  onBin,
}: {
  list: ListState
  selection: Selection
  records: readonly Rec[]
  count: Count | undefined
  onBin: (ids: string[]) => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { operations, entities } = useCatalogue()
  const [editing, setEditing] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [gathering, setGathering] = useState(false)
  const ids = [...selection.ids]
  if (ids.length === 0) return null
  const { entity, ask } = list
  const takeAll = async () => {
    setGathering(true)
    await everyId(entity, ask).then(selection.take, () => say(t('ui.unreachableHow'), { tone: 'danger' }))
    setGathering(false)
  }
  const restore = async () => {
    await restoreRecords(client, entity, ids)
    selection.clear()
    say(t('list.restored', { count: ids.length }))
  }
  const more = count && (!count.exact || count.value > ids.length)
  return (
    <div
      role="toolbar"
      aria-label={t('list.bulk')}
      className="popup absolute bottom-4 left-1/2 z-20 flex max-w-[calc(100%-1rem)] -translate-x-1/2 items-center gap-1 overflow-x-auto rounded-xl py-1.5 pr-1.5 pl-3.5 max-sm:pl-1.5"
    >
      <span className="figures pr-1 whitespace-nowrap">{t('list.selected', { count: ids.length })}</span>
      {more && (
        <Button
          look="quiet"
          size="sm"
          busy={gathering}
          className="text-accent-strong!"
          onClick={() => void takeAll()}
        >
          {t('list.takeAll', { number: formatNumber(Math.min(count.value, mostAtOnce)) })}
        </Button>
      )}
      <span className="mx-1 h-5 w-px bg-line" />
      {list.bin ? (
        <Button look="quiet" onClick={() => void restore()}>
          <RotateCcw size={14} />
          {t('list.restore')}
        </Button>
      ) : (
        <>
          {entity.rights.update !== 'none' && (
            <Button look="quiet" onClick={() => setEditing(true)}>
              <Pencil size={14} />
              {t('list.editField')}
            </Button>
          )}
          {operations[`${entity.name}.merge`] && ids.length > 1 && ids.length <= mostMerged && (
            <Button
              look="quiet"
              onClick={() =>
                void navigate({
                  to: '/duplicates' as never,
                  search: { entity: entity.name, ids: ids.join() } as never,
                })
              }
            >
              <Merge size={14} />
              {t('list.merge')}
            </Button>
          )}
          {segmented.has(entity.name) && (entities['segment']?.rights.update ?? 'none') !== 'none' && (
            <Button look="quiet" onClick={() => setChoosing(true)}>
              <ListFilter size={14} />
              {t('list.toSegment')}
            </Button>
          )}
          {entity.rights.export && ids.length <= 500 && (
            <ButtonLink
              look="quiet"
              href={`/api/${entity.plural}/export${query({ format: 'xlsx', filter: ['id', 'in', ids] })}`}
              download
            >
              <Download size={14} />
              {t('list.export')}
            </ButtonLink>
          )}
          {entity.rights.delete !== 'none' && (
            <Button look="quiet" onClick={() => onBin(ids)}>
              <Trash2 size={14} />
              {t('list.toBin')}
            </Button>
          )}
        </>
      )}
      <span className="max-sm:-order-1">
        <IconButton label={t('list.unselect')} keys="esc" onClick={selection.clear}>
          <X size={15} />
        </IconButton>
      </span>
      {choosing && (
        <Suspense>
          <BulkSegment entity={entity} ids={ids} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
      {editing && (
        <Suspense>
          <BulkEdit entity={entity} ids={ids} known={records} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </div>
  )
}
