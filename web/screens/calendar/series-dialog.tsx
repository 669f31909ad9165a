import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useEntity } from '../../catalogue.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { formatTime } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { plural, run, useJournal, type Planned } from '../activities/journal.ts'

const scopes = ['one', 'following', 'all'] as const
type Scope = (typeof scopes)[number]

/** One of a series was opened, or moved: `changes` says how. `undo` puts it back where it was. */
export type OfSeries = { activity: Planned; changes?: object; undo?: () => void }

/** Asks which of a series is meant: this one, it and all that follow, or all. */
export function SeriesDialog({ asked, onClose }: { asked: OfSeries; onClose: () => void }) {
  const { t } = useTranslation()
  const { attempt } = useJournal()
  const navigate = useNavigate()
  const [scope, setScope] = useState<Scope | null>(null)
  const { activity: a, changes, undo } = asked
  const change = (chosen: Scope, said: object) =>
    run<{ id: string }>('activity.change_series', { id: a.id, occursAt: a.occursAt, scope: chosen, ...said })
  const leave = () => {
    undo?.()
    onClose()
  }
  const choose = async (chosen: Scope) => {
    if (changes) {
      if (!(await attempt(() => change(chosen, changes)))) undo?.()
      onClose()
    } else if (chosen === 'all') {
      onClose()
      void navigate({ to: '/$plural/$id', params: { plural, id: a.id } })
    } else setScope(chosen)
  }
  if (scope) return <Editing activity={a} onClose={onClose} send={(said) => change(scope, said)} />
  return (
    <Dialog
      open
      size="sm"
      onClose={leave}
      title={t(changes ? 'activities.series.move' : 'activities.series.open')}
      about={`${a.subject}, ${formatTime(a.plannedAt!)}`}
    >
      <div className="flex flex-col gap-2 pb-2">
        {scopes.map((one) => (
          <Button key={one} onClick={() => void choose(one)}>
            {t(`activities.series.${one}`)}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}

/** The form of the activity, with the times of the one that was opened. */
function Editing({
  activity: { id, startsAt, endsAt, dueAt },
  send,
  onClose,
}: {
  activity: Planned
  send: (said: object) => Promise<unknown>
  onClose: () => void
}) {
  const entity = useEntity('activity')
  const { data } = useQuery({
    queryKey: [plural, 'of series', id],
    queryFn: ({ signal }) => api<Rec>(`${plural}/${id}`, { signal }),
    gcTime: 0,
  })
  if (!data) return null
  return (
    <EditDialog entity={entity} record={{ ...data, startsAt, endsAt, dueAt }} save={send} onClose={onClose} />
  )
}
