import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import { useDeliver } from '../../offline/use-deliver.ts'
import { keys, type Rec, type Ref } from '../../records.ts'
import { say } from '../../ui/toast.tsx'
import { undoable } from '../../undo.ts'

export type About = Ref & { entity: string }
/** An activity as a day shows it; of a series, one instance. */
export type Planned = Rec & {
  kind: string
  subject: string
  status: string
  record: About | null
  assignee: Ref | null
  plannedAt: string | null
  startsAt: string | null
  endsAt: string | null
  dueAt: string | null
  isAllDay: boolean | null
  priority: string | null
  repeat: string | null
  occursAt?: string | null
  isPrivate: boolean | null
  answer: string | null
  location: string | null
}

export const plural = 'activities'
export const fields =
  'kind,subject,status,record,assignee,plannedAt,startsAt,endsAt,dueAt,isAllDay,priority,repeat,isPrivate,answer,location,revision'

export const run = <T>(name: string, body: object) =>
  api<T>(`operations/${name}`, { method: 'POST', body, once: newKey() })

export const agendaQuery = (from: string, to: string, users?: readonly string[], status?: 'open') => ({
  queryKey: [...keys.lists(plural), 'agenda', from, to, users ?? [], status ?? 'all'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (
      await api<{ items: Planned[] }>('operations/activity.agenda', {
        method: 'POST',
        body: { from, to, ...(users?.length ? { users } : {}), ...(status ? { status } : {}) },
        signal,
      })
    ).items,
  staleTime: 15_000,
})

export const refetch = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: keys.all(plural) }),
    client.invalidateQueries({ queryKey: keys.all('deals') }),
  ])

/** An instance of a series is named by its time. */
export const which = (a: Planned) => ({
  id: a.id,
  ...(a.repeat && a.occursAt ? { occursAt: a.occursAt } : {}),
})

/** What is done with an activity from a line: at once, with the way back in the message. */
export function useJournal() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const deliver = useDeliver()
  const sorry = (error: unknown) =>
    void say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' })
  const attempt = async (step: () => Promise<unknown>) => {
    try {
      await step()
      await refetch(client)
      return true
    } catch (error) {
      sorry(error)
      return false
    }
  }
  const complete = async (a: Planned, more: object = {}) => {
    const done = await deliver<{ id: string }>({
      kind: 'complete',
      path: 'operations/activity.complete',
      body: { ...which(a), ...more },
      about: { entity: 'activity', id: a.id, title: a.subject },
      key: newKey(),
    })
    if (!done) return false
    await refetch(client)
    if (done.waits) return true
    const undo = undoable(() => attempt(() => run('activity.reopen', { id: done.answer.id })))
    void say(t('activities.completed', { what: a.subject }), {
      action: { label: t('ui.undo'), run: () => void undo() },
    })
    return true
  }
  const reschedule = (a: Planned, to: { startsAt?: string; endsAt?: string; dueAt?: string }) =>
    attempt(() => run('activity.reschedule', { ...which(a), ...to }))
  return { complete, reschedule, attempt }
}
