import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { byPlural, useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/reference.tsx'
import { recordQuery } from '../../records.ts'
import { FailedToLoad, NotFound } from '../../shell/failed.tsx'
import { PageBar, PageTitle } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { seedFromLists } from './seed.ts'
import { RecordFields } from './record-fields.tsx'

export function RecordScreen() {
  const { plural, id } = useParams({ from: '/signed-in/$plural/$id' })
  const entity = byPlural(useCatalogue(), plural)
  return entity ? <RecordPage key={id} entity={entity} id={id} /> : <NotFound />
}

function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const catalogue = useCatalogue()
  const client = useQueryClient()
  const query = useQuery({ ...recordQuery(entity.plural, id), placeholderData: () => seedFromLists(client, entity.plural, id) })
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  const record = query.data
  return (
    <>
      <PageBar>
        <Link to="/$plural" params={{ plural: entity.plural }} className="text-ink-3 hover:text-ink">{entity.labelPlural}</Link>
        <ChevronRight size={13} className="text-ink-3" />
        <PageTitle>{record ? titleOf(catalogue, entity.name, record) : ''}</PageTitle>
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        <div className="mx-auto max-w-3xl px-4 py-3">
          {record ? <RecordFields entity={entity} record={record} /> : <Skeleton lines={8} />}
        </div>
      </div>
    </>
  )
}
