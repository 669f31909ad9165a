import type pg from 'pg'
import { inTurn, type Times } from './measure.ts'
import type { Serving } from './serving.ts'

const [few, many] = [50, 50_000]

/** The timelines of an account with fifty facts and of one with fifty thousand, in turn. */
export async function timelines(
  serving: Serving,
  pool: pg.Pool,
  times: number,
): Promise<Record<'few' | 'many', Times>> {
  const { rows } = await pool.query<{ deal: string; account: string }>(
    'select distinct on (account_id) id as deal, account_id as account from kolo.deals where account_id is not null and deleted_at is null order by account_id limit 2',
  )
  const [small, large] = rows
  for (const [at, count] of [
    [small!, few],
    [large!, many],
  ] as const) {
    await pool.query(
      `insert into kolo.events (id, name, entity, record_id, via, operation, changes)
        select uuidv7(), 'deal.updated', 'deal', $1, 'web', 'deal.update', '{"description":["a","b"]}' from generate_series(1, $2::int)`,
      [at.deal, count],
    )
    await pool.query(
      `insert into kolo.timeline (subject_id, at, event_id, record_id, actor_id, entity, is_change)
        select $2, at, id, record_id, actor_id, entity, true from kolo.events where record_id = $1 and name = 'deal.updated' on conflict do nothing`,
      [at.deal, at.account],
    )
  }
  await pool.query('vacuum analyze kolo.timeline')
  const open = (account: string) => async () => {
    const { status } = await serving.ask('GET', `/api/accounts/${account}/timeline`)
    if (status !== 200) throw new Error(`${status}`)
  }
  return inTurn({ few: open(small!.account), many: open(large!.account) }, times)
}
