import sql from 'sql-template-tag'
import { startRelay } from '#doors/relay/index.ts'
import { keeper } from '#modules/analysis/index.ts'
import { until } from '../door-world.ts'
import { openSellingWorld } from '../selling-world.ts'

/** A filter that keeps all, and so has everything counted from the records. */
export const everything = ['id', 'notEmpty']

/** A company whose past months are kept while its records change. */
export async function openKeptWorld() {
  const w = await openSellingWorld()
  const relay = await startRelay(w.kolo, [keeper], { idle: 20 })
  return {
    ...w,
    count: (what = sql`true`) =>
      w.db.system(
        async (tx) =>
          (await tx.one<{ n: number }>(sql`select count(*) as n from cross_months where ${what}`))!.n,
      ),
    /** The keeper has come to all that has happened. */
    quiet: () =>
      until(() =>
        w.db.system(async (tx) => {
          const row = await tx.one(sql`select from relay_cursors c where consumer = 'analysis'
            and exists (select from events e where (e.xid, e.id) > (c.xid, c.event_id))`)
          return row === undefined
        }),
      ),
    async close() {
      await relay.stop()
      await w.close()
    },
  }
}
export type KeptWorld = Awaited<ReturnType<typeof openKeptWorld>>

// The same at every run.
let state = 7
export const random = (below: number) => (state = (state * 48271) % 2147483647) % below
export const some = <T>(list: readonly T[]): T => list[random(list.length)]!
