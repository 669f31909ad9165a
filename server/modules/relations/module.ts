import { todayOf, systemActor } from '#core/actor.ts'
import type { Module } from '#core/catalogue.ts'
import { keyDate } from './key-date.ts'
import { relationPicture } from './picture.ts'
import { relation } from './relation.ts'
import { cards, remindOfDays } from './remind.ts'

export const relations: Module = {
  name: 'relations',
  label: { en: 'Relations', uk: 'Стосунки' },
  area: 'parties',
  uses: ['parties', 'activities'],
  entities: [keyDate, relation],
  operations: [relationPicture],
  cards,
  background: (kolo) => ({
    queues: [
      {
        name: 'key-dates',
        cron: '10 4 * * *',
        run: async () => void (await remindOfDays(kolo, todayOf(systemActor()))),
      },
    ],
  }),
}
