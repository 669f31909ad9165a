export type Loop = { wake(): void; stop(): Promise<void> }

const eager = 20

/** Repeats a step that says whether it found work: at once while there is, else after `idle` ms or when woken.
 * Woken and finding nothing, it looks again soon: what woke it may wait behind a transaction still running. */
export function loop(step: () => Promise<boolean>, idle: number, onFault: (error: unknown) => void): Loop {
  let stopped = false
  let woken = false
  let delay = idle
  let rouse = () => {}
  let failures = 0

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      rouse = () => (clearTimeout(timer), resolve())
    })

  async function attempt(): Promise<void> {
    try {
      const found = await step()
      failures = 0
      delay = found ? 0 : Math.min(idle, delay === 0 ? eager : delay * 2)
    } catch (error) {
      if (stopped) return
      onFault(error)
      delay = Math.min(30_000, 500 * 2 ** failures++)
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      await attempt()
      if (stopped || woken || delay === 0) continue
      await pause(delay)
    }
  }
  const ended = run()

  return {
    wake() {
      woken = true
      if (failures) return
      delay = eager
      rouse()
    },
    async stop() {
      stopped = true
      rouse()
      await ended
    },
  }
}
