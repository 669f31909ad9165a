import type { Field } from '../../catalogue.ts'
import { Value } from '../../kinds/value.tsx'
import { useTitles } from '../list/titles.ts'

const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)

/** A value as events and files keep it: a reference is its id there, and is shown by its name. */
export const StoredValue = ({ field, value }: { field: Field; value: unknown }) => {
  if (field.entity && isId(value)) return <Named entity={field.entity} id={String(value)} />
  return field.entity && typeof value === 'string' ? (
    <>{value}</>
  ) : (
    <Value inside field={field} value={value} />
  )
}

function Named({ entity, id }: { entity: string; id: string }) {
  const [found] = useTitles(entity, [id])
  return <>{found?.title}</>
}
