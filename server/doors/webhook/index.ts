import type { Kolo } from '#core/kolo.ts'
import type { Jobs, Queue } from '#core/background.ts'
import { deliver, findLost } from './deliver.ts'
import { forgetOld } from './ledger.ts'
import { closePools } from './post.ts'
import { consumer, queueName } from './queue.ts'
import { webhookRoutes } from './routes.ts'

export type WebhookOptions = {
  /** Receivers inside this network are allowed (KOLO_WEBHOOK_PRIVATE=1). */
  allowPrivate?: boolean
  timeoutMs?: number
  /** How much longer than a try may take a delivery is held for it. */
  slackSeconds?: number
}

const lookEvery = 10 * 60

/** Tells other systems what happens: events become deliveries in a ledger, deliveries are posted, signed and retried. */
export function webhookDoor(
  kolo: Kolo,
  { allowPrivate = false, timeoutMs = 10_000, slackSeconds = 20 }: WebhookOptions = {},
) {
  const timers: NodeJS.Timeout[] = []
  const holdSeconds = Math.ceil(timeoutMs / 1000) + slackSeconds
  // Whoever retries must wait until what the dead one held is free again.
  const retryDelay = holdSeconds + 1
  const queue: Queue<{ delivery: string }> = {
    name: queueName,
    options: { retryLimit: 5, retryDelay, expireInSeconds: retryDelay + 30, deleteAfterSeconds: 3600 },
    work: { batchSize: 25, burstWhenBatchFull: true, localConcurrency: 2, pollingIntervalSeconds: 2 },
    run: ({ delivery }, jobs) => deliver(kolo, jobs, delivery, { allowPrivate, timeoutMs, holdSeconds }),
  }
  return {
    routes: webhookRoutes(kolo),
    queue,
    consumer: (jobs: Jobs) => consumer(kolo, jobs),
    chore: () => forgetOld(kolo),
    /** Finds deliveries that lost their job: now, when what a killed process held is free, and from time to time. */
    async start(jobs: Jobs): Promise<void> {
      const look = (grace: number) => findLost(kolo, jobs, grace).catch(() => {})
      await findLost(kolo, jobs, 0)
      timers.push(
        setTimeout(look, retryDelay * 1000, 0).unref(),
        setInterval(look, lookEvery * 1000, lookEvery).unref(),
      )
    },
    stop(): void {
      timers.forEach(clearTimeout)
      closePools()
    },
  }
}
