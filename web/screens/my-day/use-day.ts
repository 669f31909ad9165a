import { useQuery } from '@tanstack/react-query'
import { api, query } from '../../api.ts'
import { addDays, today } from '../../days.ts'
import { keys, type Filter } from '../../records.ts'
import { agendaQuery, fields, plural, type Planned } from '../activities/journal.ts'

export const startOf = (day: string) => new Date(`${day}T00:00`).toISOString()
const open: Filter = ['status', 'in', ['planned', 'started']]
const most = 50

export const mine = (...more: Filter[]): Filter => ({ and: [['assignee', 'isMe'], open, ...more] })

const listed = (filter: Filter, sort: string) => {
  const ask = { filter, sort, fields, limit: most }
  return {
    queryKey: [...keys.lists(plural), 'day', ask],
    queryFn: async ({ signal }: { signal: AbortSignal }) =>
      (await api<{ items: Planned[] }>(`${plural}${query(ask)}`, { signal })).items,
    staleTime: 15_000,
  }
}

/** Today by the hour, done things last; what was due before today; what has no day. */
export function useDay() {
  const day = today()
  const [from, to] = [startOf(day), startOf(addDays(day, 1))]
  const agenda = useQuery(agendaQuery(from, to))
  const late = useQuery(listed(mine(['plannedAt', 'lt', from], ['repeat', 'empty']), '-plannedAt'))
  const undated = useQuery(listed(mine(['plannedAt', 'empty']), '-createdAt'))
  const isDone = (a: Planned) => Number(a.status === 'done')
  return {
    overdue: late.data ?? [],
    day: (agenda.data ?? []).toSorted((a, b) => isDone(a) - isDone(b)),
    undated: undated.data ?? [],
    isPending: agenda.isPending || late.isPending,
  }
}
