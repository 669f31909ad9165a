import type { Module } from '#core/catalogue.ts'
import { countPlaces } from './count-places.ts'
import { findPlace } from './find-place.ts'
import { keepPlaces } from './placed.ts'

export const maps: Module = {
  name: 'maps',
  label: { en: 'Maps', uk: 'Мапи' },
  area: 'parties',
  uses: ['parties', 'workspace'],
  entities: [],
  operations: [countPlaces, findPlace],
  background: (kolo) => ({ chores: [keepPlaces(kolo)] }),
}
