import type { Module } from '#core/catalogue.ts'
import { decisionsOn } from '#modules/approvals/index.ts'
import { cards } from './card.ts'
import { askQuote, decideQuote, reopenQuote } from './approve-quote.ts'
import { copyQuote, quoteDeal, reviseQuote } from './copy-quote.ts'
import { expireQuotes, expiry } from './expire.ts'
import { askAboutQuote, openedQuote, showPage } from './page.ts'
import { mailQuote, quoteLetter } from './mail-quote.ts'
import { mailPriceList, priceListLetter } from './mail-price-list.ts'
import { previewQuote } from './print-quote.ts'
import { quote } from './quote.ts'
import { quoteLine } from './quote-line.ts'
import { answerQuestion, quoteQuestion } from './quote-question.ts'
import { declineQuote, quoteLink, sendQuote } from './send-quote.ts'
import { createQuoteLine, removeQuoteLine, restoreQuoteLine, updateQuoteLine } from './write-lines.ts'
import { createQuote, removeQuote, updateQuote } from './write-quote.ts'

export const quoting: Module = {
  name: 'quoting',
  label: { en: 'Quotes', uk: 'Пропозиції' },
  area: 'sales',
  uses: ['workspace', 'parties', 'catalog', 'pricing', 'approvals', 'sales', 'documents', 'mail'],
  entities: [quote, quoteLine, quoteQuestion],
  cards,
  operations: [
    createQuote,
    updateQuote,
    removeQuote,
    createQuoteLine,
    updateQuoteLine,
    removeQuoteLine,
    restoreQuoteLine,
    askQuote,
    reopenQuote,
    decideQuote,
    sendQuote,
    quoteLink,
    quoteLetter,
    mailQuote,
    priceListLetter,
    mailPriceList,
    declineQuote,
    reviseQuote,
    copyQuote,
    quoteDeal,
    previewQuote,
    expireQuotes,
    showPage,
    openedQuote,
    askAboutQuote,
    answerQuestion,
  ],
  events: ['quote.sent', 'quote.declined', 'quote.revised', 'quote.expired', 'quote.opened', 'quote.asked'],
  tells: {
    'quote.created': { at: ['date'] },
    'quote.sent': { text: { en: 'sent', uk: 'надіслано' }, icon: 'mail', at: ['sentAt'] },
    'quote.opened': { text: { en: 'opened by the client', uk: 'клієнт відкрив' }, icon: 'eye' },
    'quote.asked': { text: { en: 'the client asked', uk: 'клієнт запитав' }, icon: 'message-square' },
    'quote.declined': { text: { en: 'declined', uk: 'відхилено' }, icon: 'flag', at: ['decidedAt'] },
    'quote.revised': { text: { en: 'next version', uk: 'наступна версія' } },
    'quote.expired': { text: { en: 'ran out', uk: 'строк дії минув' } },
  },
  background: (kolo) => ({
    consumers: [decisionsOn(kolo, 'quote', 'quotes.approvals')],
    queues: [expiry(kolo)],
  }),
}
