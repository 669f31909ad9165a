import pg from 'pg'
import sql from 'sql-template-tag'
import type { Chore, Queue } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { purgeBin } from './purge.ts'

/** What is tidied every night: the product's own chores and those that other doors bring. */
export const maintenance = (kolo: Kolo, config: pg.PoolConfig, more: readonly Chore[] = []): Queue => ({
  name: 'maintenance',
  options: { policy: 'exclusive', expireInSeconds: 3 * 3600, retryLimit: 1 },
  work: { pollingIntervalSeconds: 60 },
  cron: '17 3 * * *',
  async run() {
    const chores: Chore[] = [
      () => forgetAnswers(kolo),
      () => purgeBin(kolo),
      () => cleanSearchIndexes(kolo, config),
      ...more,
    ]
    const faults: unknown[] = []
    // One that fails keeps none of the others from being done.
    for (const chore of chores) await chore().catch((error: unknown) => faults.push(error))
    if (faults.length) throw new AggregateError(faults, faults.map((f) => (f as Error).message).join('; '))
  },
})

/** Answers kept for repeated requests are good for a day. */
const forgetAnswers = (kolo: Kolo) =>
  kolo.db.system((tx) => tx.rows(sql`delete from answers where created_at < now() - interval '1 day'`))

/** What was written by day waits beside the search indexes, and every search reads it through. Merging it takes the
 * owner of the index, who is nobody's role while the server works. */
async function cleanSearchIndexes({ db: { workspace } }: Kolo, config: pg.PoolConfig): Promise<void> {
  const client = new pg.Client({ ...(config as pg.ClientConfig), options: `-c role=${workspace}_owner` })
  await client.connect()
  try {
    await client.query(
      `select gin_clean_pending_list(i.oid) from pg_class i join pg_am a on a.oid = i.relam join pg_namespace n on n.oid = i.relnamespace
        where a.amname = 'gin' and i.relkind = 'i' and n.nspname = $1`,
      [workspace],
    )
  } finally {
    await client.end()
  }
}
