import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { forwardRef, useDeferredValue, useImperativeHandle, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, newKey, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { today } from '../../days.ts'
import { formatDay } from '../../format.ts'
import { EntityIcon } from '../../shell/icons.tsx'
import { Button } from '../../ui/button.tsx'
import { plural, useJournal, type About } from '../activities/journal.ts'
import { KindIcon } from '../activities/kind-icon.tsx'
import { namesIn, understand, type Understood } from './understand.ts'

type Found = { entity: string; id: string; title: string }
const withTime = new Set(['call', 'meeting', 'visit'])

/** As the API takes it: at an hour, or some time of a day. */
export function itemOf(u: Understood, record: About | null) {
  const at = u.day && new Date(`${u.day}T${u.time ?? '00:00'}`).toISOString()
  const begins = u.time !== null && withTime.has(u.kind)
  return {
    kind: u.kind,
    subject: u.subject,
    ...(u.isUrgent ? { priority: 'high' } : {}),
    ...(record ? { record: { entity: record.entity, id: record.id } } : {}),
    ...(at ? { [begins ? 'startsAt' : 'dueAt']: at } : {}),
    ...(at && u.time === null ? { isAllDay: true } : {}),
    ...(begins ? { reminders: ['15'] } : {}),
  }
}

function useWhom(subject: string) {
  const names = useDeferredValue(namesIn(subject))
  const { data } = useQuery({
    queryKey: ['records', 'whom', names],
    queryFn: ({ signal }) => api<{ items: Found[] }>(`search${query({ q: names, limit: 6 })}`, { signal }),
    enabled: names !== null,
    staleTime: 30_000,
  })
  return names ? (data?.items ?? []) : []
}

/** One line in: what was understood stands under it before Enter is pressed. `about`: the record it is on already. */
export const QuickAdd = forwardRef<{ focus(): void }, { about?: About; onAdded?: () => void }>(
  function QuickAdd({ about, onAdded }, ref) {
    const { t } = useTranslation()
    const { entities } = useCatalogue()
    const { attempt } = useJournal()
    const input = useRef<HTMLInputElement>(null)
    const [text, setText] = useState('')
    const [record, setRecord] = useState<About | null>(null)
    useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }))
    const u = understand(text, today())
    const found = useWhom(about ? '' : u.subject).filter((f) => entities[f.entity]?.part === false)
    const chosen = about ?? record
    const submit = async (e: FormEvent) => {
      e.preventDefault()
      if (!u.subject) return
      const done = await attempt(() =>
        api(plural, { method: 'POST', body: itemOf(u, chosen), once: newKey() }),
      )
      if (!done) return
      setText('')
      setRecord(null)
      onAdded?.()
    }
    return (
      <form onSubmit={(e) => void submit(e)}>
        <div className="control items-center gap-2">
          <Plus size={15} className="shrink-0 text-ink-3" aria-hidden />
          <input
            ref={input}
            value={text}
            onChange={(e) => setText(e.target.value)}
            onKeyDown={(e) => e.key === 'Escape' && (setText(''), e.currentTarget.blur())}
            aria-label={t('activities.add')}
            placeholder={t('activities.addHow')}
            autoComplete="off"
            className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-3"
          />
        </div>
        {u.subject && (
          <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-sm text-ink-2" role="status">
            <KindIcon kind={u.kind} />
            <span>{t(`activities.kind.${u.kind}`)}</span>
            <span className="text-ink-3">·</span>
            <span>
              {u.day
                ? u.day === today()
                  ? t('activities.today')
                  : formatDay(u.day)
                : t('activities.someDay')}
              {u.time && ` ${u.time}`}
            </span>
            {chosen && (
              <span className="inline-flex h-6 items-center gap-1 rounded-sm bg-press px-1.5">
                {chosen.title}
                {!about && (
                  <button type="button" aria-label={t('ui.clear')} onClick={() => setRecord(null)}>
                    <X size={12} />
                  </button>
                )}
              </span>
            )}
            {!chosen &&
              found.slice(0, 3).map((f) => (
                <Button key={f.id} size="sm" look="outline" onClick={() => setRecord(f)}>
                  <EntityIcon entity={entities[f.entity]!} size={13} />
                  <span className="max-w-40 truncate">{f.title}</span>
                </Button>
              ))}
            <span className="flex-1" />
            <Button type="submit" size="sm" look="solid">
              {t('activities.addIt')}
            </Button>
          </div>
        )}
      </form>
    )
  },
)
