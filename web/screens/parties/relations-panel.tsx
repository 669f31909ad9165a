import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Catalogue, type Entity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { isEmpty, textOf, titleOf } from '../../kinds/index.ts'
import { listQuery, recordQuery, type Filter, type Rec, type Ref } from '../../records.ts'
import { Tree, type Branch } from './tree.tsx'

const most = 30

/** How people and companies belong together: the group a company is in, who works there in what part, where else. */
export default function RelationsPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const tree = useTree(entity, record)
  if (!tree) return null
  return (
    <section aria-label={t('relations.title')} className="px-4 py-2.5">
      <h2 className="mb-2 flex min-h-8 items-center font-medium">{t('relations.title')}</h2>
      <Tree root={tree} />
    </section>
  )
}

const useSome = (entity: Entity | undefined, filter: Filter, enabled = true) =>
  useInfiniteQuery({
    ...listQuery(entity?.plural ?? '', { filter, limit: most }),
    enabled: enabled && entity !== undefined,
  }).data?.pages[0]?.items ?? []

const leaf = (catalogue: Catalogue, entity: string, r: Rec, more: Partial<Branch> = {}): Branch => ({
  key: `${entity} ${r.id}`,
  entity,
  id: r.id,
  title: titleOf(catalogue, entity, r),
  ...more,
})
const named = (entity: string, ref: Ref, more: Partial<Branch> = {}): Branch => ({
  key: `${entity} ${ref.id} ${more.note ?? ''}`,
  entity,
  id: ref.id,
  title: ref.title,
  ...more,
})

const wordIn = (entity: Entity | undefined, r: Rec, key: string) => {
  const field = entity?.fields[key]
  return field && !isEmpty(r[key]) ? textOf(field, r[key]) : undefined
}

/** What somebody does there: the job, and the part in decisions. */
const part = (entity: Entity | undefined, r: Rec, job: string): Partial<Branch> => {
  const [note, tag] = [wordIn(entity, r, job), wordIn(entity, r, 'decisionRole')]
  const over = typeof r['until'] === 'string' && r['until'] < new Date().toISOString().slice(0, 10)
  return { ...(note ? { note } : {}), ...(tag ? { tag } : {}), ...(over ? { isOver: true } : {}) }
}

function useTree(entity: Entity, record: Rec): Branch | null {
  const catalogue = useCatalogue()
  const { account, contact, affiliation } = catalogue.entities
  const isAccount = entity.name === 'account'
  const company = isAccount ? record.id : (record['account'] as Ref | null)?.id
  const people = useSome(contact, ['account', 'is', company], company !== undefined)
  const parts = useSome(affiliation, [entity.name, 'is', record.id])
  const below = useSome(account, ['parent', 'is', record.id], isAccount)
  const above = useAncestors(account, isAccount ? (record['parent'] as Ref | null) : null)
  if (!account || !contact) return null
  const working = people
    .filter((r) => r.id !== record.id)
    .map((r) => leaf(catalogue, 'contact', r, part(contact, r, 'jobTitle')))
  if (isAccount) {
    const others = parts.flatMap((r) => {
      const who = r['contact'] as Ref | null
      return who?.title ? [named('contact', who, part(affiliation, r, 'function'))] : []
    })
    const here = leaf(catalogue, 'account', record, {
      isHere: true,
      below: [...below.map((r) => leaf(catalogue, 'account', r)), ...working, ...others],
    })
    return above.reduce<Branch>((tree, r) => ({ ...leaf(catalogue, 'account', r), below: [tree] }), here)
  }
  const main = record['account'] as Ref | null
  const elsewhere = parts.flatMap((r) => {
    const where = r['account'] as Ref | null
    return where?.title ? [named('account', where, part(affiliation, r, 'function'))] : []
  })
  const own = main?.title
    ? [named('account', main, { ...part(contact, record, 'jobTitle'), below: working })]
    : []
  return leaf(catalogue, 'contact', record, { isHere: true, below: [...own, ...elsewhere] })
}

/** The companies above, the nearest first: two at most, one request each. */
function useAncestors(account: Entity | undefined, parent: Ref | null): Rec[] {
  const plural = account?.plural ?? ''
  const first = useQuery({ ...recordQuery(plural, parent?.id ?? ''), enabled: parent !== null })
  const second = (first.data?.['parent'] as Ref | null | undefined)?.id
  const next = useQuery({ ...recordQuery(plural, second ?? ''), enabled: second !== undefined })
  return [first.data, next.data].filter((r) => r !== undefined)
}
