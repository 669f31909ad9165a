import type { Module } from '#core/catalogue.ts'
import { loseDeal, reopenDeal, winDeal } from './close-deal.ts'
import { cards } from './card.ts'
import { deal } from './deal.ts'
import { lossReason, pipeline, stage } from './pipeline.ts'
import { stageChange } from './stage-change.ts'
import { updateStage } from './write-stage.ts'
import { createDeal, updateDeal } from './write-deal.ts'

export const sales: Module = {
  name: 'sales',
  label: { en: 'Sales', uk: 'Продажі' },
  uses: ['workspace', 'parties', 'catalog'],
  entities: [deal, pipeline, stage, lossReason, stageChange],
  operations: [createDeal, updateDeal, updateStage, winDeal, loseDeal, reopenDeal],
  events: ['deal.won', 'deal.lost', 'deal.reopened'],
  cards,
  tells: {
    'deal.won': { text: { en: 'won', uk: 'виграно' }, icon: 'trophy' },
    'deal.lost': { text: { en: 'lost', uk: 'програно' }, icon: 'flag' },
    'deal.reopened': { text: { en: 'opened again', uk: 'відкрито знову' } },
  },
}
