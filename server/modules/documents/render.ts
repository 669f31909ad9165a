import { Worker } from 'node:worker_threads'

export type Asked = {
  number: number
  template: string
  data: string
  files: Record<string, Uint8Array>
  standard?: string
  as: 'pdf' | 'svg'
}
export type Rendered = { number: number; result?: Uint8Array | string; problem?: string }

export type RenderOptions = {
  /** Pictures and other sources that the template names, as "/logo.png". */
  files?: Record<string, Uint8Array>
  /** A document that is kept for years is PDF/A: "a-2b"; one that carries other files in it "a-3b". */
  standard?: 'a-2b' | 'a-3b'
  /** Milliseconds. */
  patience?: number
}

type Waiting = { done(result: Uint8Array | string): void; failed(error: Error): void; timer: NodeJS.Timeout }

const idle = 60_000
let number = 0
let thread: { worker: Worker; waiting: Map<number, Waiting>; rest: NodeJS.Timeout | null } | null = null

/** Ends the thread; whoever waits for it is told why. */
function drop(which: NonNullable<typeof thread>, reason: string): void {
  if (thread === which) thread = null
  if (which.rest) clearTimeout(which.rest)
  for (const { failed, timer } of which.waiting.values()) {
    clearTimeout(timer)
    failed(new Error(reason))
  }
  which.waiting.clear()
  void which.worker.terminate()
}

function open(): NonNullable<typeof thread> {
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url))
  const made = { worker, waiting: new Map<number, Waiting>(), rest: null as NodeJS.Timeout | null }
  worker.on('message', (answer: Rendered) => {
    const one = made.waiting.get(answer.number)
    if (!one) return
    made.waiting.delete(answer.number)
    clearTimeout(one.timer)
    if (answer.result !== undefined) one.done(answer.result)
    else one.failed(new Error(answer.problem))
    if (made.waiting.size === 0) made.rest = setTimeout(() => drop(made, 'idle'), idle).unref()
  })
  worker.on('error', (error: Error) => drop(made, error.message))
  // Last: listening holds the process again. While a document is waited for, its patience does.
  worker.unref()
  return made
}

function render(
  as: Asked['as'],
  template: string,
  data: unknown,
  { files = {}, standard, patience = 20_000 }: RenderOptions,
): Promise<Uint8Array | string> {
  const on = (thread ??= open())
  if (on.rest) clearTimeout(on.rest)
  on.rest = null
  const mine = ++number
  return new Promise((done, failed) => {
    const timer = setTimeout(() => drop(on, 'The document took too long to set.'), patience)
    on.waiting.set(mine, { done, failed, timer })
    const asked: Asked = { number: mine, as, template, data: JSON.stringify(data), files }
    on.worker.postMessage(standard ? { ...asked, standard } : asked)
  })
}

/** Sets a document: a Typst template, which finds the data as `json("/data.json")`. One thread does it for all, and ends
 * when nobody needs it; a document that takes longer than its patience fails. */
export const renderPdf = async (template: string, data: unknown, options: RenderOptions = {}) =>
  Buffer.from((await render('pdf', template, data, options)) as Uint8Array)

/** The same pages as a picture, to be looked at before anything is kept. */
export const renderSvg = async (template: string, data: unknown, options: RenderOptions = {}) =>
  (await render('svg', template, data, options)) as string
