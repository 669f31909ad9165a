import { expect } from 'vitest'
import { openHttpWorld } from '../http-world.ts'
import { everyKind } from '../world/every-kind.ts'

/** The HTTP door of a company with such fields; `noFault` that nothing went wrong inside. */
export async function openOddWorld() {
  const w = await openHttpWorld()
  await everyKind(w.kolo, w.admin)
  return {
    ...w,
    noFault(what: unknown, status: number) {
      expect([what, status < 500 || status, w.faults]).toEqual([what, true, []])
    },
  }
}
export type OddWorld = Awaited<ReturnType<typeof openOddWorld>>
