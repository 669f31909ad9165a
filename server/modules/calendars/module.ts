import type { Module } from '#core/catalogue.ts'
import { readLedger } from './ledger.ts'
import { restoreRemoved } from './removed.ts'
import { forgetOld } from './state.ts'
import { removeItem, writeItem } from './write.ts'

export const calendars: Module = {
  name: 'calendars',
  label: { en: 'Calendars', uk: 'Календарі' },
  area: 'activities',
  uses: ['workspace', 'parties', 'activities'],
  entities: [],
  operations: [writeItem, removeItem, restoreRemoved, readLedger],
  background: (kolo) => ({ chores: [() => kolo.db.system(forgetOld)] }),
}
