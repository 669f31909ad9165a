import { Link } from '@tanstack/react-router'
import { MapPin } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue.ts'
import { formatAgo, formatTime } from '../format.ts'
import { Value } from '../kinds/value.tsx'
import { KindIcon } from '../screens/activities/kind-icon.tsx'
import { EntityIcon } from '../shell/icons.tsx'
import { Banner } from '../ui/state.tsx'
import { AwayActs } from './away-acts.tsx'
import { aboutOf, type Opened } from './day-parts.ts'
import type { KeptActivity, KeptDay, KeptNote, KeptRecord } from './kept.ts'
import { useAway } from './network.ts'

/** One thing of the day, or one client: what is kept of it. `open` names it, like "activity:0193…". */
export function AwayCard({ day, open, at }: { day: KeptDay; open: string; at: string | undefined }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const away = useAway()
  const [entity = '', id = ''] = open.split(':')
  const activity =
    entity === 'activity' ? day.activities.find((a) => a.id === id && (!at || a.occursAt === at)) : undefined
  const title = [...day.records, ...day.people].find((r) => r.id === id)?.title ?? ''
  const opened: Opened = { entity, id, title: activity?.subject ?? title }
  const { records, people, notes } = aboutOf(day, opened, activity)
  // Notes and photos of an activity stand on what it is about.
  const record = activity?.record
  const onto = record ? { ...record, title: record.title ?? opened.title } : opened
  return (
    <article aria-label={opened.title} className="mt-3 flex flex-col gap-5">
      {!away && entities[entity] && (
        <Banner
          actions={
            <Link
              to="/$plural/$id"
              params={{ plural: entities[entity].plural, id }}
              className="text-accent-strong hover:underline"
            >
              {t('offline.openWhole')}
            </Link>
          }
        >
          {t('offline.back')}
        </Banner>
      )}
      {activity && <Head activity={activity} />}
      <AwayActs activity={activity} about={onto} />
      {records.map((r) => (
        <Reach key={r.id} record={r} />
      ))}
      {people.length > 0 && (
        <Part title={t('offline.people')}>
          {people.map((p) => (
            <Reach key={p.id} record={p} small />
          ))}
        </Part>
      )}
      {notes.length > 0 && (
        <Part title={t('offline.notes')}>
          {notes.map((n, i) => (
            <Note key={i} note={n} />
          ))}
        </Part>
      )}
    </article>
  )
}

export const Part = ({ title, children }: { title: ReactNode; children: ReactNode }) => (
  <section className="flex flex-col gap-2.5">
    <h2 className="text-sm font-medium text-ink-2">{title}</h2>
    {children}
  </section>
)

function Head({ activity: a }: { activity: KeptActivity }) {
  return (
    <header>
      <h1 className="flex items-center gap-2 text-lg font-semibold wrap-anywhere">
        <KindIcon kind={a.kind} size={17} /> {a.subject}
      </h1>
      {a.plannedAt && <p className="figures mt-0.5 text-ink-2">{formatTime(a.plannedAt)}</p>}
      {a.location && (
        <p className="mt-0.5 flex items-center gap-1.5 text-ink-2">
          <MapPin size={14} aria-hidden /> {a.location}
        </p>
      )}
      {a.description && <p className="mt-2 wrap-anywhere whitespace-pre-wrap">{a.description}</p>}
    </header>
  )
}

/** Its name, and every way to reach it: phones call, addresses are read whole. */
function Reach({ record: r, small }: { record: KeptRecord; small?: boolean }) {
  const { entities } = useCatalogue()
  const e = entities[r.entity]
  if (!e || !r.title) return null
  const facts = Object.entries(r.values).filter(([key]) => e.fields[key])
  return (
    <section aria-label={r.title} className="rounded-lg border border-line px-3 py-2.5">
      <h3 className="flex items-center gap-2 font-medium wrap-anywhere">
        {!small && <EntityIcon entity={e} size={15} />} {r.title}
      </h3>
      {facts.length > 0 && (
        <dl className="mt-1.5 flex flex-col gap-1.5">
          {facts.map(([key, value]) => (
            <div key={key} className="flex gap-3">
              <dt className="w-24 shrink-0 text-sm text-ink-3">{e.fields[key]!.label}</dt>
              <dd className="min-w-0 flex-1 wrap-anywhere [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center">
                <Value whole field={e.fields[key]!} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

const Note = ({ note: n }: { note: KeptNote }) => (
  <div>
    <p className="text-sm text-ink-3">
      {n.who} · {formatAgo(n.at)}
    </p>
    <p className="wrap-anywhere whitespace-pre-wrap">{n.text}</p>
  </div>
)
