import type { Queue as BossQueue, WorkOptions } from 'pg-boss'
import type { Tx } from './database.ts'

/** One event as the relay brings it: a fact and who told it. */
export type RelayEvent = {
  xid: string
  id: string
  at: string
  name: string
  entity: string | null
  record: string | null
  actor: string | null
  via: string | null
  operation: string | null
  changes: Record<string, [unknown, unknown]> | null
  payload: unknown
}

/** One who reads every event once, in order. What it writes in `tx` and its progress commit together. */
export type Consumer = {
  name: string
  /** False: nobody waits for events now; those so far are passed over unread. */
  wanted?(tx: Tx): Promise<boolean>
  handle(events: RelayEvent[], tx: Tx): Promise<void>
  /** After the commit. */
  handled?(): void
}

/** Work that is done later, told apart by name; whoever needs one declares it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Queue<T extends object = any> = {
  name: string
  options?: Omit<BossQueue, 'name'>
  work?: Omit<WorkOptions, 'perJobResults' | 'transactional' | 'includeMetadata'>
  /** Runs again when it throws or when its process is killed: what it does must bear repetition. */
  run(data: T, jobs: Jobs): Promise<void>
  /** When it runs by itself, in cron's notation; once more at start if that time was slept through. */
  cron?: string
}

export type SendOptions = {
  /** The transaction that the jobs stand or fall with. */
  tx?: Tx
  at?: Date
  /** No second one for this many seconds. */
  onceIn?: number
}

export type Jobs = {
  send(queue: string, data: readonly object[], options?: SendOptions): Promise<void>
  /** Looks for jobs now, for what was sent in a transaction that is committed since. */
  wake(queue: string): void
  stop(): Promise<void>
}

/** Tidied every night. */
export type Chore = () => Promise<unknown>

/** What a module does while nobody asks. Only a running server does it. */
export type Background = {
  consumers?: readonly Consumer[]
  queues?: readonly Queue[]
  chores?: readonly Chore[]
  /** For what none of these is: begins it, and answers how to end it. */
  start?(jobs: Jobs): Promise<() => Promise<void>>
}
