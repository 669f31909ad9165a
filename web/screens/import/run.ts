import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { useSorry } from '../settings/use-all.ts'

export type Column = {
  column: string | null
  field: string | null
  format?: { date?: string; decimal?: string; currency?: string }
  missing?: 'refuse' | 'create' | 'empty'
  value?: string
  template?: string
}
export type Mending = {
  field: string
  text: string
  lines: number
  value: string | null
  title: string | null
  proposals: { value: string; title: string }[]
  confirmed: boolean
}
/** A row that no key finds, and the record that it looks like. */
export type Twin = {
  line: number
  title: string
  id: string
  name: string
  probability: number
  parts: readonly { field: string; level: string; weight: number }[]
  choice: 'create' | 'update' | 'skip'
  confirmed: boolean
}
export type Counts = {
  total: number
  new: number
  changed: number
  unchanged: number
  refused: number
  short: number
  without: Record<string, number>
  created: Record<string, number>
  samples: {
    new: { line: number; values: Record<string, unknown> }[]
    changed: { line: number; id: string; title: string; changes: Record<string, [unknown, unknown]> }[]
    refused: { line: number; column: string | null; reason: string; cells: string[] }[]
  }
}
export type Status =
  | 'ready'
  | 'checking'
  | 'checked'
  | 'running'
  | 'stopping'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'interrupted'
  | 'undoing'
  | 'undone'

/** An import: its file, what was decided about it, and how far it is. */
export type Run = {
  id: string
  entity: string
  file: string
  status: Status
  format: string
  encoding: string | null
  delimiter: string | null
  sheets?: string[]
  sheet: string | null
  options: { header?: boolean }
  header: string[]
  warnings: string[]
  sample: string[][]
  columns: Column[]
  ambiguous: { column: string; formats: string[] }[]
  targets: { field: string; label: string; kind: string; required: boolean }[]
  required: string[]
  key: string[]
  keys: string[]
  mendings: Mending[]
  twins?: Twin[]
  check?: Counts
  counts?: Counts
  undo?: {
    gone: number
    restored: number
    kept: { entity: string; id: string; title: string | null; reason: string }[]
  }
  progress: { done: number; total: number | null }
  problem: string | null
  createdAt: string
  createdBy: { id: string; title: string } | null
}

export const isWorking = (status: Status) => ['checking', 'running', 'stopping', 'undoing'].includes(status)

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => api<Run>(`imports/${id}`, { signal }),
    refetchInterval: (q) => (q.state.data && isWorking(q.state.data.status) ? 600 : false),
  })

/** The entity's field that a path of a column means: `addresses.1.city` is of `addresses`, `custom.size` itself. */
export const baseOf = (path: string) =>
  path.startsWith('custom.') ? path.split('.').slice(0, 2).join('.') : path.split('.')[0]!

let sent: Promise<void> = Promise.resolve()

/** What is decided or begun is sent at once; the answer is the run as it is now. */
export function useRun(id: string) {
  const client = useQueryClient()
  const sorry = useSorry()
  const send = async (path: string, method: 'POST' | 'PUT', body?: object) => {
    try {
      const now = await api<Run>(`imports/${id}${path}`, { method, body: body ?? {} })
      // What was asked before and comes after this would say what is no longer so, and end the looking.
      await client.cancelQueries(runQuery(id))
      client.setQueryData(runQuery(id).queryKey, now)
    } catch (error) {
      sorry(error)
      await client.invalidateQueries(runQuery(id))
    }
  }
  // In turn: who leaves a field by pressing a button sends two at one moment.
  const ask = (...what: Parameters<typeof send>) => (sent = sent.then(() => send(...what)))
  return {
    decide: (what: {
      columns?: Column[]
      key?: string[]
      mendings?: { field: string; text: string; value: string | null }[]
      twins?: { line: number; choice: Twin['choice'] }[]
    }) => ask('', 'PUT', what),
    reread: (options: object) => ask('/reread', 'POST', options),
    begin: (what: 'check' | 'run' | 'resume' | 'cancel' | 'undo') => ask(`/${what}`, 'POST'),
  }
}
