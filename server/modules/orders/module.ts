import type { Module } from '#core/catalogue.ts'
import { acceptByClient, acceptQuote } from './accept-quote.ts'
import { cancelOrder, confirmOrder } from './confirm-order.ts'
import { listDebts } from './debts.ts'
import { allocation, invoice, invoiceLine, payment } from './invoice.ts'
import { creditOrder, invoiceOrder, voidInvoice } from './invoice-order.ts'
import { order, orderLine } from './order.ts'
import { allocatePayment, createPayment, payInvoice } from './pay.ts'
import { previewInvoice, printInvoice, printShipment } from './print-paper.ts'
import { noteOverdue, overdue } from './overdue.ts'
import { reserveOrder } from './reserve-order.ts'
import { returnOrder, shipOrder } from './ship-order.ts'
import { shipment, shipmentLine } from './shipment.ts'
import { createOrder, createOrderLine, removeOrderLine, updateOrder, updateOrderLine } from './write-order.ts'

export const orders: Module = {
  name: 'orders',
  label: { en: 'Orders', uk: 'Замовлення' },
  area: 'sales',
  uses: ['workspace', 'parties', 'catalog', 'stock', 'pricing', 'approvals', 'sales', 'documents', 'quoting'],
  entities: [order, orderLine, shipment, shipmentLine, invoice, invoiceLine, payment, allocation],
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
    cancelOrder,
    voidInvoice,
    createPayment,
    allocatePayment,
    payInvoice,
    listDebts,
    printInvoice,
    printShipment,
    previewInvoice,
    noteOverdue,
  ],
  background: (kolo) => ({ queues: [overdue(kolo)] }),
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
