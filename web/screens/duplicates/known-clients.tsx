import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { CheckCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { isEmpty, titleOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../ui/state.tsx'
import { clientsQuery, refreshAll, type KnownClient } from './client.ts'
import { OpenRecord } from './open-record.tsx'
import { CertaintyBadge, Reasons } from './reasons.tsx'
import { ScanStrip } from './scan-strip.tsx'
import { useDecisions } from './use-decisions.ts'

const ConvertDialog = lazy(() => import('../leads/convert-dialog.tsx'))

/** Leads whose person or company is a client already: side by side, made his, or said to be another's. */
export function KnownClients({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(clientsQuery)
  if (query.error) return <FailedToLoad error={query.error} retry={() => void query.refetch()} />
  const items = query.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <>
      <ScanStrip entity={entity} />
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        {query.isPending && <Skeleton lines={8} />}
        {query.data && items.length === 0 && (
          <EmptyState icon={<CheckCheck size={22} />} title={t('duplicates.noClients')}>
            {t('duplicates.noClientsHow')}
          </EmptyState>
        )}
        <ul>
          {items.flatMap(({ lead, clients }) =>
            clients.map((known) => (
              <li key={`${lead.id} ${known.record.id}`} className="border-b border-line px-3 py-3 sm:px-4">
                <OneKnown entity={entity} lead={lead} known={known} />
              </li>
            )),
          )}
        </ul>
        {query.hasNextPage && (
          <div className="p-3">
            <Button look="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('duplicates.more')}
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

/** What a lead and a client say of the same, by the fields of each. */
const pairs: Record<string, readonly (readonly [string, string])[]> = {
  contact: [
    ['person', 'name'],
    ['phones', 'phones'],
    ['emails', 'emails'],
    ['jobTitle', 'jobTitle'],
    ['company', 'account'],
  ],
  account: [
    ['company', 'name'],
    ['phones', 'phones'],
    ['emails', 'emails'],
    ['website', 'website'],
    ['industry', 'industry'],
  ],
}

function OneKnown({ entity, lead, known }: { entity: Entity; lead: Rec; known: KnownClient }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const queryClient = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const { dismiss } = useDecisions(entity)
  const client = catalogue.entities[known.entity]
  if (!client) return null
  const mayConvert = entity.operations.includes('lead.convert')
  const rows = (pairs[known.entity] ?? []).filter(
    ([a, b]) => entity.fields[a]?.read && client.fields[b]?.read && !isEmpty(valueAt(lead, a)),
  )
  const close = () => {
    setAsking(false)
    void refreshAll(queryClient, entity.name)
  }
  return (
    <article className="flex max-w-4xl flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <CertaintyBadge probability={known.probability} />
        <div className="min-w-0 flex-1 basis-60">
          <Reasons entity={client} parts={known.parts} most={4} />
        </div>
        {entity.rights.update !== 'none' && (
          <Button size="sm" onClick={() => void dismiss([[lead.id, known.record.id]], known.entity)}>
            {t('duplicates.notHe')}
          </Button>
        )}
        {mayConvert && (
          <Button size="sm" look="solid" onClick={() => setAsking(true)}>
            {t('duplicates.makeHis')}
          </Button>
        )}
      </div>
      <table className="w-full table-fixed border-collapse">
        <thead>
          <tr>
            <td className="w-22 sm:w-40" />
            {[
              { of: entity, record: lead },
              { of: client, record: known.record },
            ].map(({ of, record }) => (
              <th key={record.id} scope="col" className="px-2 py-1 text-left align-top font-normal">
                <span className="block text-xs text-ink-3">{of.label}</span>
                <OpenRecord entity={of} id={record.id} title={titleOf(catalogue, of.name, record)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([a, b]) => (
            <tr key={a}>
              <th scope="row" className="py-1 text-left align-top font-normal wrap-anywhere text-ink-3">
                {entity.fields[a]!.label}
              </th>
              <td className="px-2 py-1 align-top wrap-anywhere [&_.truncate]:whitespace-normal">
                <Value whole inside field={entity.fields[a]!} value={valueAt(lead, a)} />
              </td>
              <td className="px-2 py-1 align-top wrap-anywhere [&_.truncate]:whitespace-normal">
                <Value whole inside field={client.fields[b]!} value={valueAt(known.record, b)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isAsking && (
        <Suspense>
          <ConvertDialog
            entity={entity}
            record={lead}
            known={{ ...known, id: known.record.id, title: titleOf(catalogue, client.name, known.record) }}
            onClose={close}
          />
        </Suspense>
      )}
    </article>
  )
}
