import { CannotStart } from '#database/cannot-start.ts'

export type Ending = {
  /** Waits for what is being opened, and sees that it is closed, even when told to end while it opens. */
  open<T>(opening: Promise<T>, close: (opened: T) => Promise<unknown>): Promise<T>
}

const patience = 15_000

/** Ends the process in order when it is told to: the last thing opened closes first, one after the other. Whoever
 * asks again after a second does not want to wait. */
export function endOn(signals: NodeJS.Signals[]): Ending {
  const steps: (() => Promise<unknown>)[] = []
  const openings: Promise<unknown>[] = []
  let began = 0
  const end = async () => {
    if (began) return Date.now() - began > 1000 && process.exit(1)
    began = Date.now()
    setTimeout(() => process.exit(1), patience).unref()
    await Promise.allSettled(openings)
    for (const step of steps.toReversed()) await step().catch((error: Error) => console.error(error.message))
    process.exit(0)
  }
  for (const signal of signals) process.on(signal, end)
  // Started by a script: when that is killed, nobody else would end us.
  const parent = Number(process.env['KOLO_PARENT'])
  const watch = setInterval(() => {
    if (!parent || process.ppid === parent) return
    clearInterval(watch)
    void end()
  }, 250).unref()
  return {
    open(opening, close) {
      const done = opening.then((opened) => (steps.push(() => close(opened)), opened))
      openings.push(done)
      return done
    },
  }
}

/** One sentence where the administrator can do something; the whole story where he cannot. */
export function fail(error: unknown): never {
  if (error instanceof CannotStart) return exit(error.message, error.exitCode)
  console.error(error)
  process.exit(70)
}

function exit(sentence: string, code: number): never {
  console.error(sentence)
  process.exit(code)
}
