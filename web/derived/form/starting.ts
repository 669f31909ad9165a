import { useCatalogue, type Catalogue, type Entity } from '../../catalogue.ts'
import { today } from '../../days.ts'

type Values = Record<string, unknown>

const startOf = (start: unknown, { user }: Catalogue) =>
  start === 'me' ? { id: user.id, title: user.name } : start === 'today' ? today() : start

/** What a new record begins with: what its fields say, and what the place it is made from knows. */
export function useStarting(entity: Entity, given: Values = {}): Values {
  const catalogue = useCatalogue()
  const starts = Object.entries(entity.fields).filter(([, f]) => f.start !== undefined && f.create)
  return { ...Object.fromEntries(starts.map(([key, f]) => [key, startOf(f.start, catalogue)])), ...given }
}
