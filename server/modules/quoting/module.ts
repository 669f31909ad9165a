import type { Module } from '#core/catalogue.ts'
import { approvalsOfQuotes, askQuote, decideQuote, reopenQuote } from './approve-quote.ts'
import { copyQuote, quoteDeal, reviseQuote } from './copy-quote.ts'
import { expireQuotes, expiry } from './expire.ts'
import { askAboutQuote, openedQuote, showPage } from './page.ts'
import { previewQuote } from './print-quote.ts'
import { quote } from './quote.ts'
import { quoteLine } from './quote-line.ts'
import { quoteQuestion } from './quote-question.ts'
import { declineQuote, quoteLink, sendQuote } from './send-quote.ts'
import { createQuoteLine, removeQuoteLine, restoreQuoteLine, updateQuoteLine } from './write-lines.ts'
import { createQuote, updateQuote } from './write-quote.ts'

export const quoting: Module = {
  name: 'quoting',
  label: { en: 'Quotes', uk: 'Пропозиції' },
  area: 'sales',
  uses: ['workspace', 'parties', 'catalog', 'pricing', 'approvals', 'sales', 'documents'],
  entities: [quote, quoteLine, quoteQuestion],
  operations: [
    createQuote,
    updateQuote,
    createQuoteLine,
    updateQuoteLine,
    removeQuoteLine,
    restoreQuoteLine,
    askQuote,
    reopenQuote,
    decideQuote,
    sendQuote,
    quoteLink,
    declineQuote,
    reviseQuote,
    copyQuote,
    quoteDeal,
    previewQuote,
    expireQuotes,
    showPage,
    openedQuote,
    askAboutQuote,
  ],
  events: ['quote.sent', 'quote.declined', 'quote.revised', 'quote.expired', 'quote.opened', 'quote.asked'],
  background: (kolo) => ({ consumers: [approvalsOfQuotes(kolo)], queues: [expiry(kolo)] }),
}
