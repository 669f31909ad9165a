import type { Module } from '#core/catalogue.ts'
import { cards } from './card.ts'
import { checkDeal, loseDeal, reopenDeal, winDeal } from './close-deal.ts'
import { deal } from './deal.ts'
import { dealLine } from './deal-line.ts'
import { dealCompetitor, dealContact, dealMember } from './deal-people.ts'
import { setTeam } from './set-team.ts'
import { createLine, removeLine, restoreLine, updateLine } from './write-line.ts'
import { lossReason, pipeline, stage } from './pipeline.ts'
import { stageChange } from './stage-change.ts'
import { createStage, updateStage } from './write-stage.ts'
import { createDeal, updateDeal } from './write-deal.ts'

export const sales: Module = {
  name: 'sales',
  label: { en: 'Sales', uk: 'Продажі' },
  uses: ['workspace', 'parties', 'catalog', 'pricing'],
  entities: [
    deal,
    pipeline,
    stage,
    lossReason,
    stageChange,
    dealLine,
    dealMember,
    dealContact,
    dealCompetitor,
  ],
  operations: [
    createDeal,
    updateDeal,
    createStage,
    updateStage,
    winDeal,
    loseDeal,
    reopenDeal,
    checkDeal,
    setTeam,
    createLine,
    updateLine,
    removeLine,
    restoreLine,
  ],
  events: ['deal.won', 'deal.lost', 'deal.reopened'],
  cards,
  tells: {
    'deal.created': { at: ['openedOn'] },
    'deal.won': { text: { en: 'won', uk: 'виграно' }, icon: 'trophy', at: ['closeDate'] },
    'deal.lost': { text: { en: 'lost', uk: 'програно' }, icon: 'flag', at: ['closeDate'] },
    'deal.reopened': { text: { en: 'opened again', uk: 'відкрито знову' } },
  },
}
