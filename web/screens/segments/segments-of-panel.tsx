import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ListFilter, Plus, Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { BulkSegment } from '../../derived/list/bulk-segment.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { keys } from '../../records.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { useSorry } from '../settings/use-all.ts'

type Of = { id: string; title: string; how: 'filter' | 'included' | 'excluded' | 'frozen' }

/** Which segments a record is in, by their filters or by hand; put in and left out here. */
export default function SegmentsOfPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const [choosing, setChoosing] = useState(false)
  const segment = entities['segment']
  const key = [...keys.lists(entity.plural), 'segments of', record.id] as const
  const { data } = useQuery({
    queryKey: [...key, record.revision],
    queryFn: ({ signal }) =>
      api<{ items: Of[] }>('operations/segment.of_record', {
        method: 'POST',
        body: { entity: entity.name, id: record.id },
        signal,
      }),
    enabled: segment !== undefined,
  })
  const may = (segment?.rights.update ?? 'none') !== 'none'
  if (!segment || !data || (data.items.length === 0 && !may)) return null
  const run = (verb: 'exclude' | 'clear', id: string) =>
    void api(`operations/segment.${verb}`, {
      method: 'POST',
      body: { id, records: [record.id] },
      once: newKey(),
    })
      .then(() => client.invalidateQueries({ queryKey: keys.all(entity.plural) }))
      .catch(sorry)
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={segment.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <ListFilter size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{segment.labelPlural}</h2>
        {may && (
          <Button size="sm" look="quiet" onClick={() => setChoosing(true)}>
            <Plus size={14} /> {t('segments.of.put')}
          </Button>
        )}
      </header>
      <ul className="pl-6">
        {data.items.map((s) => (
          <li key={s.id} className="flex min-h-8 items-center gap-2">
            <span
              className={cx(
                'min-w-0 flex-1 wrap-anywhere',
                s.how === 'excluded' && 'text-ink-3 line-through',
              )}
            >
              <Link
                to="/$plural/$id"
                params={{ plural: segment.plural, id: s.id }}
                className="hover:underline"
              >
                {s.title}
              </Link>
            </span>
            <span className="text-sm text-ink-3">{t(`segments.of.${s.how}`)}</span>
            {may && s.how === 'excluded' && (
              <IconButton
                size="sm"
                look="quiet"
                label={t('segments.of.clear')}
                onClick={() => run('clear', s.id)}
              >
                <Undo2 size={14} />
              </IconButton>
            )}
            {may && s.how !== 'excluded' && (
              <IconButton
                size="sm"
                look="quiet"
                label={t('segments.bulk.leaveOut')}
                onClick={() => run('exclude', s.id)}
              >
                <X size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {choosing && <BulkSegment entity={entity} ids={[record.id]} onClose={() => setChoosing(false)} />}
    </section>
  )
}
