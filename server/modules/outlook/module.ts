import type { Jobs } from '#core/background.ts'
import type { Module } from '#core/catalogue.ts'
import {
  connectOutlook,
  disconnectOutlook,
  finishOutlook,
  readOutlook,
  setOutlook,
  syncOutlook,
} from './connect.ts'
import { answerOutlook } from './leaving.ts'
import { choosePlaces, readPlaces } from './places.ts'
import { due, syncAccount } from './round.ts'

const queue = 'outlook.sync'

export const outlook: Module = {
  name: 'outlook',
  label: { en: 'Outlook and Microsoft 365', uk: 'Outlook і Microsoft 365' },
  area: 'activities',
  uses: ['workspace', 'parties', 'activities', 'calendars'],
  entities: [],
  operations: [
    setOutlook,
    readOutlook,
    connectOutlook,
    finishOutlook,
    disconnectOutlook,
    syncOutlook,
    answerOutlook,
    readPlaces,
    choosePlaces,
  ],
  background(kolo) {
    let jobs: Jobs | undefined
    return {
      queues: [
        {
          name: queue,
          cron: '* * * * *',
          options: { policy: 'singleton', expireInSeconds: 3600 },
          async run(_, opened) {
            jobs = opened
            for (const { user } of await due(kolo)) await syncAccount(kolo, user)
          },
        },
      ],
      consumers: [
        {
          name: 'outlook',
          async handle(events, tx) {
            if (events.some((e) => e.name === 'outlook.asked' || e.name === 'outlook.connected'))
              await jobs?.send(queue, [{}], { tx, onceIn: 1 })
          },
          handled: () => jobs?.wake(queue),
        },
      ],
      start(opened) {
        jobs = opened
        return Promise.resolve(() => Promise.resolve())
      },
    }
  },
}
