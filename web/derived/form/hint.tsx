import { lazy, Suspense } from 'react'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { farTexts } from '../../i18n.ts'

const LikelyHint = lazy(
  async () => (await Promise.all([import('../../screens/duplicates/likely-hint.tsx'), farTexts()]))[0],
)

/** Kinds of record of which the server can tell who is there already. */
export const useIsCompared = (entity: Entity) =>
  useCatalogue().operations['duplicate.find']?.input['entity']?.options?.some((o) => o.key === entity.name) ??
  false

/** What is known of whom this may be, under what is being typed. */
export function Hint({ entity, values }: { entity: Entity; values: Record<string, unknown> }) {
  if (!useIsCompared(entity)) return null
  return (
    <Suspense>
      <LikelyHint entity={entity} values={values} />
    </Suspense>
  )
}
