import { entity, type Row } from '#core/entity.ts'
import { choice, date, ref, text } from '#core/kinds/index.ts'
import { lineFields, lineForm, lineManaged } from '#modules/pricing/index.ts'
import { access, option } from './choices.ts'

/** Goods that went out, or came back. What was written here once stands: it is undone by a return. */
export const shipment = entity('shipment', {
  label: { uk: 'Відвантаження', many: { en: 'Shipments', uk: 'Відвантаження' } },
  icon: 'truck',
  title: 'number',
  keptByLaw: {
    en: 'Papers of accounting are kept for three years (Tax Code of Ukraine, article 44.3)',
    uk: 'Первинні документи зберігають 1095 днів (ПКУ, ст. 44.3)',
  },
  fields: {
    carrier: text({ max: 200, label: { en: 'Carrier', uk: 'Перевізник' } }),
    tracking: text({ max: 100, search: true, label: { en: 'Tracking number', uk: 'Номер відправлення' } }),
    deliveredOn: date({ notBefore: 'date', latest: 1, label: { en: 'Delivered', uk: 'Доставлено' } }),
  },
  managed: {
    number: text({ required: true, unique: true, max: 50, search: true, label: { uk: 'Номер' } }),
    order: ref('order', { required: true, onDelete: 'restrict', label: { uk: 'Замовлення' } }),
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    kind: choice({
      required: true,
      start: 'shipment',
      options: [
        option('shipment', 'Shipment', 'Відвантаження', 'blue'),
        option('return', 'Return', 'Повернення', 'orange'),
      ],
      label: { uk: 'Вид' },
    }),
    date: date({ required: true, label: { uk: 'Дата' } }),
    warehouse: ref('warehouse', { onDelete: 'restrict', label: { uk: 'Склад' } }),
    reason: text({ max: 500, label: { en: 'Why returned', uk: 'Чому повернено' } }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'kind', 'order', 'account', 'date', 'carrier', 'tracking', 'deliveredOn'],
    sort: '-date',
  },
  form: [
    { section: { en: 'Shipment', uk: 'Відвантаження' }, fields: ['carrier', 'tracking', 'deliveredOn'] },
  ],
  access: {
    ...access,
    manager: { read: 'all', update: 'team', export: true },
    sales: { read: 'team', update: 'own' },
  },
  client: 'account',
})
export type Shipment = Row<typeof shipment>

export const shipmentLine = entity('shipmentLine', {
  label: {
    en: 'Shipment line',
    uk: 'Рядок відвантаження',
    many: { en: 'Shipment lines', uk: 'Рядки відвантажень' },
  },
  icon: 'list',
  title: 'position',
  fields: {
    shipment: ref('shipment', { required: true, onDelete: 'cascade', label: { uk: 'Відвантаження' } }),
    ...lineFields,
  },
  managed: {
    ...lineManaged,
    orderLine: ref('orderLine', {
      required: true,
      onDelete: 'restrict',
      label: { en: 'Order line', uk: 'Рядок замовлення' },
    }),
  },
  list: { columns: ['shipment', 'product', 'quantity', 'unitPrice', 'amount'], sort: 'position' },
  form: [{ section: { en: 'Line', uk: 'Рядок' }, fields: ['shipment', ...lineForm] }],
  access: {
    manager: { read: 'all', export: true },
    sales: { read: 'team' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  partOf: 'shipment',
})
