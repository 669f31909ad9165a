import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import { EntityIcon } from '../../shell/icons.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/class.ts'
import { Badge } from '../../ui/tag.tsx'

export type Branch = {
  key: string
  entity: string
  id: string
  title: string
  /** What he does there, and his part in decisions. */
  note?: string
  tag?: string
  isHere?: boolean
  isOver?: boolean
  below?: readonly Branch[]
}

const mostShown = 8

/** A tree of records: lists in lists to a screen reader, lines between them to the eye. */
export const Tree = ({ root }: { root: Branch }) => (
  <ul className="overflow-x-auto pb-1">
    <Limb branch={root} isRoot />
  </ul>
)

function Limb({ branch, isRoot }: { branch: Branch; isRoot?: boolean }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const below = branch.below ?? []
  const shown = all ? below : below.slice(0, mostShown)
  return (
    <li className={cx('relative', !isRoot && 'limb pl-6')}>
      <Knot branch={branch} />
      {below.length > 0 && (
        <ul className="ml-4">
          {shown.map((b) => (
            <Limb key={b.key} branch={b} />
          ))}
          {below.length > shown.length && (
            <li className="limb relative pl-6">
              <button
                type="button"
                className="my-1 min-h-6 text-accent-strong hover:underline"
                onClick={() => setAll(true)}
              >
                {t('record.andMore', { n: below.length - shown.length })}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

function Knot({ branch: b }: { branch: Branch }) {
  const { t } = useTranslation()
  const entity = useCatalogue().entities[b.entity]
  if (!entity) return null
  const mark =
    b.entity === 'contact' ? (
      <Avatar name={b.title} size={22} />
    ) : (
      <span className="flex size-5.5 items-center justify-center text-ink-2">
        <EntityIcon entity={entity} size={15} />
      </span>
    )
  return (
    <span
      aria-current={b.isHere ? 'true' : undefined}
      className={cx(
        'my-1 inline-flex max-w-full items-center gap-2 rounded-lg border px-2 py-1',
        b.isHere ? 'border-accent-line bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      {mark}
      <span className="min-w-0">
        {b.isHere ? (
          <span className="font-semibold wrap-anywhere">{b.title}</span>
        ) : (
          <Link
            to="/$plural/$id"
            params={{ plural: entity.plural, id: b.id }}
            className="font-medium wrap-anywhere hover:underline"
          >
            {b.title || t('record.untitled')}
          </Link>
        )}
        {b.note && <span className="block text-sm text-ink-3">{b.note}</span>}
      </span>
      {b.tag && <Badge>{b.tag}</Badge>}
      {b.isOver && <Badge tone="warning">{t('relations.over')}</Badge>}
    </span>
  )
}
