export { invoice, invoiceLine, payment, type Invoice } from './invoice.ts'
export { order, orderLine, type Order } from './order.ts'
export { orders } from './module.ts'
export { follows } from './settle.ts'
