import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Maximize2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { recordQuery } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { useAsFarAsHis } from '../record/as-far-as-his.ts'
import { ClientCard } from '../record/card.tsx'
import { RecordFields } from '../record/record-fields.tsx'
import { seedFromLists } from '../record/seed.ts'

/** A record at the side of its list; it follows the cursor. */
export function Peek({ entity: any, id, onClose }: { entity: Entity; id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const client = useQueryClient()
  const query = useQuery({
    ...recordQuery(any.plural, id),
    placeholderData: () => seedFromLists(client, any.plural, id),
  })
  const record = query.data
  const entity = useAsFarAsHis(any, id, record?.revision)
  return (
    <aside
      aria-label={t('list.peek')}
      className="absolute inset-y-0 right-0 z-10 flex w-[26rem] max-w-full flex-col border-l border-line bg-surface shadow-[-8px_0_24px_-12px_oklch(0_0_0/0.15)] 2xl:static 2xl:shadow-none"
    >
      <header className="flex h-11 shrink-0 items-center gap-1 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 truncate font-semibold">
          {record ? titleOf(catalogue, entity.name, record) : ''}
        </h2>
        <Link
          to="/$plural/$id"
          params={{ plural: entity.plural, id }}
          aria-label={t('list.openWhole')}
          className="flex size-7.5 items-center justify-center rounded-md text-ink-2 hover:bg-hover"
        >
          <Maximize2 size={14} />
        </Link>
        <IconButton label={t('ui.close')} keys="space" onClick={onClose}>
          <X size={15} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-6">
        {record && entity.card && (
          <div className="-mx-4">
            <ClientCard entity={entity} record={record} />
          </div>
        )}
        {query.error ? (
          <FailedToLoad error={query.error} retry={() => void query.refetch()} />
        ) : record ? (
          <RecordFields key={id} entity={entity} record={record} />
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
    </aside>
  )
}
