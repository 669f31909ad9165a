import type { Module } from '#core/catalogue.ts'
import { listReminders } from './plan.ts'
import { remindClient, reminding } from './remind.ts'
import { invoiceReminder, reminderStep } from './reminder-step.ts'

export const dunning: Module = {
  name: 'dunning',
  label: { en: 'Payment reminders', uk: 'Нагадування про оплату' },
  area: 'sales',
  aside: ['reminderStep', 'reminders'],
  uses: ['workspace', 'parties', 'documents', 'mail', 'activities', 'orders'],
  entities: [reminderStep, invoiceReminder],
  operations: [listReminders, remindClient],
  tells: {
    'invoiceReminder.created': {
      text: { en: 'reminded of payment', uk: 'нагадано про оплату' },
      icon: 'bell',
    },
  },
  pages: [
    {
      path: 'reminders',
      label: { en: 'Payment reminders', uk: 'Нагадування про оплату' },
      icon: 'bell',
      needs: { invoice: 'read', account: 'read', reminderStep: 'read', invoiceReminder: 'read' },
    },
  ],
  background: (kolo) => ({ queues: [reminding(kolo)] }),
}
