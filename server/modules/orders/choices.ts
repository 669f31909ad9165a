import type { Option } from '#core/kind.ts'

export const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

/** How much of it is done. */
export const parts = [
  option('none', 'Nothing', 'Нічого', 'gray'),
  option('part', 'In part', 'Частково', 'orange'),
  option('all', 'All', 'Усе', 'green'),
]

export const orderStatuses = [
  option('draft', 'New', 'Нове', 'gray'),
  option('confirmed', 'Confirmed', 'Підтверджено', 'blue'),
  option('done', 'Done', 'Виконано', 'green'),
  option('cancelled', 'Cancelled', 'Скасовано', 'red'),
]

export const states = [
  option('new', 'New', 'Нове', 'gray'),
  option('confirmed', 'Confirmed', 'Підтверджено', 'blue'),
  option('reserved', 'Reserved', 'Зарезервовано', 'blue'),
  option('partShipped', 'Shipped in part', 'Частково відвантажено', 'purple'),
  option('shipped', 'Shipped', 'Відвантажено', 'purple'),
  option('toPay', 'Waits for payment', 'Чекає оплати', 'orange'),
  option('partPaid', 'Paid in part', 'Частково сплачено', 'orange'),
  option('overdue', 'Payment overdue', 'Оплату прострочено', 'red'),
  option('paid', 'Paid', 'Сплачено', 'teal'),
  option('done', 'Done', 'Виконано', 'green'),
  option('returned', 'Returned', 'Повернуто', 'orange'),
  option('cancelled', 'Cancelled', 'Скасовано', 'red'),
]

export const invoiceKinds = [
  option('invoice', 'Invoice', 'Рахунок'),
  option('proforma', 'Pro forma', 'Проформа'),
  option('credit', 'Credit note', 'Кредит-нота'),
]

export const invoiceStatuses = [
  option('open', 'Open', 'До сплати', 'blue'),
  option('part', 'Paid in part', 'Частково сплачено', 'orange'),
  option('paid', 'Paid', 'Сплачено', 'green'),
  option('void', 'Void', 'Анульовано', 'gray'),
]

export const methods = [
  option('bank', 'Bank transfer', 'Банківський переказ'),
  option('card', 'Card', 'Картка'),
  option('cash', 'Cash', 'Готівка'),
  option('other', 'Other', 'Інше'),
]

/** The rights of what sales sees of its own, and finance of all. */
export const access = {
  manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
  sales: { read: 'team', create: true, update: 'own' },
  service: { read: 'all' },
  reader: { read: 'all' },
  client: { read: 'client' },
} as const
