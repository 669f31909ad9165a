import type pg from 'pg'
import { PgBoss, type Job, type Queue as BossQueue, type WorkOptions } from 'pg-boss'
import type { Tx } from '#core/database.ts'

/** Work that is done later, told apart by name; whoever needs one declares it. */
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

export type JobsOptions = {
  /** How to log in as somebody who can become `<workspace>_system`. */
  config: pg.PoolConfig
  workspace: string
  queues: readonly Queue[]
  timeZone?: string
  /** Seconds between looks after jobs whose process died. */
  supervise?: number
  onFault?(error: unknown): void
}

/** Opens the queues and starts working on them. Only a server does this; others wait for it. */
export async function openJobs({
  config,
  workspace,
  queues,
  timeZone = 'UTC',
  supervise = 30,
  onFault = console.error,
}: JobsOptions): Promise<Jobs> {
  const boss = new PgBoss({
    ...(config as object),
    options: `-c role=${workspace}_system -c timezone=UTC`,
    application_name: 'kolo jobs',
    max: 4,
    schema: `${workspace}_jobs`,
    createSchema: false,
    superviseIntervalSeconds: supervise,
    monitorIntervalSeconds: supervise,
    persistWarnings: false,
  })
  boss.on('error', onFault)
  await boss.start()
  const workers = new Map<string, string>()

  const jobs: Jobs = {
    async send(queue, data, { tx, at, onceIn } = {}) {
      const more = { ...(at ? { startAfter: at } : {}), ...(onceIn ? { singletonSeconds: onceIn } : {}) }
      const db = tx && {
        db: { executeSql: (text: string, values?: unknown[]) => tx.client.query(text, values) },
      }
      await boss.insert(
        queue,
        data.map((d) => ({ data: d, ...more })),
        db,
      )
      if (!tx && !at) jobs.wake(queue)
    },
    wake(queue) {
      const worker = workers.get(queue)
      if (worker) boss.notifyWorker(worker)
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }

  for (const queue of queues) {
    await boss.createQueue(queue.name, queue.options)
    const results = (batch: Job<object>[]) =>
      Promise.all(batch.map((job) => resultOf(queue, job, jobs, onFault)))
    workers.set(queue.name, await boss.work(queue.name, { ...queue.work, perJobResults: true }, results))
    if (queue.cron) await boss.schedule(queue.name, queue.cron, {}, { tz: timeZone, missed: 'once' })
  }
  return jobs
}

async function resultOf(queue: Queue, job: Job<object>, jobs: Jobs, onFault: (error: unknown) => void) {
  try {
    await queue.run(job.data, jobs)
    return { id: job.id, status: 'completed' as const }
  } catch (error) {
    onFault(error)
    return { id: job.id, status: 'failed' as const, output: { message: (error as Error).message } }
  }
}
