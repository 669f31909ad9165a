import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, date, lifecycle, money, percent, ref, text } from '#core/kinds/index.ts'
import { lineFields, lineForm, lineManaged } from '#modules/pricing/index.ts'
import { currencies, languages } from '#modules/quoting/index.ts'
import { access, invoiceKinds, invoiceStatuses, methods } from './choices.ts'

export const invoice = entity('invoice', {
  label: { en: 'Invoice', uk: 'Рахунок', many: { en: 'Invoices', uk: 'Рахунки' } },
  icon: 'receipt-text',
  title: 'number',
  keptByLaw: {
    en: 'Papers of accounting are kept for three years (Tax Code of Ukraine, article 44.3)',
    uk: 'Первинні документи зберігають 1095 днів (ПКУ, ст. 44.3)',
  },
  fields: {
    note: text({ max: 1000, label: { uk: 'Примітка' } }),
    promisedOn: date({ label: { en: 'Promised to pay on', uk: 'Обіцяли сплатити' } }),
    dispute: text({ max: 1000, label: { en: 'Dispute', uk: 'Спірне питання' } }),
    noReminders: boolean({ label: { en: 'No payment reminders', uk: 'Не нагадувати про оплату' } }),
  },
  managed: {
    number: text({ required: true, unique: true, max: 50, search: true, label: { uk: 'Номер' } }),
    order: ref('order', { onDelete: 'restrict', label: { uk: 'Замовлення' } }),
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    issuer: ref('issuer', { onDelete: 'restrict', label: { en: 'Our company', uk: 'Наша компанія' } }),
    kind: choice({ required: true, start: 'invoice', options: invoiceKinds, label: { uk: 'Вид' } }),
    corrects: ref('invoice', {
      onDelete: 'restrict',
      label: { en: 'Corrects', uk: 'Коригує' },
      back: { en: 'Corrections', uk: 'Коригування' },
    }),
    date: date({ required: true, label: { uk: 'Дата' } }),
    dueDate: date({ label: { en: 'Due', uk: 'Сплатити до' } }),
    status: lifecycle(
      { open: ['part', 'paid', 'void'], part: ['open', 'paid'], paid: ['part', 'open'], void: [] },
      { start: 'open', options: invoiceStatuses, label: { uk: 'Стан' } },
    ),
    currency: choice({ required: true, options: currencies, label: { uk: 'Валюта' } }),
    taxIncluded: boolean({ label: { en: 'Prices with VAT', uk: 'Ціни з ПДВ' } }),
    discount: percent({ label: { en: 'Discount on all', uk: 'Знижка на все' } }),
    language: choice({ required: true, options: languages, label: { uk: 'Мова' } }),
    net: money({ label: { en: 'Without VAT', uk: 'Без ПДВ' } }),
    tax: money({ label: { en: 'VAT', uk: 'ПДВ' } }),
    total: money({ label: { en: 'Total', uk: 'Разом' } }),
    paid: money({ label: { en: 'Paid', uk: 'Сплачено' } }),
    due: money({ label: { en: 'Left to pay', uk: 'Залишок' } }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'account', 'kind', 'status', 'total', 'due', 'date', 'dueDate', 'owner'],
    sort: '-date',
  },
  form: [
    { section: { en: 'Invoice', uk: 'Рахунок' }, fields: ['note', 'promisedOn', 'dispute', 'noReminders'] },
  ],
  access: {
    ...access,
    manager: { read: 'all', update: 'team', export: true },
    sales: { read: 'team', update: 'own' },
  },
  client: 'account',
})
export type Invoice = Row<typeof invoice>

export const invoiceLine = entity('invoiceLine', {
  label: { en: 'Invoice line', uk: 'Рядок рахунка', many: { en: 'Invoice lines', uk: 'Рядки рахунків' } },
  icon: 'list',
  title: 'position',
  fields: {
    invoice: ref('invoice', { required: true, onDelete: 'cascade', label: { uk: 'Рахунок' } }),
    ...lineFields,
  },
  managed: {
    ...lineManaged,
    orderLine: ref('orderLine', {
      onDelete: 'restrict',
      label: { en: 'Order line', uk: 'Рядок замовлення' },
    }),
  },
  list: { columns: ['invoice', 'product', 'quantity', 'unitPrice', 'amount'], sort: 'position' },
  form: [{ section: { en: 'Line', uk: 'Рядок' }, fields: ['invoice', ...lineForm] }],
  access: {
    manager: { read: 'all', export: true },
    sales: { read: 'team' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  partOf: 'invoice',
})

export const payment = entity('payment', {
  label: { en: 'Payment', uk: 'Оплата', many: { en: 'Payments', uk: 'Оплати' } },
  icon: 'banknote',
  title: 'number',
  keptByLaw: {
    en: 'Papers of accounting are kept for three years (Tax Code of Ukraine, article 44.3)',
    uk: 'Первинні документи зберігають 1095 днів (ПКУ, ст. 44.3)',
  },
  fields: {
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    date: date({ required: true, start: 'today', latest: 1, label: { uk: 'Дата' } }),
    amount: money({ required: true, label: { uk: 'Сума' } }),
    method: choice({ editable: true, start: 'bank', options: methods, label: { uk: 'Спосіб' } }),
    reference: text({ max: 300, search: true, label: { en: 'Purpose', uk: 'Призначення' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    number: text({ required: true, unique: true, max: 50, search: true, label: { uk: 'Номер' } }),
    unallocated: money({ label: { en: 'Not yet allocated', uk: 'Не розподілено' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'account', 'amount', 'unallocated', 'date', 'method', 'reference'],
    sort: '-date',
  },
  form: [
    {
      section: { en: 'Payment', uk: 'Оплата' },
      fields: ['account', 'date', 'amount', 'method', 'reference', 'owner'],
    },
  ],
  access: { ...access, manager: { read: 'all', create: true, update: 'team', export: true } },
  client: 'account',
})
export type Payment = Row<typeof payment>

/** Which part of a payment pays which invoice. */
export const allocation = entity('allocation', {
  label: { en: 'Allocation', uk: 'Розподіл оплати', many: { en: 'Allocations', uk: 'Розподіл оплат' } },
  icon: 'split',
  title: 'amount',
  fields: {
    payment: ref('payment', { required: true, onDelete: 'cascade', label: { uk: 'Оплата' } }),
  },
  managed: {
    invoice: ref('invoice', { required: true, onDelete: 'restrict', label: { uk: 'Рахунок' } }),
    amount: money({ required: true, label: { uk: 'Сума' } }),
  },
  list: { columns: ['payment', 'invoice', 'amount'], sort: '-createdAt' },
  form: [{ section: { en: 'Allocation', uk: 'Розподіл' }, fields: ['payment'] }],
  access: {
    manager: { read: 'all', export: true },
    sales: { read: 'team' },
    reader: { read: 'all' },
  },
  partOf: 'payment',
})
