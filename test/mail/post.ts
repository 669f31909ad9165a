import type pg from 'pg'
import type { Jobs } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { startJobs } from '#doors/jobs/index.ts'
import { startRelay } from '#doors/relay/index.ts'
import { openSink } from './sink.ts'

/** What a server runs to send letters, and a mail server that takes them; `faults` are what went wrong meanwhile. */
export async function openPost({ kolo, config }: { kolo: Kolo; config: pg.PoolConfig }) {
  const sink = await openSink()
  const faults: unknown[] = []
  const onFault = (error: unknown) => void faults.push(error)
  const mail = kolo.catalogue.modules.find((m) => m.name === 'mail')!.background!(kolo)
  const jobs: Jobs = await startJobs({ config, kolo, queues: [...mail.queues!], onFault })
  const relay = await startRelay(kolo, [...mail.consumers!], { idle: 50, onFault })
  await mail.start!(jobs)
  return {
    sink,
    jobs,
    faults,
    /** A mailbox that sends by it. */
    box: (address: string, name: string) => ({
      name,
      address,
      smtpHost: '127.0.0.1',
      smtpPort: sink.port,
      smtpSecurity: 'none',
      smtpUser: 'olena',
      password: 'right',
    }),
    async close() {
      await relay.stop()
      await jobs.stop()
      await sink.close()
    },
  }
}
export type Post = Awaited<ReturnType<typeof openPost>>
