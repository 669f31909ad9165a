import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CalendarHeart, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCatalogue, useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { today } from '../../days.ts'
import { formatDayLong } from '../../format.ts'
import { textOf, titleOf } from '../../kinds/index.ts'
import { listQuery, type Rec } from '../../records.ts'
import { show } from '../../shell/overlays.ts'
import { IconButton } from '../../ui/button.tsx'

/** When a day that comes every year comes next; another stays what it is. */
const nextOf = (date: Rec, now: string) => {
  const day = date['day'] as string
  if (!date['everyYear']) return day
  const year = Number(now.slice(0, 4))
  const here = `${year}${day.slice(4)}`
  return here >= now ? here : `${year + 1}${day.slice(4)}`
}

/** The days worth remembering of a client, the nearest first. */
export default function DatesPanel(props: PanelProps) {
  return useCatalogue().entities['keyDate'] ? <Dates {...props} /> : null
}

function Dates({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const keyDate = useEntity('keyDate')
  const query = useInfiniteQuery(
    listQuery(keyDate.plural, {
      filter: ['record', 'is', { entity: entity.name, id: record.id }],
      sort: 'day',
    }),
  )
  const now = today()
  const dates = (query.data?.pages.flatMap((p) => p.items) ?? [])
    .map((r) => ({ r, next: nextOf(r, now) }))
    .toSorted((a, b) => (a.next < b.next ? -1 : 1))
  const mayAdd = keyDate.rights.create && !record['deletedAt']
  if (dates.length === 0 && !mayAdd) return null
  const here = { entity: entity.name, id: record.id, title: titleOf(catalogue, entity.name, record) }
  return (
    <section className="border-b border-line px-4 py-2.5 last:border-0" aria-label={keyDate.labelPlural}>
      <header className="flex min-h-8 items-center gap-2">
        <CalendarHeart size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{keyDate.labelPlural}</h2>
        {mayAdd && (
          <IconButton
            size="sm"
            label={t('record.add', { what: keyDate.label.toLowerCase() })}
            onClick={() => show({ kind: 'create', entity: 'keyDate', values: { record: here } })}
          >
            <Plus size={15} />
          </IconButton>
        )}
      </header>
      <ul className="pl-6 empty:hidden">
        {dates.map(({ r, next }) => (
          <li key={r.id} className="flex flex-wrap items-baseline gap-x-3 py-0.5">
            <Link
              to="/$plural/$id"
              params={{ plural: keyDate.plural, id: r.id }}
              className="min-w-0 font-medium wrap-anywhere hover:underline"
            >
              {r['name'] as string}
            </Link>
            <span className="text-ink-2">{formatDayLong(next)}</span>
            {r['kind'] !== null && (
              <span className="text-sm text-ink-3">{textOf(keyDate.fields['kind']!, r['kind'])}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
