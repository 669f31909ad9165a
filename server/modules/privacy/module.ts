import type { Module } from '#core/catalogue.ts'
import { collectPersonalData } from './collect.ts'
import { consent } from './consent.ts'
import { consentMay, consentState, giveConsent, withdrawConsent } from './note-consent.ts'
import { erasePersonalData, findPersonalData } from './erase.ts'
import { withdrawByAddress } from './withdraw-by-address.ts'
import { consentPurpose, writePurposes } from './purpose.ts'
import { dataRequest } from './request.ts'
import { previewRetention, runTimers, setRetention } from './retention.ts'

export const privacy: Module = {
  name: 'privacy',
  label: { en: 'Privacy', uk: 'Персональні дані' },
  area: 'parties',
  uses: ['workspace', 'parties', 'leads', 'duplicates', 'mail', 'activities', 'orders', 'documents'],
  entities: [consentPurpose, consent, dataRequest],
  operations: [
    ...writePurposes,
    giveConsent,
    withdrawConsent,
    withdrawByAddress,
    consentState,
    consentMay,
    findPersonalData,
    collectPersonalData,
    erasePersonalData,
    previewRetention,
    setRetention,
  ],
  events: ['contact', 'lead']
    .flatMap((name) => [`${name}.erased`, `${name}.exported`])
    .concat('dataRequest.timers_set'),
  tells: Object.fromEntries([
    ['consent.created', { at: ['at'] }],
    ...['contact', 'lead'].flatMap((name) => [
      [
        `${name}.erased`,
        { text: { en: 'personal data erased', uk: 'персональні дані стерто' }, icon: 'shield' },
      ],
      [
        `${name}.exported`,
        { text: { en: 'personal data exported', uk: 'персональні дані вивантажено' }, icon: 'shield' },
      ],
    ]),
  ]),
  background: (kolo) => ({
    queues: [{ name: 'retention', cron: '40 2 * * *', run: async () => void (await runTimers(kolo)) }],
  }),
}
