import type pg from 'pg'
import type { Chore, Jobs, Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { openJobs, type JobsOptions } from './jobs.ts'
import { maintenance } from './maintenance.ts'

export { purgeBin } from './purge.ts'

type Options = Pick<JobsOptions, 'timeZone' | 'supervise' | 'onFault'> & {
  config: pg.PoolConfig
  kolo: Kolo
  queues?: readonly Queue[]
  /** Tidied every night beside the product's own. */
  chores?: readonly Chore[]
}

/** The queues of a running server, the nightly maintenance among them. */
export const startJobs = ({ config, kolo, queues = [], chores = [], ...more }: Options): Promise<Jobs> =>
  openJobs({
    ...more,
    config,
    workspace: kolo.db.workspace,
    queues: [...queues, maintenance(kolo, config, chores)],
  })
