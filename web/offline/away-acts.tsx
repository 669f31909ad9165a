import { useQueryClient } from '@tanstack/react-query'
import { Camera, Check, MapPin, StickyNote } from 'lucide-react'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../api.ts'
import { useCatalogue } from '../catalogue.ts'
import { which } from '../screens/activities/journal.ts'
import { Button } from '../ui/button.tsx'
import { Textarea } from '../ui/input.tsx'
import { useDeliver } from './use-deliver.ts'
import { textOf, type About, type Kind, type Write } from './rules.ts'
import type { KeptActivity } from './kept.ts'
import { useWaiting } from './waiting.ts'

type Typed = Exclude<Kind, 'photo' | 'log'>

/** What can be done without a network: complete it with a result, or log a visit; write a note; add a photo. */
export function AwayActs({ activity: a, about }: { activity: KeptActivity | undefined; about: About }) {
  const { t } = useTranslation()
  const { entities } = useCatalogue()
  const [asked, setAsked] = useState<Typed | null>(null)
  const camera = useRef<HTMLInputElement>(null)
  const deliver = useDeliver()
  const client = useQueryClient()
  const record = { entity: about.entity, id: about.id }
  const rights = (name: string) => entities[name]?.rights
  const stands = a === undefined || about.id !== a.id
  const send = async (kind: Kind, w: Pick<Write, 'path' | 'body' | 'file'>, title = about) => {
    const outcome = await deliver({ ...w, kind, about: title, key: newKey() })
    if (outcome && !outcome.waits) await client.invalidateQueries({ queryKey: ['records'] })
    if (outcome) setAsked(null)
  }
  const writes: Record<Typed, (text: string) => Promise<void>> = {
    complete: (result) =>
      send(
        'complete',
        {
          path: 'operations/activity.complete',
          body: { ...which(a!), ...(result ? { result } : {}) },
        },
        { entity: 'activity', id: a!.id, title: a!.subject },
      ),
    visit: (result) =>
      send('visit', {
        path: 'operations/activity.log',
        body: {
          kind: 'visit',
          subject: t('activities.kind.visit'),
          record,
          ...(result ? { result } : {}),
        },
      }),
    note: (body) => send('note', { path: 'comments', body: { body, record } }),
  }
  const photos = async (files: FileList | null) => {
    for (const file of files ?? [])
      await send('photo', {
        path: 'attachments',
        body: { name: file.name, record },
        file: { name: file.name, bytes: file },
      })
  }
  const act = (kind: Typed, icon: ReactNode) => (
    <Button aria-expanded={asked === kind} onClick={() => setAsked(asked === kind ? null : kind)}>
      {icon} {t(`offline.acts.${kind}`)}
    </Button>
  )
  const isOpen = a?.status === 'planned' || a?.status === 'started'
  return (
    <section aria-label={t('offline.write')} className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-1.5">
        {isOpen && rights('activity')?.update !== 'none' && act('complete', <Check size={14} aria-hidden />)}
        {!a && rights('activity')?.create && act('visit', <MapPin size={14} aria-hidden />)}
        {rights('comment')?.create && act('note', <StickyNote size={14} aria-hidden />)}
        {rights('attachment')?.create && (
          <Button onClick={() => camera.current?.click()}>
            <Camera size={14} aria-hidden /> {t('offline.acts.photo')}
          </Button>
        )}
        <input
          ref={camera}
          type="file"
          accept="image/*"
          multiple
          hidden
          aria-label={t('offline.acts.photo')}
          onChange={(e) => {
            void photos(e.target.files).finally(() => camera.current && (camera.current.value = ''))
          }}
        />
      </div>
      {stands && a && <p className="text-sm text-ink-3">{t('offline.noteOn', { title: about.title })}</p>}
      {asked && <Text key={asked} kind={asked} onSend={writes[asked]} />}
      <Waits ids={[about.id, ...(a ? [a.id] : [])]} />
    </section>
  )
}

function Text({ kind, onSend }: { kind: Typed; onSend: (text: string) => Promise<void> }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    if (busy || (kind === 'note' && !text.trim())) return
    setBusy(true)
    await onSend(text.trim())
    setBusy(false)
  }
  const label = t(kind === 'note' ? 'activities.comment' : 'activities.result')
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-1.5">
      <Textarea
        autoFocus
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      <Button type="submit" look="solid" busy={busy} className="self-end">
        {t(`offline.save.${kind}`)}
      </Button>
    </form>
  )
}

/** What was written here and waits. */
function Waits({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation()
  const own = useWaiting().filter((w) => ids.includes(w.about.id))
  if (own.length === 0) return null
  return (
    <ul
      aria-label={t('offline.waiting')}
      className="rounded-lg border border-dashed border-line-strong px-3 py-1"
    >
      {own.map((w) => (
        <li key={w.number} className="py-1.5">
          <span className="text-sm text-ink-3">
            {t(`offline.kinds.${w.kind}`)} · {t(w.problem ? 'offline.notTaken' : 'offline.waits')}
          </span>
          <span className="block wrap-anywhere whitespace-pre-wrap">{w.file?.name ?? textOf(w)}</span>
        </li>
      ))}
    </ul>
  )
}
