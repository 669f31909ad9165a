import type { Module } from '#core/catalogue.ts'
import { approval, approvalDelegate, approvalRule, approvalStep } from './approval.ts'

export const approvals: Module = {
  name: 'approvals',
  label: { en: 'Approvals', uk: 'Погодження' },
  uses: ['workspace'],
  entities: [approval, approvalStep, approvalRule, approvalDelegate],
  operations: [],
}
