import type { Module } from '#core/catalogue.ts'
import { approval, approvalDelegate, approvalRule, approvalStep } from './approval.ts'
import { approve, decline, withdraw } from './decide.ts'
import { requestApproval } from './request.ts'
import { passTime, watching } from './watch.ts'

export const approvals: Module = {
  name: 'approvals',
  label: { en: 'Approvals', uk: 'Погодження' },
  area: 'activities',
  uses: ['workspace'],
  entities: [approval, approvalStep, approvalRule, approvalDelegate],
  operations: [requestApproval, approve, decline, withdraw, passTime],
  pages: [
    {
      path: 'to-approve',
      label: { en: 'To approve', uk: 'На погодження' },
      icon: 'stamp',
      needs: { approval: 'read' },
    },
  ],
  events: ['approval.requested', 'approval.approved', 'approval.declined', 'approval.voided'],
  tells: {
    'approval.requested': { text: { en: 'approval asked', uk: 'запитано погодження' }, icon: 'stamp' },
    'approval.approved': { text: { en: 'approved', uk: 'погоджено' }, icon: 'check' },
    'approval.declined': { text: { en: 'not approved', uk: 'не погоджено' }, icon: 'flag' },
    'approval.voided': { text: { en: 'no longer asked', uk: 'знято' } },
  },
  background: watching,
}
