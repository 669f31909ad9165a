import type { Module } from '#core/catalogue.ts'
import { consent } from './consent.ts'
import { consentMay, consentState, giveConsent, withdrawConsent } from './note-consent.ts'
import { consentPurpose, writePurposes } from './purpose.ts'

export const privacy: Module = {
  name: 'privacy',
  label: { en: 'Privacy', uk: 'Персональні дані' },
  area: 'parties',
  uses: ['workspace', 'parties', 'leads'],
  entities: [consentPurpose, consent],
  operations: [...writePurposes, giveConsent, withdrawConsent, consentState, consentMay],
}
