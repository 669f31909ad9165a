import type { Module } from '#core/catalogue.ts'
import { dealCycle } from './cycle.ts'
import { readNumbers } from './numbers.ts'
import { dealVolume, leadVolume, orderVolume } from './volume.ts'

export const analysis: Module = {
  name: 'analysis',
  label: { en: 'Analysis', uk: 'Аналіз' },
  uses: ['workspace', 'parties', 'catalog', 'pricing', 'activities', 'leads', 'sales', 'quoting', 'orders'],
  entities: [],
  operations: [dealVolume, orderVolume, leadVolume, dealCycle, readNumbers],
  pages: [],
}
