import type { Kolo } from '#core/kolo.ts'
import type { Module } from '#core/catalogue.ts'
import { restoreUnmerged } from '#modules/duplicates/index.ts'
import { convertLead, leadCandidates, unconvertLead } from './convert.ts'
import { distribute, takeBack } from './distribute.ts'
import { lead, leadAssignment } from './lead.ts'
import { leadRule, leadTaker } from './lead-rule.ts'
import { webForm } from './web-form.ts'
import { distributeLeads, dropLead, workLead } from './work-lead.ts'
import { createLead, updateLead } from './write-lead.ts'

const arrives = new Set(['lead.created', 'lead.taken_back', 'lead.restored'])

async function pass(kolo: Kolo): Promise<void> {
  await takeBack(kolo)
  await distribute(kolo)
}

export const leads: Module = {
  name: 'leads',
  label: { en: 'Leads', uk: 'Ліди' },
  area: 'sales',
  aside: ['lead-distribution', 'webForm'],
  uses: ['workspace', 'parties', 'catalog', 'pricing', 'sales', 'duplicates'],
  entities: [lead, leadAssignment, leadRule, leadTaker, webForm],
  operations: [
    createLead,
    updateLead,
    workLead,
    dropLead,
    leadCandidates,
    convertLead,
    unconvertLead,
    distributeLeads,
    restoreUnmerged(lead),
  ],
  events: ['lead.converted', 'lead.unconverted', 'lead.taken_back'],
  tells: {
    'lead.created': { at: ['firstTouchAt'] },
    'lead.converted': {
      text: { en: 'made a client', uk: 'перетворено на клієнта' },
      icon: 'check',
      at: ['convertedAt'],
    },
    'lead.unconverted': { text: { en: 'conversion undone', uk: 'перетворення скасовано' } },
    'lead.taken_back': { text: { en: 'taken back', uk: 'забрано назад' } },
  },
  pages: [
    {
      path: 'lead-distribution',
      label: { en: 'Distribution', uk: 'Розподіл' },
      icon: 'split',
      needs: { leadRule: 'update' },
    },
  ],
  background: (kolo) => {
    let arrived = false
    return {
      consumers: [
        {
          name: 'leads',
          handle: (events) => {
            arrived ||= events.some((e) => arrives.has(e.name))
            return Promise.resolve()
          },
          // After the commit, so that what came is seen.
          handled: () => {
            if (!arrived) return
            arrived = false
            void distribute(kolo).catch((error) => console.error('leads', error))
          },
        },
      ],
      queues: [{ name: 'leads', cron: '* * * * *', run: () => pass(kolo) }],
    }
  },
}
