import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, type Entity, type Field } from '../../catalogue.ts'
import { localDay, today } from '../../days.ts'
import { formatAgo, formatClock, formatDate, formatTime } from '../../format.ts'
import { isEmpty, kindOf } from '../../kinds/index.ts'
import { Value } from '../../kinds/value.tsx'
import { PageIcon } from '../../shell/icons.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/tag.tsx'
import { StoredValue } from './stored-value.tsx'
import type { Change, Deed, Entry } from './told.ts'

const silent = new Set(['web'])
const mostChanges = 5
const mostRecords = 3
const late = 3_600_000

/** One thing that was done: by whom, to what, and what of it changed. */
export function DeedLine({ of, id, deed }: { of: Entity; id: string; deed: Deed }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const entity = entities[deed.entity]
  const who = deed.actor ? (deed.actor.title ?? t('record.somebody')) : t('record.nobody')
  const isItself = deed.record.id === id || (deed.entity === of.name && deed.more.length === 0)
  return (
    <li className="flex gap-2.5 py-1.5">
      <span className="relative h-6 shrink-0">
        <Avatar name={who} size={24} />
        <span className="absolute -right-1 -bottom-1 rounded-full bg-surface p-0.5 text-ink-3">
          <PageIcon icon={deed.icon} size={11} />
        </span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-1.5">
          <span className="font-medium">{t('record.did', { who })}</span>
          <span className="text-ink-2">{deed.text}</span>
          {!isItself && <Records entity={entity} entries={[deed, ...deed.more]} />}
          {deed.via && !silent.has(deed.via) && <Badge>{t(`record.via.${deed.via}`)}</Badge>}
          <When deed={deed} />
        </p>
        {deed.detail && <p className="text-ink-2 wrap-anywhere">{deed.detail}</p>}
        {entity && <Shown entity={entity} deed={deed} />}
        {entity && <Changes entity={entity} changes={deed.changes} />}
      </div>
    </li>
  )
}

/** Its day stands above; of what is known by its day alone no hour is told. */
function When({ deed: { at, day, recordedAt } }: { deed: Deed }) {
  const { t } = useTranslation()
  const when = day ? formatDate(day) : formatTime(at)
  const said = day ? null : localDay(at) === today() ? formatAgo(at) : formatClock(at)
  const isLate = Date.parse(recordedAt) - Date.parse(at) > late
  return (
    <time
      dateTime={day ?? at}
      title={isLate ? t('record.recordedLater', { when, recorded: formatTime(recordedAt) }) : when}
      className="text-sm text-ink-3"
    >
      {said}
    </time>
  )
}

function Records({ entity, entries }: { entity: Entity | undefined; entries: readonly Entry[] }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  if (!entity) return null
  const shown = all ? entries : entries.slice(0, mostRecords)
  return (
    <span className="min-w-0 wrap-anywhere">
      <span className="text-ink-3">
        {(entries.length > 1 ? entity.labelPlural : entity.label).toLowerCase()}
      </span>{' '}
      {shown.map(({ id, record }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link
            to="/$plural/$id"
            params={{ plural: entity.plural, id: record.id }}
            className="font-medium hover:underline"
          >
            {record.title || t('record.untitled')}
          </Link>
        </span>
      ))}
      {entries.length > shown.length && (
        <>
          {' '}
          <button type="button" className="text-accent-strong hover:underline" onClick={() => setAll(true)}>
            {t('record.andMore', { n: entries.length - shown.length })}
          </button>
        </>
      )}
    </span>
  )
}

/** What of the record is worth seeing here, as it is now. */
function Shown({ entity, deed }: { entity: Entity; deed: Deed }) {
  const shows = Object.entries(deed.shows ?? {}).filter(
    ([key, value]) => entity.fields[key] && !isEmpty(value),
  )
  if (shows.length === 0) return null
  return (
    <p className="flex flex-wrap gap-x-3 text-ink-2">
      {shows.map(([key, value]) => (
        <span key={key} className="line-clamp-3 min-w-0 wrap-anywhere">
          <Value inside field={entity.fields[key]!} value={value} />
        </span>
      ))}
    </p>
  )
}

function Changes({ entity, changes }: { entity: Entity; changes: Record<string, Change> }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  // What the product keeps for itself is no news to anybody.
  const known = Object.entries(changes).filter(
    ([key]) => entity.fields[key] && entity.fields[key].input !== 'json',
  )
  if (known.length === 0) return null
  const shown = all ? known : known.slice(0, mostChanges)
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5">
      {shown.map(([key, change]) => (
        <Difference key={key} field={entity.fields[key]!} change={change} />
      ))}
      {known.length > shown.length && (
        <li>
          <button type="button" className="text-accent-strong hover:underline" onClick={() => setAll(true)}>
            {t('record.andMore', { n: known.length - shown.length })}
          </button>
        </li>
      )}
    </ul>
  )
}

/** Before and after, each as its kind shows it; long ones under each other. */
function Difference({ field, change: [before, after] }: { field: Field; change: Change }) {
  const { wide } = kindOf(field)
  return (
    <li className={wide ? 'flex flex-col' : 'flex flex-wrap items-center gap-x-1.5'}>
      <span className="text-ink-3">
        {field.label}
        {wide ? '' : ':'}
      </span>
      {!isEmpty(before) && (
        <del className="max-w-full truncate text-ink-3">
          <StoredValue field={field} value={before} />
        </del>
      )}
      {!wide && !isEmpty(before) && (
        <span aria-hidden className="text-ink-3">
          →
        </span>
      )}
      {isEmpty(after) ? (
        <span className="text-ink-3">—</span>
      ) : (
        <ins className="line-clamp-3 max-w-full no-underline">
          <StoredValue field={field} value={after} />
        </ins>
      )}
    </li>
  )
}
