export { dunning } from './module.ts'
export { reminderStep, invoiceReminder } from './reminder-step.ts'
