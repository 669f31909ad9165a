import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, ApiError, newKey, Unreachable } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import type { StoredFile } from '../../kinds/file.tsx'
import { keys } from '../../records.ts'

/** One file on its way to a record; `attachment` when it is a new version of what is there. */
export type Upload = {
  key: string
  record: string
  name: string
  size: number
  sent: number
  error?: Error
  cancel(): void
  again(): void
}
export type Target = { entity: Entity; id: string; attachment?: { id: string; revision?: number } }

const atOnce = 2
let uploads: readonly Upload[] = []
const waiting: (() => Promise<void>)[] = []
let running = 0
const listeners = new Set<() => void>()

function set(next: readonly Upload[]) {
  uploads = next
  for (const tell of listeners) tell()
}
const patch = (key: string, change: Partial<Upload>) =>
  set(uploads.map((u) => (u.key === key ? { ...u, ...change } : u)))
const drop = (key: string) => set(uploads.filter((u) => u.key !== key))

function pump() {
  while (running < atOnce && waiting.length > 0) {
    running++
    void waiting.shift()!().finally(() => (running--, pump()))
  }
}

/** Begins to send files to a record; each is seen in its list at once. */
export function upload(client: QueryClient, target: Target, files: Iterable<File>) {
  for (const file of files) send(client, target, file)
  pump()
}

function send(client: QueryClient, target: Target, file: File) {
  const key = newKey()
  const request = new XMLHttpRequest()
  const work = async () => {
    if (!uploads.some((u) => u.key === key)) return
    let askedAt: string | undefined
    try {
      const stored = await put(request, file, (sent) => patch(key, { sent }))
      askedAt = new Date().toISOString()
      await keep(target, stored, key)
      drop(key)
      await client.invalidateQueries({ queryKey: keys.all('attachments') })
      void client.invalidateQueries({ queryKey: keys.history(target.entity.plural, target.id) })
    } catch (error) {
      const isAway = error instanceof Unreachable && !target.attachment
      if (isAway && (await waits(target, file, key, askedAt))) drop(key)
      else patch(key, { error: error as Error, sent: 0 })
    }
  }
  const again = () => {
    drop(key)
    upload(client, target, [file])
  }
  const cancel = () => {
    request.abort()
    drop(key)
  }
  set([...uploads, { key, record: target.id, name: file.name, size: file.size, sent: 0, cancel, again }])
  waiting.push(work)
}

/** Without a network it waits on this device; false where it cannot. */
const waits = ({ entity, id }: Target, file: File, key: string, askedAt: string | undefined) =>
  import('../../offline/queue.ts')
    .then(({ wait }) =>
      wait(
        {
          kind: 'photo',
          path: 'attachments',
          body: { name: file.name, record: { entity: entity.name, id } },
          about: { entity: entity.name, id, title: file.name },
          key,
          file: { name: file.name, bytes: file },
        },
        askedAt,
      ),
    )
    .then(
      () => true,
      () => false,
    )

/** By XMLHttpRequest: fetch does not tell how much of a body has gone. */
const put = (request: XMLHttpRequest, file: File, onProgress: (sent: number) => void) =>
  new Promise<StoredFile>((resolve, reject) => {
    request.open('POST', '/api/files')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    request.upload.onprogress = (e) => onProgress(e.loaded)
    request.onerror = () => reject(new Unreachable('upload'))
    request.onload = () => {
      const body = JSON.parse(request.responseText || '{}')
      if (request.status < 300) resolve(body as StoredFile)
      else reject(new ApiError(request.status, body))
    }
    request.send(file)
  })

const keep = ({ entity, id, attachment }: Target, file: StoredFile, once: string) =>
  attachment
    ? api(`attachments/${attachment.id}`, { method: 'PATCH', body: { file }, revision: attachment.revision })
    : api('attachments', {
        method: 'POST',
        body: { name: file.name, file, record: { entity: entity.name, id } },
        once,
      })

export const useUploads = (record: string) =>
  useSyncExternalStore(
    (tell) => (listeners.add(tell), () => listeners.delete(tell)),
    () => uploads,
  ).filter((u) => u.record === record)
