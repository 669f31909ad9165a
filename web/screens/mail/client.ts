import { queryOptions } from '@tanstack/react-query'
import { api, newKey, query } from '../../api.ts'
import type { Filter, Rec, Ref } from '../../records.ts'
import type { StoredFile } from '../../kinds/file.tsx'

export type Person = { address: string; name?: string }
export type Candidate = { entity: 'contact' | 'account' | 'deal' | 'lead'; id: string; chosen: boolean }
export type Bounce = { recipient: string | null; status: string; reason: string; isHard: boolean }
export type Thread = Rec & {
  subject: string
  mailbox: Ref | null
  account: Ref | null
  contact: Ref | null
  deal: Ref | null
  lead: Ref | null
  filedBy: string | null
  candidates: Candidate[] | null
  isAmbiguous: boolean | null
  snippet: string | null
  lastFrom: string | null
  lastAt: string
  lastDirection: 'in' | 'out'
  messages: number
  unseen: number
  hasFiles: boolean | null
  isDone: boolean | null
  isPrivate: boolean | null
  isAlone: boolean | null
  keeper: Ref | null
}
export type Letter = Rec & {
  subject: string
  direction: 'in' | 'out'
  state: 'received' | 'queued' | 'sent' | 'failed'
  kind: 'letter' | 'bounce' | 'auto' | 'invitation'
  fromAddress: string | null
  fromName: string | null
  recipients: Person[] | null
  cc: Person[] | null
  replyTo: Person[] | null
  at: string
  text: string | null
  quoted: string | null
  hasHtml: boolean | null
  files: (StoredFile & { cid?: string })[] | null
  invitation: { method: string; summary: string; start: string | null; place: string | null } | null
  bounces: Bounce[] | null
  trouble: string | null
}
export type LedgerFolder = {
  id: string
  path: string
  leftOut: string | null
  onServer: number | null
  comparedAt: string | null
  stored: number
  skipped: number
  failed: number
  waiting: number
  isRed: boolean
}
export type Sending = {
  id: string
  status: string
  attempts: number
  nextAt: string | null
  sentAt: string | null
  createdAt: string
  reason: string | null
}
export type LedgerItem = { folder: string; uid: number; state: string; reason: string | null; at: string }

export const ask = <T>(name: string, input: object) =>
  api<T>(`operations/${name}`, { method: 'POST', body: input })
export const act = <T>(name: string, input: object) =>
  api<T>(`operations/${name}`, { method: 'POST', body: input, once: newKey() })

export const threadsQuery = (filter: Filter | undefined, q: string) => ({
  queryKey: ['records', 'mailThreads', 'inbox', filter, q] as const,
  queryFn: ({ signal, pageParam }: { signal: AbortSignal; pageParam: string }) =>
    api<{ items: Thread[]; next: string | null }>(
      `mailThreads${query({ filter, q: q || undefined, sort: '-lastAt', limit: 50, after: pageParam || undefined })}`,
      { signal },
    ),
  initialPageParam: '',
  getNextPageParam: (last: { next: string | null }) => last.next,
})
export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', 'mailThreads', 'one', id] as const,
    queryFn: ({ signal }) => api<Thread>(`mailThreads/${id}`, { signal }),
  })
export const lettersQuery = (thread: string) =>
  queryOptions({
    queryKey: ['records', 'mailMessages', 'of', thread] as const,
    queryFn: async ({ signal }) =>
      (
        await api<{ items: Letter[] }>(
          `mailMessages${query({ filter: ['thread', 'is', thread], sort: '-at', limit: 100 })}`,
          { signal },
        )
      ).items.toReversed(),
  })
export const mailboxesQuery = queryOptions({
  queryKey: ['records', 'mailboxes', 'all'] as const,
  queryFn: async ({ signal }) =>
    (await api<{ items: Rec[] }>(`mailboxes${query({ limit: 200 })}`, { signal })).items,
})
export const templatesQuery = queryOptions({
  queryKey: ['records', 'mailTemplates', 'all'] as const,
  queryFn: async ({ signal }) =>
    (
      await api<{ items: Rec[] }>(`mailTemplates${query({ limit: 200, fields: 'name,language' })}`, {
        signal,
      })
    ).items,
})
export const ledgerQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', 'mailboxes', 'ledger', id] as const,
    queryFn: () => ask<{ folders: LedgerFolder[]; sendings: Sending[] }>('mailbox.ledger', { id }),
    refetchInterval: 10_000,
  })
