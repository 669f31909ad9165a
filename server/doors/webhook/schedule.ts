const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Waits between tries: half a minute of it is a restart, the rest is a working day of somebody who mends it. */
export const waits = [
  10 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
]

export type Verdict = { kind: 'delivered' } | { kind: 'again'; afterMs: number } | { kind: 'failed' }

/** What follows from a try: the `tries`-th, answered with `status` (none, if nobody answered). A receiver that says
 * 410 Gone wants no more of it. */
export function verdict(
  tries: number,
  status: number | undefined,
  retryAfterS = 0,
  random = Math.random(),
): Verdict {
  if (status !== undefined && status >= 200 && status < 300) return { kind: 'delivered' }
  const wait = waits[tries - 1]
  if (status === 410 || wait === undefined) return { kind: 'failed' }
  const asked = Math.min(retryAfterS * second, 24 * hour)
  return { kind: 'again', afterMs: Math.max(asked, Math.round(wait * (0.9 + 0.2 * random))) }
}

/** How long a receiver that did not answer `failures` times in a row is left in peace. */
export const restMs = (failures: number) =>
  failures < 3 ? 0 : Math.min(10 * minute, 10 * second * 2 ** (failures - 3))
