import { useQuery } from '@tanstack/react-query'
import { Plus, Waypoints } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { titleOf } from '../../kinds/index.ts'
import { keys } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { IconButton } from '../../ui/button.tsx'
import { Picture, type Drawn } from './picture.tsx'

/** Who a client is related to, as a picture; each in it is a link. */
export default function RelatedPanel(props: PanelProps) {
  return useCatalogue().entities['relation'] ? <Related {...props} /> : null
}

function Related({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const relation = useEntity('relation')
  const { data } = useQuery({
    queryKey: [...keys.lists(relation.plural), 'picture', record.id],
    queryFn: ({ signal }) =>
      api<Drawn>('operations/relation.picture', {
        method: 'POST',
        body: { record: { entity: entity.name, id: record.id } },
        signal,
      }),
  })
  const mayAdd = relation.rights.create && !record['deletedAt']
  const title = titleOf(catalogue, entity.name, record)
  if (!data || (data.neighbours.length === 0 && !mayAdd)) return null
  const here = { entity: entity.name, id: record.id, title }
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={relation.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <Waypoints size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{relation.labelPlural}</h2>
        {mayAdd && (
          <IconButton
            size="sm"
            label={t('record.add', { what: relation.label.toLowerCase() })}
            onClick={() => show({ kind: 'create', entity: 'relation', values: { record: here } })}
          >
            <Plus size={15} />
          </IconButton>
        )}
      </header>
      {data.neighbours.length > 0 && <Picture title={title} drawn={data} />}
    </section>
  )
}
