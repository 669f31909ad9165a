import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { titleOf } from '../../kinds/index.ts'
import { Control } from '../../kinds/value.tsx'
import { useDeliver } from '../../offline/use-deliver.ts'
import { keys, type Filter, type Ref } from '../../records.ts'
import { EntityIcon } from '../../shell/icons.tsx'
import { Button } from '../../ui/button.tsx'
import { Input, Textarea } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { QuickAdd } from '../my-day/quick-add.tsx'
import { fields, plural, refetch, useJournal, type About, type Planned } from './journal.ts'
import { KindIcon } from './kind-icon.tsx'
import { Line } from './line.tsx'

const listed = (filter: Filter, sort: string, limit: number) => {
  const ask = { filter, sort, limit, fields }
  return {
    queryKey: [...keys.lists(plural), 'panel', ask],
    queryFn: async ({ signal }: { signal: AbortSignal }) =>
      (await api<{ items: Planned[] }>(`${plural}${query(ask)}`, { signal })).items,
    staleTime: 15_000,
  }
}

/** What is next with this client, what was last, and both said in a line. */
export default function ActivityPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const { complete } = useJournal()
  const [form, setForm] = useState<'plan' | 'log' | null>(null)
  const activity = catalogue.entities['activity']
  const of: Filter = activity?.fields[entity.name]
    ? [entity.name, 'is', record.id]
    : ['record', 'is', { entity: entity.name, id: record.id }]
  const next = useQuery(listed({ and: [of, ['status', 'in', ['planned', 'started']]] }, 'plannedAt', 5)).data
  const last = useQuery(listed({ and: [of, ['status', 'is', 'done']] }, '-doneAt', 3)).data
  if (!activity) return null
  const about: About = {
    entity: entity.name,
    id: record.id,
    title: titleOf(catalogue, entity.name, record),
  }
  const toggle = (which: 'plan' | 'log') => setForm(form === which ? null : which)
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={activity.labelPlural}>
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <span className="text-ink-3">
          <EntityIcon entity={activity} size={15} />
        </span>
        <h2 className="font-medium">
          <Link
            to="/$plural"
            params={{ plural }}
            search={{ filter: of } as never}
            className="hover:underline"
          >
            {activity.labelPlural}
          </Link>
        </h2>
        <span className="flex-1" />
        {activity.rights.create && (
          <>
            <Button size="sm" aria-expanded={form === 'plan'} onClick={() => toggle('plan')}>
              {t('activities.plan')}
            </Button>
            <Button size="sm" aria-expanded={form === 'log'} onClick={() => toggle('log')}>
              {t('activities.log')}
            </Button>
          </>
        )}
      </header>
      {form === 'plan' && (
        <div className="py-2">
          <QuickAdd about={about} />
        </div>
      )}
      {form === 'log' && <LogForm about={about} onDone={() => setForm(null)} />}
      {next && next.length === 0 && form === null && (
        <p className="py-1 text-ink-3">{t('activities.nothingPlanned')}</p>
      )}
      {next && next.length > 0 && (
        <ul aria-label={t('activities.next')} className="-mx-2">
          {next.map((a) => (
            <Line
              key={a.id}
              activity={a}
              on={record.id}
              withDay
              isLate={a.plannedAt !== null && a.plannedAt < new Date().toISOString()}
              onComplete={() => void complete(a)}
            />
          ))}
        </ul>
      )}
      {last && last.length > 0 && (
        <ul aria-label={t('activities.last')} className="-mx-2">
          {last.map((a) => (
            <Line key={a.id} activity={a} on={record.id} withDay onComplete={() => {}} />
          ))}
        </ul>
      )}
    </section>
  )
}

const kinds = ['call', 'meeting', 'visit', 'message', 'task', 'note'] as const
const outcome = {
  kind: 'reference',
  input: 'reference',
  entity: 'activityOutcome',
  label: '',
  read: true,
  create: true,
  update: true,
  ops: [],
  sort: false,
}

/** What has just been done: what, what came of it. */
function LogForm({ about, onDone }: { about: About; onDone: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const deliver = useDeliver()
  const id = useId()
  const [kind, setKind] = useState<string>('call')
  const [subject, setSubject] = useState('')
  const [result, setResult] = useState('')
  const [came, setCame] = useState<Ref | null>(null)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    const body = {
      kind,
      subject: subject.trim() || t(`activities.kind.${kind}`),
      record: { entity: about.entity, id: about.id },
      ...(result.trim() ? { result } : {}),
      ...(came ? { outcome: came.id } : {}),
    }
    const done = await deliver({ kind: 'log', path: 'operations/activity.log', body, about, key: newKey() })
    if (!done) return
    await refetch(client)
    onDone()
  }
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-2 py-2">
      <div className="flex flex-wrap gap-2">
        <Select
          className="w-36"
          aria-label={t('activities.what')}
          value={kind}
          onChange={setKind}
          items={kinds.map((value) => ({
            value,
            label: t(`activities.kind.${value}`),
            icon: <KindIcon kind={value} />,
          }))}
        />
        <span className="min-w-40 flex-1">
          <Input
            autoFocus
            aria-label={t('activities.subject')}
            placeholder={t('activities.subject')}
            value={subject}
            onChange={(e) => setSubject(e.target.value)}
          />
        </span>
      </div>
      <Textarea
        id={id}
        aria-label={t('activities.result')}
        placeholder={t('activities.result')}
        value={result}
        onChange={(e) => setResult(e.target.value)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <span className="w-52">
          <Control
            field={outcome}
            aria-label={t('activities.outcome')}
            value={came}
            onChange={(v) => setCame(v as Ref | null)}
          />
        </span>
        <span className="flex-1" />
        <Button size="sm" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
        <Button type="submit" size="sm" look="solid">
          {t('activities.logIt')}
        </Button>
      </div>
    </form>
  )
}
