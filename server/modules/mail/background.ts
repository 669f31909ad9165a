import type { Background, Jobs } from '#core/background.ts'
import type { Kolo } from '#core/kolo.ts'
import { sending, sendingQueue, sendOverdue } from './deliver.ts'

/** Letters go out, and come in, while nobody asks. */
export function background(kolo: Kolo): Background {
  let jobs: Jobs | undefined
  return {
    queues: [sending(kolo)],
    consumers: [
      {
        name: 'mail',
        async handle(events, tx) {
          const queued = events.filter((e) => e.name === 'mailMessage.queued')
          // Before the queues are open: the sweep at their opening finds the letter.
          if (queued.length)
            await jobs?.send(
              sendingQueue,
              queued.map((e) => ({ message: e.record! })),
              { tx },
            )
        },
        handled: () => jobs?.wake(sendingQueue),
      },
    ],
    async start(opened) {
      jobs = opened
      await sendOverdue(kolo, opened)
      return async () => {}
    },
  }
}
