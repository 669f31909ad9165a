import sql from 'sql-template-tag'
import type { Tx } from './database.ts'
import { Invalid } from './error.ts'

type Answer = { request_hash: string; result: unknown }

/** Runs it once for the actor's idempotency key. A repetition waits for the first to commit, then gets its result:
 * key, work and result stand or fall together, also when the process is killed between commit and answer. */
export async function once(tx: Tx, run: () => Promise<unknown>): Promise<unknown> {
  const { once: asked, user } = tx.actor
  if (!asked || !user) return run()
  const before = await tx.elevated(async () => {
    const [taken] =
      await tx.rows(sql`insert into answers (key, actor_id, request_hash) values (${asked.key}, ${user}::uuid, ${asked.hash})
      on conflict do nothing returning key`)
    if (taken) return null
    return tx.one<Answer>(
      sql`select request_hash, result from answers where key = ${asked.key} and actor_id = ${user}::uuid`,
    )
  })
  if (before && before.request_hash !== asked.hash)
    throw new Invalid([
      { path: 'Idempotency-Key', message: 'This key was used for another request.', code: 'key_reused' },
    ])
  if (before) return before.result
  const result = (await run()) ?? null
  await tx.elevated(() =>
    tx.rows(
      sql`update answers set result = ${JSON.stringify(result)}::jsonb where key = ${asked.key} and actor_id = ${user}::uuid`,
    ),
  )
  return result
}
