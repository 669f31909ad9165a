import type { Module } from '#core/catalogue.ts'
import { cards } from './card.ts'
import { background } from './background.ts'
import { fillTemplate, send } from './compose.ts'
import { checkMailbox, ledgerItems, mailboxLedger, retryMailbox } from './keep-mailbox.ts'
import { fileThread, markThreads, setPrivate } from './keep-thread.ts'
import { mailbox } from './mailbox.ts'
import { mailMessage } from './message.ts'
import { messageHtml } from './show-message.ts'
import { notice } from './notice.ts'
import { mailTemplate } from './template.ts'
import { mailThread } from './thread.ts'
import { writeMailbox } from './write-mailbox.ts'

const byLetter = { entity: 'mailMessage', by: 'message', field: 'at' }

export const mail: Module = {
  name: 'mail',
  label: { en: 'Mail', uk: 'Пошта' },
  area: 'activities',
  aside: ['mailboxes'],
  uses: ['workspace', 'parties', 'sales', 'leads'],
  entities: [mailThread, mailMessage, mailbox, mailTemplate, notice],
  cards,
  operations: [
    ...writeMailbox,
    checkMailbox,
    mailboxLedger,
    ledgerItems,
    retryMailbox,
    send,
    fillTemplate,
    fileThread,
    setPrivate,
    markThreads,
    messageHtml,
  ],
  tells: {
    // Its letters tell it.
    'mailThread.created': null,
    'mailThread.received': {
      text: { en: 'letter received', uk: 'отримано лист' },
      icon: 'mail',
      at: byLetter,
    },
    'mailThread.sent': { text: { en: 'letter sent', uk: 'надіслано лист' }, icon: 'send', at: byLetter },
    'mailThread.not_sent': {
      text: { en: 'letter could not be sent', uk: 'лист не вдалося надіслати' },
      icon: 'circle-x',
    },
  },
  events: [
    'mailbox.asked',
    'mailMessage.queued',
    'mailThread.sent',
    'mailThread.not_sent',
    'mailThread.received',
    'notice.sent',
    'notice.not_sent',
  ],
  pages: [
    { path: 'mail', label: { en: 'Mail', uk: 'Пошта' }, icon: 'mail', needs: { mailThread: 'read' } },
    {
      path: 'mailboxes',
      label: { en: 'Mailboxes', uk: 'Скриньки' },
      icon: 'mailbox',
      needs: { mailbox: 'create' },
    },
  ],
  background,
}
