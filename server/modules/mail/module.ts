import type { Module } from '#core/catalogue.ts'
import { background } from './background.ts'
import { fillTemplate, send } from './compose.ts'
import { mailbox } from './mailbox.ts'
import { mailMessage } from './message.ts'
import { mailTemplate } from './template.ts'
import { mailThread } from './thread.ts'
import { writeMailbox } from './write-mailbox.ts'

export const mail: Module = {
  name: 'mail',
  label: { en: 'Mail', uk: 'Пошта' },
  area: 'activities',
  uses: ['workspace', 'parties', 'sales'],
  entities: [mailThread, mailMessage, mailbox, mailTemplate],
  operations: [...writeMailbox, send, fillTemplate],
  events: ['mailMessage.queued', 'mailThread.sent', 'mailThread.not_sent', 'mailThread.received'],
  background,
}
