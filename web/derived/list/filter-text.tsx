import { useTranslation } from 'react-i18next'
import { fieldAt, labelAt, useCatalogue, type Entity, type Field } from '../../catalogue.ts'
import { kindOf, textOf } from '../../kinds/index.ts'
import { arityOf, isGroup, isWhole, type Condition, type Group } from './filter-model.ts'
import { useTitles } from './titles.ts'

/** The name of an operator; of time one speaks otherwise ("before", not "less"). */
export function useOpName() {
  const { t } = useTranslation()
  return (field: Field | undefined, op: string) =>
    field && kindOf(field).isTime && ['is', 'lt', 'lte', 'gt', 'gte'].includes(op)
      ? t(`list.opsTime.${op}`)
      : t(`list.ops.${op}`)
}

/** A condition in words: "Amount ≥ 10 000". */
export function ConditionText({ entity, condition }: { entity: Entity; condition: Condition }) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const opName = useOpName()
  const field = fieldAt(catalogue, entity, condition.path)
  if (condition.op === 'found')
    return <>{entity.found?.[String(condition.value).split(':')[0]!] ?? condition.path}</>
  if (!field) {
    // What refers to the record: "deal>quote.deal", "stageChange.deal".
    const other = catalogue.entities[condition.path.replace(/^.*>/, '').split('.')[0]!]
    if (other)
      return <>{t(`list.${condition.op === 'none' ? 'none' : 'some'}Of`, { what: other.labelPlural })}</>
    return <>{condition.op === 'not' ? t('list.otherwise') : condition.path}</>
  }
  return (
    <>
      <span className="text-ink-2">{labelAt(catalogue, entity, condition.path)}</span>{' '}
      <span className="text-ink-3">{opName(field, condition.op)}</span>{' '}
      <span className="font-medium">
        {isWhole(condition) ? <ValueText field={field} condition={condition} /> : '…'}
      </span>
    </>
  )
}

function ValueText({ field, condition: { op, value } }: { field: Field; condition: Condition }) {
  const { t } = useTranslation()
  const arity = arityOf(op)
  const one = { ...field, many: false }
  const ids = field.entity
    ? arity === 'many'
      ? (value as string[])
      : arity === 'one'
        ? [String(value)]
        : []
    : []
  const titles = useTitles(field.entity, ids)
  if (arity === 'none') return null
  if (arity === 'days') return <>{t('list.nDays', { count: (value as { days: number }).days })}</>
  if (arity === 'period') return <>{t(`list.periods.${String(value)}`)}</>
  if (field.entity) return <>{titles.map((r) => r.title).join(', ')}</>
  const { compared } = kindOf(one)
  const show = (v: unknown) => (compared ? compared(v, one) : textOf(one, v))
  if (arity === 'two') return <>{(value as unknown[]).map(show).join(' – ')}</>
  return <>{(Array.isArray(value) ? value : [value]).map(show).filter(Boolean).join(', ')}</>
}

/** A group in words, joined by "and" or "or". */
export function GroupText({ entity, group }: { entity: Entity; group: Group }) {
  const { t } = useTranslation()
  return group.items.map((item, i) => (
    <span key={i}>
      {i > 0 && <span className="text-ink-3"> {t(group.any ? 'list.or' : 'list.and')} </span>}
      {isGroup(item) ? (
        <>
          (<GroupText entity={entity} group={item} />)
        </>
      ) : (
        <ConditionText entity={entity} condition={item} />
      )}
    </span>
  ))
}
