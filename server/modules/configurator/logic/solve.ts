import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Answer, Known, Rest, What } from './answers.ts'

export type Said = 'ready' | { answer: unknown } | { problem: string }

/** Why a question has no answer: it took too long (or too much memory), or too many others wait for theirs. */
export class Unsolved extends Error {
  code: 'too_hard' | 'solver_busy'
  constructor(code: Unsolved['code']) {
    super(code)
    this.code = code
  }
}

const patience = 5000
const idle = 2 * 60_000
// Who waits holds a connection to the database: most of them stay free for others.
const mostWaiting = 4
const memory = { maxOldGenerationSizeMb: 256 }

let thread: Promise<Worker> | null = null
let rest: NodeJS.Timeout | undefined
let waiting = 0
let last: Promise<unknown> = Promise.resolve()

function drop(worker: Worker): void {
  thread = null
  void worker.terminate()
}

async function open(): Promise<Worker> {
  const worker = new Worker(new URL('./solve-worker.ts', import.meta.url), { resourceLimits: memory })
  worker.unref()
  // One that fails while it is being ended fails alone.
  worker.on('error', () => {})
  await once(worker, 'message')
  return worker
}

async function ask(question: object): Promise<unknown> {
  clearTimeout(rest)
  const worker = await (thread ??= open()).catch((error: unknown) => {
    thread = null
    throw error
  })
  const tooLong = new AbortController()
  const timer = setTimeout(() => tooLong.abort(), patience)
  try {
    const heard = once(worker, 'message', { signal: tooLong.signal }) as Promise<[Exclude<Said, 'ready'>]>
    worker.postMessage(question)
    const [said] = await heard
    if ('problem' in said) throw new Error(said.problem)
    rest = setTimeout(drop, idle, worker).unref()
    return said.answer
  } catch (error) {
    drop(worker)
    const isHard = tooLong.signal.aborted || (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
    throw isHard ? new Unsolved('too_hard') : error
  } finally {
    clearTimeout(timer)
  }
}

/** Asks a model. Solving has no bound that anybody knows beforehand: one thread does it for all, one question after
 * another, five seconds for each; it ends when nobody needs it. Throws Unsolved. */
export async function solve<W extends What>(what: W, known: Known, ...more: Rest<W>): Promise<Answer<W>> {
  if (waiting >= mostWaiting) throw new Unsolved('solver_busy')
  waiting++
  const mine = last.then(() => ask({ what, known, rest: more }))
  last = mine.catch(() => {}).then(() => waiting--)
  return (await mine) as Answer<W>
}
