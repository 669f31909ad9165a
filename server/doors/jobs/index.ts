import type pg from 'pg'
import type { Kolo } from '#core/kolo.ts'
import { openJobs, type Jobs, type JobsOptions, type Queue } from './jobs.ts'
import { maintenance, type Chore } from './maintenance.ts'

export type { Chore, Jobs, Queue }
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
