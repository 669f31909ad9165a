import { useTranslation } from 'react-i18next'
import { useEffect, useRef } from 'react'
import { useCatalogue, type Entity } from '../../catalogue.ts'
import { titleOf } from '../../kinds/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import type { Group, Pair } from './client.ts'
import { CertaintyBadge } from './reasons.tsx'
import { useReasons } from './words.ts'

export const surest = (pairs: readonly Pair[]) =>
  pairs.reduce((best, p) => (p.weight > best.weight ? p : best))

/** Groups of records that may be one client, the likeliest first. */
export function GroupList({
  entity,
  groups,
  current,
  onOpen,
  more,
}: {
  entity: Entity
  groups: readonly Group[]
  current: string | undefined
  onOpen: (id: string) => void
  more: { has: boolean; busy: boolean; load: () => void }
}) {
  const { t } = useTranslation()
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
      {groups.map((g) => (
        <li key={g.id}>
          <GroupLine entity={entity} group={g} isOpen={g.id === current} onOpen={() => onOpen(g.id)} />
        </li>
      ))}
      {more.has && (
        <li className="px-2 pt-2">
          <Button look="quiet" busy={more.busy} onClick={more.load}>
            {t('duplicates.more')}
          </Button>
        </li>
      )}
    </ul>
  )
}

function GroupLine({
  entity,
  group,
  isOpen,
  onOpen,
}: {
  entity: Entity
  group: Group
  isOpen: boolean
  onOpen: () => void
}) {
  const catalogue = useCatalogue()
  const reasons = useReasons(entity)
  const ref = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isOpen) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const pair = surest(group.pairs)
  const titles = group.records.map((r) => titleOf(catalogue, entity.name, r))
  return (
    <button
      ref={ref}
      type="button"
      aria-current={isOpen || undefined}
      onClick={onOpen}
      className={cx(
        'flex w-full flex-col gap-1 rounded-md px-2.5 py-2 text-left',
        isOpen ? 'bg-press' : 'hover:bg-hover',
      )}
    >
      <span className="flex w-full items-start gap-2">
        <span className="min-w-0 flex-1">
          {titles.slice(0, 3).map((title, i) => (
            <span key={i} className={cx('block truncate', i === 0 && 'font-medium')}>
              {title}
            </span>
          ))}
          {titles.length > 3 && <span className="block text-sm text-ink-3">+{titles.length - 3}</span>}
        </span>
        <CertaintyBadge probability={pair.probability} />
      </span>
      <span className="line-clamp-2 text-sm text-ink-3">
        {reasons(pair.parts, 3)
          .filter((r) => r.isFor)
          .map((r) => r.text)
          .join(' · ')}
      </span>
    </button>
  )
}
