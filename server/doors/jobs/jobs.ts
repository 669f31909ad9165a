import type pg from 'pg'
import type { Job } from 'pg-boss'
import type { Jobs, Queue } from '#core/background.ts'

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
  const { PgBoss } = await import('pg-boss')
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
