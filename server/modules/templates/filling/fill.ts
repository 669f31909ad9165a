import { Worker } from 'node:worker_threads'
import { TemplateTrouble, type Filling, type Tag, type Trouble } from '../tags.ts'

export type Office = 'docx' | 'xlsx'
export type Job = { kind: Office; bytes: Uint8Array; data: Filling | null }
export type Answer = { bytes?: Uint8Array; tags?: Tag[]; trouble?: Trouble }

const patience = 20_000
const atOnce = 2
let busy = 0
const waiting: (() => void)[] = []

/** Somebody's file is read in a thread of its own, with a bound to its memory and its time: whatever it holds, the
 * server goes on. Two at once; the others wait. */
async function run(job: Job): Promise<Answer> {
  if (busy >= atOnce) await new Promise<void>((go) => waiting.push(go))
  busy++
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 400 },
  })
  try {
    return await new Promise<Answer>((done) => {
      const failed = () => done({ trouble: { code: 'too_slow', place: '' } })
      setTimeout(failed, patience).unref()
      worker.once('message', done)
      worker.once('error', failed)
      worker.once('exit', failed)
    })
  } finally {
    await worker.terminate()
    busy--
    waiting.shift()?.()
  }
}

async function asked<K extends 'bytes' | 'tags'>(job: Job, key: K): Promise<NonNullable<Answer[K]>> {
  const answer = await run(job)
  if (answer.trouble) throw new TemplateTrouble(answer.trouble.code, answer.trouble.place)
  return answer[key]!
}

/** What an office file asks for. Throws TemplateTrouble. */
export const inspect = (kind: Office, bytes: Uint8Array) => asked({ kind, bytes, data: null }, 'tags')
/** The file with everything filled in. */
export const fill = (kind: Office, bytes: Uint8Array, data: Filling) => asked({ kind, bytes, data }, 'bytes')
