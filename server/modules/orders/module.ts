import type { Module } from '#core/catalogue.ts'
import { cards } from './card.ts'
import { acceptByClient, acceptQuote } from './accept-quote.ts'
import { cancelOrder, confirmOrder } from './confirm-order.ts'
import { cashIn } from './cash-in.ts'
import { quoteCredit } from './credit.ts'
import { listDebts } from './debts.ts'
import { allocation, invoice, invoiceLine, payment } from './invoice.ts'
import { creditOrder, invoiceOrder, mayCredit, voidInvoice } from './invoice-order.ts'
import { order, orderLine } from './order.ts'
import { allocatePayment, createPayment, payInvoice } from './pay.ts'
import { printContract } from './print-contract.ts'
import { previewInvoice, printInvoice, printShipment } from './print-paper.ts'
import { noteOverdue, overdue } from './overdue.ts'
import { printReconciliation } from './print-reconciliation.ts'
import { readReconciliation } from './reconcile.ts'
import { reserveOrder } from './reserve-order.ts'
import { returnOrder, shipOrder } from './ship-order.ts'
import { shipment, shipmentLine } from './shipment.ts'
import { writeUbl } from './write-ubl.ts'
import { createOrder, createOrderLine, removeOrderLine, updateOrder, updateOrderLine } from './write-order.ts'

const byShipment = { entity: 'shipment', by: 'shipment', field: 'date' }
const byInvoice = { entity: 'invoice', by: 'invoice', field: 'date' }

export const orders: Module = {
  name: 'orders',
  label: { en: 'Orders', uk: 'Замовлення' },
  area: 'sales',
  aside: ['payment'],
  uses: [
    'workspace',
    'parties',
    'catalog',
    'stock',
    'pricing',
    'approvals',
    'sales',
    'files',
    'documents',
    'quoting',
  ],
  entities: [order, orderLine, shipment, shipmentLine, invoice, invoiceLine, payment, allocation],
  cards,
  operations: [
    acceptQuote,
    acceptByClient,
    createOrder,
    updateOrder,
    createOrderLine,
    updateOrderLine,
    removeOrderLine,
    confirmOrder,
    reserveOrder,
    shipOrder,
    returnOrder,
    invoiceOrder,
    creditOrder,
    mayCredit,
    cancelOrder,
    voidInvoice,
    createPayment,
    allocatePayment,
    payInvoice,
    listDebts,
    cashIn,
    quoteCredit,
    printInvoice,
    writeUbl,
    printShipment,
    printContract,
    previewInvoice,
    readReconciliation,
    printReconciliation,
    noteOverdue,
  ],
  tells: {
    ...Object.fromEntries(
      ['order', 'shipment', 'invoice', 'payment'].map((name) => [`${name}.created`, { at: ['date'] }]),
    ),
    'quote.accepted': { text: { en: 'accepted', uk: 'прийнято' }, icon: 'check', at: ['decidedAt'] },
    'order.confirmed': { text: { en: 'confirmed', uk: 'підтверджено' }, icon: 'check' },
    'order.reserved': { text: { en: 'goods reserved', uk: 'товар зарезервовано' }, icon: 'lock' },
    'order.shipped': { text: { en: 'shipped', uk: 'відвантажено' }, icon: 'truck', at: byShipment },
    'order.returned': {
      text: { en: 'goods came back', uk: 'товар повернено' },
      icon: 'undo',
      at: byShipment,
    },
    'order.invoiced': {
      text: { en: 'invoiced', uk: 'виставлено рахунок' },
      icon: 'receipt-text',
      at: byInvoice,
    },
    'order.credited': { text: { en: 'credit note made', uk: 'виписано кредит-ноту' }, at: byInvoice },
    'order.cancelled': { text: { en: 'cancelled', uk: 'скасовано' }, icon: 'flag' },
    'invoice.voided': { text: { en: 'made void', uk: 'анульовано' } },
    'invoice.paid': {
      text: { en: 'paid', uk: 'сплачено' },
      icon: 'banknote',
      at: { entity: 'payment', by: 'payment', field: 'date' },
    },
  },
  background: (kolo) => ({ queues: [overdue(kolo)] }),
  pages: [
    {
      path: 'debts',
      label: { en: 'Debts', uk: 'Борги' },
      icon: 'hand-coins',
      needs: { invoice: 'read', account: 'read' },
    },
  ],
  events: [
    'quote.accepted',
    'order.confirmed',
    'order.reserved',
    'order.shipped',
    'order.returned',
    'order.invoiced',
    'order.credited',
    'order.cancelled',
    'invoice.voided',
    'invoice.paid',
  ],
}
