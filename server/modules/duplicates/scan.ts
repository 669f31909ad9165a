import { Worker } from 'node:worker_threads'
import sql, { raw } from 'sql-template-tag'
import type { Entity } from '#core/entity.ts'
import type { Kolo } from '#core/kolo.ts'
import { scanAcross, stillAlone } from './across.ts'
import { encode, type Answer, type FoundPair, type Question } from './engine/wire.ts'
import { comparandsOf } from './fields.ts'
import { readingOf } from './reading.ts'

export type Step = (phase: string, done: number) => Promise<void>
export type Outcome = { records: number; compared: number; groups: number; pairs: number }

const page = 2000

/** Ids in sixteen bytes each, in the order in which the records were read. */
class Ids {
  private bytes = Buffer.alloc(16 * 4096)
  length = 0
  add(id: string): void {
    if (this.length * 16 === this.bytes.length)
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)])
    this.bytes.write(id.replaceAll('-', ''), this.length++ * 16, 'hex')
  }
  of(i: number): string {
    const hex = this.bytes.toString('hex', i * 16, i * 16 + 16)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}

/** Looks through all records of a kind and keeps the likely pairs. `step` is told how far it is; when it throws, the
 * search ends and nothing that it found is kept. */
export async function scan(kolo: Kolo, entity: string, id: string, step: Step): Promise<Outcome> {
  await kolo.refresh()
  const e = kolo.entity(entity)
  const comparands = comparandsOf(e)
  const expected = await kolo.db.system((tx) =>
    tx.one<{ n: number }>(sql`select count(*) as n from ${raw(`"${e.table}"`)} where deleted_at is null`),
  )
  const specs = comparands.map(({ key, kind }) => ({ key, kind }))
  const worker = new Worker(new URL('./engine/worker.ts', import.meta.url), {
    workerData: { specs, expected: Number(expected?.n ?? 0) },
  })
  try {
    const ask = (question: Question) => worker.postMessage(question)
    const ids = await gather(
      kolo,
      e,
      (rows) => ask({ rows: encode(rows) }),
      (done) => step('reading', done / Math.max(1, Number(expected?.n))),
    )
    const known = await scanAcross(kolo, entity, id, (done) => step('clients', done))
    const answers = answersOf(worker)
    ask('search')
    const outcome = await keep(kolo, entity, id, ids, answers, ask, step)
    return { ...outcome, pairs: outcome.pairs + known }
  } finally {
    await worker.terminate()
  }
}

async function gather(
  kolo: Kolo,
  e: Entity,
  send: (rows: string[][][]) => void,
  step: (done: number) => Promise<void>,
): Promise<Ids> {
  const reading = readingOf(e, comparandsOf(e))
  const ids = new Ids()
  for (let after: string | null = null; ;) {
    const from: string = after ?? '00000000-0000-0000-0000-000000000000'
    const rows = await kolo.db.system((tx) =>
      tx.rows<{ id: string }>(sql`select t.id, ${reading.columns} from ${raw(`"${e.table}" t`)}
        where t.deleted_at is null ${stillAlone(e.name, 't')} and t.id > ${from}::uuid order by t.id limit ${page}`),
    )
    if (rows.length) send(rows.map(reading.comparable))
    for (const row of rows) ids.add(row.id)
    await step(ids.length)
    if (rows.length < page) return ids
    after = rows.at(-1)!.id
  }
}

/** The worker's answers, one at a time. */
async function* answersOf(worker: Worker): AsyncGenerator<Answer> {
  const waiting: Answer[] = []
  let fault: Error | undefined
  let rouse = () => {}
  worker.on('message', (answer: Answer) => (waiting.push(answer), rouse()))
  worker.on('error', (error: Error) => ((fault = error), rouse()))
  for (;;) {
    const answer = waiting.shift()
    if (fault) throw fault
    if (answer !== undefined) yield answer
    else await new Promise<void>((resolve) => (rouse = resolve))
  }
}

async function keep(
  kolo: Kolo,
  entity: string,
  scanId: string,
  ids: Ids,
  answers: AsyncGenerator<Answer>,
  ask: (question: Question) => void,
  step: Step,
): Promise<Outcome> {
  const outcome = { records: ids.length, compared: 0, groups: 0, pairs: 0 }
  for await (const answer of answers) {
    if (answer === 'end') break
    if ('progress' in answer) await step(answer.progress, answer.done)
    else if ('model' in answer) {
      Object.assign(outcome, { compared: answer.compared, groups: answer.groups })
      await keepModel(kolo, entity, answer.model)
      ask('next')
    } else {
      await keepPairs(kolo, entity, scanId, ids, answer.pairs)
      outcome.pairs += answer.pairs.length
      await step('keeping', 0)
      ask('next')
    }
  }
  // What this search did not find again is likely no more; what people decided stays.
  await kolo.db.system((tx) =>
    tx.rows(sql`delete from duplicate_pairs where entity = ${entity} and client is null and status = 'open' and scan_id is distinct from ${scanId}::uuid
      and found_at < (select asked_at from duplicate_scans where id = ${scanId}::uuid)`),
  )
  return outcome
}

const keepModel = (kolo: Kolo, entity: string, model: unknown) =>
  kolo.db.system((tx) =>
    tx.rows(sql`insert into duplicate_models (entity, model) values (${entity}, ${JSON.stringify(model)}::jsonb)
      on conflict (entity) do update set model = excluded.model, made_at = now()`),
  )

async function keepPairs(
  kolo: Kolo,
  entity: string,
  scanId: string,
  ids: Ids,
  pairs: FoundPair[],
): Promise<void> {
  const rows = pairs.map(({ a, b, group, score }) => ({
    a_id: ids.of(a),
    b_id: ids.of(b),
    group_id: ids.of(group),
    probability: score.probability,
    weight: score.weight,
    parts: score.parts,
  }))
  await kolo.db.system((tx) =>
    tx.rows(sql`insert into duplicate_pairs (entity, a_id, b_id, group_id, probability, weight, parts, scan_id)
      select ${entity}, a_id, b_id, group_id, probability, weight, parts, ${scanId}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as p(a_id uuid, b_id uuid, group_id uuid, probability real, weight real, parts jsonb)
      on conflict (a_id, b_id) do update set group_id = excluded.group_id, probability = excluded.probability,
        weight = excluded.weight, parts = excluded.parts, scan_id = excluded.scan_id`),
  )
}
