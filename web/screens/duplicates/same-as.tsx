import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import type { Rec } from '../../records.ts'
import { Banner } from '../../ui/state.tsx'
import { likelyQuery } from './client.ts'

const shown = 3
// What two clients seldom have in common, whatever else speaks against it.
const telling = ['registrationCode', 'taxId', 'vatId', 'emails']
const isTelling = ({ field, level }: { field: string; level: string }) =>
  level === 'same' && telling.includes(field)

/** On a record: whom it may be the same as, and the way to see them side by side. */
export default function SameAs({ entity, record }: { entity: Entity; record: Rec }) {
  const { t } = useTranslation()
  const isMerged = useCatalogue().operations[`${entity.name}.merge`] !== undefined
  const { data } = useQuery(likelyQuery(entity.name, { id: record.id }, record.revision))
  const likely = (data ?? []).filter((one) => one.probability >= 0.5 || one.parts.some(isTelling))
  if (likely.length === 0) return null
  const ids = [record.id, ...likely.slice(0, 9).map((one) => one.id)].join()
  return (
    <div className="px-4 pb-3">
      <Banner
        actions={
          isMerged && (
            <Link
              to={'/duplicates' as never}
              search={{ entity: entity.name, ids } as never}
              className="inline-flex min-h-6 items-center font-medium underline underline-offset-2"
            >
              {t('duplicates.compareThem')}
            </Link>
          )
        }
      >
        {t('duplicates.sameAs')}{' '}
        {likely.slice(0, shown).map((one, i) => (
          <span key={one.id}>
            {i > 0 && ', '}
            <Link
              to="/$plural/$id"
              params={{ plural: entity.plural, id: one.id }}
              className="font-medium hover:underline"
            >
              {one.title}
            </Link>
          </span>
        ))}
        {likely.length > shown && ` ${t('duplicates.andMore', { count: likely.length - shown })}`}
      </Banner>
    </div>
  )
}
