import { api, ApiError, newKey, Unreachable } from '../api.ts'
import type { StoredFile } from '../kinds/file.tsx'
import { inStore } from './database.ts'
import { keptUser } from './kept.ts'
import { ask, isAway } from './network.ts'
import { isOld, nextOf, ofUser, outcomeOf, whyNotKeep, type Waiting, type Write } from './rules.ts'
import { setWaiting, waitingNow } from './waiting.ts'

/** It cannot wait on this device: `code` says why, as in the texts `offline.notKept.…`. */
export class NotKept extends Error {
  readonly code: 'full' | 'large' | 'heavy' | 'room' | 'nothing'
  constructor(code: NotKept['code']) {
    super(code)
    this.code = code
  }
}

const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kolo-waiting')
if (tabs) tabs.onmessage = () => void load().catch(() => {})

/** Reads what waits of whoever is signed in here. */
export async function load() {
  const all = (await inStore('waiting', 'readonly', (s) => s.getAll())) as Waiting[]
  setWaiting(ofUser(all, keptUser()))
}
async function changed() {
  await load()
  tabs?.postMessage(null)
}

const put = (w: Omit<Waiting, 'number'>) => inStore('waiting', 'readwrite', (s) => s.put(w))

/** What is found out about it while it is sent; one that was thrown away meanwhile does not come back. */
const note = (w: Waiting, more: Partial<Waiting>) =>
  inStore('waiting', 'readwrite', (s) => {
    const found = s.get(w.number) as IDBRequest<Waiting | undefined>
    found.onsuccess = () => found.result && s.put({ ...found.result, ...more })
    return found
  })

/** Taken from the queue for good. */
export async function discard(w: Pick<Waiting, 'number'>) {
  await inStore('waiting', 'readwrite', (s) => s.delete(w.number))
  await changed()
}

/** Everything of this user: he leaves. */
export async function discardAll() {
  for (const w of waitingNow()) await discard(w)
}

/** Once more, as it is or as it was mended. What was changed, or may have been done long ago, is another request. */
export async function again(w: Waiting, mended = w) {
  const { problem, sentAt: _, ...rest } = mended
  const isSame = mended === w && problem?.code === 'refused'
  await put({ ...rest, ...(isSame ? {} : { key: newKey() }) })
  await changed()
  void drain()
}

export type Delivered<T> = { answer: T; waits?: never } | { waits: true; answer?: never }

/** Does it now; where the server cannot be reached, or others wait already, it waits. Throws what the server refuses,
 * and NotKept. */
export async function deliver<T = unknown>(write: Write): Promise<Delivered<T>> {
  let sentAt: string | undefined
  if (!isAway() && !nextOf(waitingNow()))
    try {
      const asking = () => void (sentAt = new Date().toISOString())
      return { answer: (await perform(write, undefined, { asking })) as T }
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
    }
  await wait(write, sentAt)
  void drain()
  return { waits: true }
}

/** Keeps it to be sent; `sentAt` when it was asked for already and no answer came. Throws NotKept. */
export async function wait(write: Write, sentAt: string | undefined) {
  const user = keptUser()
  if (!user) throw new NotKept('nothing')
  const why = whyNotKeep(waitingNow(), write)
  if (why) throw new NotKept(why)
  const writtenAt = new Date().toISOString()
  // Not done when it arrives, but now. Had it arrived before, its key says so.
  const body = write.path.startsWith('operations/') ? { doneAt: writtenAt, ...write.body } : write.body
  const w = { ...write, body, user, writtenAt, ...(sentAt ? { sentAt } : {}) }
  await put(w).catch((error: unknown) => {
    throw new NotKept(
      error instanceof DOMException && error.name === 'QuotaExceededError' ? 'room' : 'nothing',
    )
  })
  void navigator.storage?.persist?.().catch(() => {})
  await changed()
}

type Steps = {
  stored?(s: NonNullable<Waiting['stored']>): Promise<unknown>
  asking(): Promise<unknown> | void
}

/** Asks the server for it. A file goes first, once: its place is kept, so that the request stays the same. */
async function perform(
  w: Write & Pick<Waiting, 'stored'>,
  user: string | undefined,
  { stored, asking }: Steps,
) {
  let file = w.stored && !isOld(w.stored.at, Date.now()) ? w.stored.file : undefined
  if (w.file && !file) {
    const form = new FormData()
    form.set('file', new File([w.file.bytes], w.file.name, { type: w.file.bytes.type }))
    file = await api<StoredFile>('files', { method: 'POST', body: form, as: user })
    await stored?.({ at: new Date().toISOString(), file })
  }
  await asking()
  return api(w.path, {
    method: 'POST',
    body: { ...w.body, ...(file ? { file } : {}) },
    once: w.key,
    as: user,
  })
}

let last: Promise<void> = Promise.resolve()
let told: () => void = () => {}
/** Calls back when something that waited was done. */
export const onSent = (tell: () => void) => (told = tell)

/** Sends what waits, in order, each once; one that is refused stays and lets the others pass. */
export const drain = () => (last = last.catch(() => {}).then(() => inOneTab(send)))

const inOneTab = (run: () => Promise<void>): Promise<void> =>
  navigator.locks ? (navigator.locks.request('kolo-waiting', run) as Promise<void>) : run()

async function send() {
  await load()
  // Not sent into the void: what may have arrived must be looked at by a person after a day.
  if (nextOf(waitingNow())) await ask()
  for (;;) {
    await load()
    const w = nextOf(waitingNow())
    if (!w || isAway()) return
    if (isOld(w.sentAt, Date.now())) await note(w, { problem: { code: 'unsure', text: '' } })
    else if (!(await attempt(w))) return
    await changed()
  }
}

/** False: not now. */
async function attempt(w: Waiting): Promise<boolean> {
  try {
    await perform(w, w.user, {
      stored: (stored) => note(w, { stored }),
      asking: () => note(w, { sentAt: w.sentAt ?? new Date().toISOString() }),
    })
  } catch (error) {
    const outcome = outcomeOf(error)
    if (outcome === 'later' || outcome === 'stranger') return false
    if (outcome === 'refused') {
      const { message, problems } = error as ApiError
      await note(w, { problem: { code: 'refused', text: problems[0]?.message ?? message } })
      return true
    }
  }
  await inStore('waiting', 'readwrite', (s) => s.delete(w.number))
  told()
  return true
}
