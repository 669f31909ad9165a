import type { Entity } from '../../catalogue.ts'
import { isEmpty } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { valueAt, type Rec } from '../../records.ts'

const most = 5

/** What the list shows of a record is what matters first here too. */
export function KeyFacts({ entity, record }: { entity: Entity; record: Rec }) {
  const facts = entity.list.columns
    .filter(
      (key) =>
        key !== entity.title &&
        entity.fields[key] &&
        !entity.fields[key].system &&
        !isEmpty(valueAt(record, key)),
    )
    .slice(0, most)
  if (facts.length === 0) return null
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 px-4 pb-3">
      {facts.map((key) => (
        <div key={key} className="max-w-full min-w-0">
          <dt className="text-xs text-ink-3">{entity.fields[key]!.label}</dt>
          <dd className="figures max-w-64 truncate text-md font-medium [&_a]:inline-block [&_a]:max-w-full [&_a]:truncate [&_a]:align-bottom [&_a]:leading-6">
            <Value field={entity.fields[key]!} value={valueAt(record, key)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
