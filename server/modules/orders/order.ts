import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  date,
  lifecycle,
  longText,
  money,
  number,
  percent,
  ref,
  text,
} from '#core/kinds/index.ts'
import { lineFields, lineForm, lineManaged, salesChannel } from '#modules/pricing/index.ts'
import { currencies, languages } from '#modules/quoting/index.ts'
import { access, orderStatuses, parts, states } from './choices.ts'

export const order = entity('order', {
  label: { uk: 'Замовлення', many: { en: 'Orders', uk: 'Замовлення' } },
  icon: 'clipboard-list',
  title: 'number',
  keptByLaw: {
    en: 'Papers of accounting are kept for three years (Tax Code of Ukraine, article 44.3)',
    uk: 'Первинні документи зберігають 1095 днів (ПКУ, ст. 44.3)',
  },
  fields: {
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    contact: ref('contact', { onDelete: 'clear', label: { uk: 'Контакт' } }),
    deal: ref('deal', { onDelete: 'restrict', label: { uk: 'Угода' } }),
    issuer: ref('issuer', { onDelete: 'restrict', label: { en: 'Our company', uk: 'Наша компанія' } }),
    date: date({ required: true, start: 'today', label: { uk: 'Дата' } }),
    wantedOn: date({ label: { en: 'Wanted on', uk: 'Потрібно на' } }),
    reference: text({ max: 100, search: true, label: { en: 'Client’s number', uk: 'Номер клієнта' } }),
    currency: choice({
      required: true,
      editable: true,
      start: 'UAH',
      options: currencies,
      label: { uk: 'Валюта' },
    }),
    priceList: ref('priceList', { onDelete: 'restrict', label: { en: 'Price list', uk: 'Прайс-лист' } }),
    channel: salesChannel,
    taxIncluded: boolean({ start: true, label: { en: 'Prices with VAT', uk: 'Ціни з ПДВ' } }),
    discount: percent({ min: 0, max: 100, label: { en: 'Discount on all', uk: 'Знижка на все' } }),
    paymentDays: number({ min: 0, max: 365, scale: 0, label: { en: 'Days to pay', uk: 'Днів на оплату' } }),
    delivery: text({ max: 500, label: { en: 'Delivery', uk: 'Доставка' } }),
    isExact: boolean({
      label: { en: 'Sums are not rounded', uk: 'Суми без округлення' },
      hint: {
        en: 'Lines and totals keep four digits; invoices and papers are in cents all the same',
        uk: 'Рядки й підсумки мають чотири знаки після коми; рахунки й документи все одно в копійках',
      },
    }),
    language: choice({ required: true, start: 'uk', options: languages, label: { uk: 'Мова' } }),
    note: longText({ label: { uk: 'Примітка' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    number: text({ required: true, unique: true, max: 50, search: true, label: { uk: 'Номер' } }),
    /** Sold before Kolo: nothing more is shipped or invoiced by it, so that no price of it is a price of today. */
    isPast: boolean({ label: { en: 'Past order', uk: 'Минуле замовлення' } }),
    quote: ref('quote', { unique: true, onDelete: 'restrict', label: { en: 'Quote', uk: 'Пропозиція' } }),
    status: lifecycle(
      {
        draft: ['confirmed', 'cancelled'],
        confirmed: ['done', 'cancelled'],
        done: ['confirmed'],
        cancelled: [],
      },
      { start: 'draft', options: orderStatuses, label: { uk: 'Стан' } },
    ),
    /** All that follows in one word, the same for everyone who looks at it: see order-state.ts. */
    state: choice({
      required: true,
      start: 'new',
      options: states,
      label: { en: 'Where it stands', uk: 'Що з ним' },
    }),
    reserved: choice({ required: true, start: 'none', options: parts, label: { uk: 'Зарезервовано' } }),
    shipped: choice({ required: true, start: 'none', options: parts, label: { uk: 'Відвантажено' } }),
    invoiced: choice({ required: true, start: 'none', options: parts, label: { uk: 'Виставлено' } }),
    paid: choice({ required: true, start: 'none', options: parts, label: { uk: 'Сплачено' } }),
    dueOn: date({ label: { en: 'Pay by', uk: 'Сплатити до' } }),
    net: money({ label: { en: 'Without VAT', uk: 'Без ПДВ' } }),
    tax: money({ label: { en: 'VAT', uk: 'ПДВ' } }),
    total: money({ label: { en: 'Total', uk: 'Разом' } }),
    invoicedAmount: money({ label: { en: 'Invoiced', uk: 'Сума рахунків' } }),
    paidAmount: money({ label: { en: 'Paid', uk: 'Сума оплат' } }),
    cancelReason: text({ max: 500, label: { en: 'Why cancelled', uk: 'Чому скасовано' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'account', 'state', 'total', 'date', 'dueOn', 'owner'],
    sort: '-date',
  },
  form: [
    {
      section: { en: 'Order', uk: 'Замовлення' },
      fields: ['account', 'contact', 'deal', 'date', 'wantedOn', 'reference', 'owner'],
    },
    {
      section: { en: 'Prices and terms', uk: 'Ціни та умови' },
      fields: ['currency', 'channel', 'priceList', 'taxIncluded', 'discount', 'paymentDays', 'delivery'],
    },
    { section: { en: 'More', uk: 'Додатково' }, fields: ['issuer', 'language', 'isExact', 'note'] },
  ],
  access: { ...access, sales: { read: 'team', create: true, update: 'own', delete: 'own' } },
  client: 'account',
})
export type Order = Row<typeof order>

export const orderLine = entity('orderLine', {
  label: { en: 'Order line', uk: 'Рядок замовлення', many: { en: 'Order lines', uk: 'Рядки замовлень' } },
  icon: 'list',
  title: 'position',
  fields: {
    order: ref('order', { required: true, onDelete: 'cascade', label: { uk: 'Замовлення' } }),
    ...lineFields,
  },
  managed: {
    ...lineManaged,
    /** A copy of what the order says, since the database computes the amount of one line at a time. */
    isExact: boolean({ start: false, label: { en: 'Not rounded', uk: 'Без округлення' } }),
    amount: { ...lineManaged.amount, from: [...lineManaged.amount.from!, 'isExact'] },
    quoteLine: ref('quoteLine', { onDelete: 'clear', label: { en: 'Quote line', uk: 'Рядок пропозиції' } }),
    reservedQuantity: number({ start: 0, label: { en: 'Reserved', uk: 'Зарезервовано' } }),
    shippedQuantity: number({ start: 0, label: { en: 'Shipped', uk: 'Відвантажено' } }),
    returnedQuantity: number({ start: 0, label: { en: 'Returned', uk: 'Повернуто' } }),
    invoicedQuantity: number({ start: 0, label: { en: 'Invoiced', uk: 'Виставлено' } }),
  },
  list: {
    columns: ['order', 'product', 'quantity', 'unitPrice', 'amount', 'shippedQuantity', 'invoicedQuantity'],
    sort: 'position',
  },
  form: [{ section: { en: 'Line', uk: 'Рядок' }, fields: ['order', ...lineForm] }],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  partOf: 'order',
})
export type OrderLine = Row<typeof orderLine>
