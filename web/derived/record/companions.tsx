import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { isEmpty, titleOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { recordQuery, valueAt, type Rec, type Ref } from '../../records.ts'
import { EntityIcon } from '../../shell/icons.tsx'

const most = 4

/** Records this one names that live a life of their own: the account and the contact of a deal, with how to reach them. */
export function companionsOf(entities: Record<string, Entity>, entity: Entity, record: Rec) {
  return Object.entries(entity.fields).flatMap(([key, field]) => {
    const target = field.entity ? entities[field.entity] : undefined
    const value = record[key] as Ref | null | undefined
    if (field.system || !target || target.part || !value?.title || !reachable(target)) return []
    return [{ key, label: field.label, target, value }]
  })
}

const ways = new Set(['phone', 'email', 'messenger', 'link', 'address'])
const isWay = (input: string) => ways.has(input)
const reachable = (target: Entity) =>
  Object.values(target.fields).filter((f) => f.many && isWay(f.input)).length > 0

export function Companions({ entity, record }: { entity: Entity; record: Rec }) {
  const { entities } = useCatalogue()
  return companionsOf(entities, entity, record).map(({ key, ...c }) => <Companion key={key} {...c} />)
}

function Companion({ label, target, value }: { label: string; target: Entity; value: Ref }) {
  const catalogue = useCatalogue()
  const { data } = useQuery(recordQuery(target.plural, value.id))
  const order = [...target.list.columns, ...target.form.flatMap((s) => s.fields)].filter(
    (key) => target.fields[key] && isWay(target.fields[key].input),
  )
  const facts = data ? [...new Set(order)].filter((key) => !isEmpty(valueAt(data, key))).slice(0, most) : []
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={label}>
      <h2 className="flex min-h-8 items-center gap-2">
        <span className="text-ink-3">
          <EntityIcon entity={target} size={15} />
        </span>
        <span className="text-ink-3">{label}</span>
        <Link
          to="/$plural/$id"
          params={{ plural: target.plural, id: value.id }}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {data ? titleOf(catalogue, target.name, data) : value.title}
        </Link>
      </h2>
      {facts.length > 0 && (
        <dl className="grid gap-x-6 gap-y-2 pt-1 pb-1.5 pl-6 sm:grid-cols-2">
          {facts.map((key) => (
            <div key={key} className="min-w-0">
              <dt className="text-xs text-ink-3">{target.fields[key]!.label}</dt>
              <dd className="wrap-anywhere [&_.truncate]:whitespace-normal [&_a]:-my-0.5 [&_a]:inline-block [&_a]:py-0.5 [&_a]:align-top">
                <Value whole field={target.fields[key]!} value={valueAt(data!, key)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
