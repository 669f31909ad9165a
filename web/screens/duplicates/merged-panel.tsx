import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Entity } from '../../catalogue.ts'
import type { Rec } from '../../records.ts'
import { mergesQuery } from './client.ts'
import { MergeLines } from './merges.tsx'

/** On a record: what became part of it, and the way back. */
export default function MergedPanel({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const { data } = useInfiniteQuery(mergesQuery(entity.name, record.id))
  const merges = data?.pages.flatMap((p) => p.items).filter((m) => m.undoneAt === null) ?? []
  if (merges.length === 0) return null
  return (
    <section className="border-b border-line py-2.5 last:border-0" aria-label={t('duplicates.mergedHere')}>
      <h2 className="flex min-h-8 items-center px-4 font-medium">{t('duplicates.mergedHere')}</h2>
      <MergeLines entity={entity} merges={merges} isOfOne />
    </section>
  )
}
