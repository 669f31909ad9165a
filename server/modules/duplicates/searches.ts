import sql from 'sql-template-tag'
import type { Kolo } from '#core/kolo.ts'
import { mergeCertain } from './rule/merge-certain.ts'
import { scan, type Step } from './scan.ts'

type Asked = { id: string; entity: string }

class Cancelled extends Error {}

/** Runs the searches that were asked for, one at a time, each by one process; one whose process died is begun again.
 * Then the rule merges the certain ones, where it is on. */
export function startSearches(kolo: Kolo, onFault: (error: unknown) => void = console.error, idle = 5_000) {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let busy = false

  async function serve(): Promise<void> {
    for (let next = await claim(kolo); next && !stopped; next = await claim(kolo))
      await run(kolo, next, () => stopped).catch(onFault)
    await mergeCertain(kolo, () => stopped)
  }
  const look = () => {
    if (busy || stopped) return
    busy = true
    running = serve()
      .catch(onFault)
      .finally(() => (busy = false))
  }
  const timer = setInterval(look, idle).unref()
  kolo.onEvents.push(look)
  look()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      kolo.onEvents.splice(kolo.onEvents.indexOf(look), 1)
      await running
    },
  }
}

const claim = (kolo: Kolo) =>
  kolo.db.system((tx) =>
    tx.one<Asked>(sql`update duplicate_scans set status = 'running', seen_at = now(), progress = 0 where id = (
      select id from duplicate_scans where status = 'waiting' or (status = 'running' and seen_at < now() - interval '2 minutes')
      order by id limit 1 for update skip locked) returning id, entity`),
  )

const shares: Record<string, [number, number]> = {
  reading: [0, 0.2],
  // Of leads only, of whom there are few beside the clients they are compared with.
  clients: [0.2, 0.45],
  learning: [0.2, 0.45],
  comparing: [0.45, 0.9],
  grouping: [0.9, 0.92],
  keeping: [0.92, 1],
}

/** Also for a process that searches by itself, as the bench does. */
export async function run(kolo: Kolo, { id, entity }: Asked, isStopped = () => false): Promise<void> {
  const began = Date.now()
  let told = 0
  const step: Step = async (phase, done) => {
    if (isStopped()) throw new Cancelled()
    if (Date.now() - told < 500) return
    told = Date.now()
    const [from, to] = shares[phase]!
    const going = await kolo.db.system((tx) =>
      tx.rows(sql`update duplicate_scans set phase = ${phase}, progress = ${from + (to - from) * Math.min(1, done)}, seen_at = now()
        where id = ${id}::uuid and status = 'running' returning id`),
    )
    if (going.length === 0) throw new Cancelled()
  }
  try {
    const { records, pairs } = await scan(kolo, entity, id, step)
    await kolo.db.system((tx) =>
      tx.rows(sql`update duplicate_scans set status = 'done', progress = 1, records = ${records}, found = ${pairs},
        took_ms = ${Date.now() - began}, finished_at = now() where id = ${id}::uuid and status = 'running'`),
    )
  } catch (error) {
    await kolo.db.system((tx) => tx.rows(ending(id, error, isStopped())))
    if (!(error instanceof Cancelled)) throw error
  }
}

// Stopped with its process, it waits for the next one.
const ending = (id: string, error: unknown, stopped: boolean) =>
  error instanceof Cancelled
    ? sql`update duplicate_scans set status = ${stopped ? 'waiting' : 'cancelled'}, finished_at = now() where id = ${id}::uuid and status = 'running'`
    : sql`update duplicate_scans set status = 'failed', problem = ${(error as Error).message}, finished_at = now() where id = ${id}::uuid`
