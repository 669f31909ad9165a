/** How long something takes: milliseconds, sorted. */
export type Times = number[]

export const percentile = (times: Times, p: number) =>
  times[Math.min(times.length - 1, Math.floor((times.length * p) / 100))] ?? Number.NaN
export const median = (times: Times) => percentile(times, 50)

const sorted = (times: number[]) => times.toSorted((a, b) => a - b)

export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Runs both in turn, so that whatever else the machine does falls on both alike. The first tenth is warm-up. */
export async function inTurn<T extends Record<string, (i: number) => Promise<unknown>>>(
  runs: T,
  times: number,
): Promise<Record<keyof T, Times>> {
  const found = Object.fromEntries(Object.keys(runs).map((key) => [key, [] as number[]])) as Record<
    keyof T,
    number[]
  >
  for (let i = 0; i < times * 1.1; i++)
    for (const key of Object.keys(runs) as (keyof T)[]) {
      const took = await timed(() => runs[key]!(i))
      if (i >= times * 0.1) found[key].push(took)
    }
  for (const key of Object.keys(found) as (keyof T)[]) found[key] = sorted(found[key])
  return found
}

/** So many at once, each one after the other. */
export async function atOnce(
  clients: number,
  each: number,
  run: (i: number) => Promise<unknown>,
): Promise<Times> {
  const found: number[] = []
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let i = 0; i < each; i++) {
        const took = await timed(() => run(client * each + i))
        if (i > each / 10) found.push(took)
      }
    }),
  )
  return sorted(found)
}
