import type { Module } from '#core/catalogue.ts'
import { decisionsOn } from '#modules/approvals/index.ts'
import { agreement, agreementSignatory } from './agreement.ts'
import { cards } from './card.ts'
import {
  askAgreement,
  cancelAgreement,
  decideAgreement,
  endAgreement,
  renewAgreement,
  reopenAgreement,
  signAgreement,
} from './move-agreement.ts'
import { agreeOrder } from './of-order.ts'
import { agreementProgress } from './progress.ts'
import { endings, noteEnds } from './remind.ts'
import { createAgreement, removeAgreement, updateAgreement } from './write-agreement.ts'

export const agreements: Module = {
  name: 'agreements',
  label: { en: 'Agreements', uk: 'Договори' },
  area: 'sales',
  uses: ['workspace', 'parties', 'sales', 'approvals', 'documents', 'quoting', 'orders', 'files'],
  entities: [agreement, agreementSignatory],
  cards,
  operations: [
    createAgreement,
    updateAgreement,
    removeAgreement,
    askAgreement,
    signAgreement,
    endAgreement,
    renewAgreement,
    reopenAgreement,
    cancelAgreement,
    decideAgreement,
    agreementProgress,
    agreeOrder,
    noteEnds,
  ],
  tells: {
    'agreement.created': { at: ['date'] },
    'agreement.agreed': { text: { en: 'agreed', uk: 'погоджено' }, icon: 'check' },
    'agreement.declined': { text: { en: 'not agreed', uk: 'не погоджено' }, icon: 'circle-x' },
    'agreement.signed': {
      text: { en: 'signed by all, in force', uk: 'підписано всіма, чинний' },
      icon: 'stamp',
      at: ['signedOn'],
    },
    'agreement.ending': { text: { en: 'runs out soon', uk: 'строк спливає' }, icon: 'bell' },
    'agreement.renewed': { text: { en: 'prolonged', uk: 'продовжено' } },
    'agreement.ended': { text: { en: 'ended', uk: 'завершено' } },
  },
  events: [
    'agreement.agreed',
    'agreement.declined',
    'agreement.signed',
    'agreement.ending',
    'agreement.renewed',
    'agreement.ended',
  ],
  background: (kolo) => ({
    consumers: [decisionsOn(kolo, 'agreement', 'agreements.approvals')],
    queues: [endings(kolo)],
  }),
}
