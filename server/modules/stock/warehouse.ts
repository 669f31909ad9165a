import { entity } from '#core/entity.ts'
import { address, boolean, date, number, ref, text, time } from '#core/kinds/index.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
} as const

export const warehouse = entity('warehouse', {
  label: { uk: 'Склад', many: { en: 'Warehouses', uk: 'Склади' } },
  icon: 'warehouse',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    code: text({ max: 50, unique: true, label: { uk: 'Код' } }),
    address: address({ personal: true, label: { uk: 'Адреса' } }),
    isActive: boolean({ start: true, label: { en: 'In use', uk: 'Діє' } }),
  },
  list: { columns: ['name', 'code', 'isActive'], sort: 'name' },
  form: [{ section: { en: 'Warehouse', uk: 'Склад' }, fields: ['name', 'code', 'address', 'isActive'] }],
  access,
  keys: ['code', 'name'],
  part: true,
})

/** How much of a product lies in a warehouse: by our own count, or as another system says. */
export const stockLevel = entity('stockLevel', {
  label: { en: 'Stock', uk: 'Залишок', many: { en: 'Stock', uk: 'Залишки' } },
  icon: 'boxes',
  title: 'source',
  fields: {
    product: ref('product', { required: true, onDelete: 'cascade', label: { uk: 'Товар' } }),
    warehouse: ref('warehouse', { required: true, onDelete: 'cascade', label: { uk: 'Склад' } }),
    quantity: number({ required: true, label: { uk: 'Кількість' } }),
    countedAt: time({ label: { en: 'As of', uk: 'Станом на' } }),
    source: text({ max: 100, label: { uk: 'Джерело' } }),
  },
  list: { columns: ['product', 'warehouse', 'quantity', 'countedAt', 'source'], sort: '-updatedAt' },
  form: [
    {
      section: { en: 'Stock', uk: 'Залишок' },
      fields: ['product', 'warehouse', 'quantity', 'countedAt', 'source'],
    },
  ],
  access,
})

/** What of the stock is promised to a record (an order), until a day or until it is released. */
export const reservation = entity('reservation', {
  label: { uk: 'Резерв', many: { en: 'Reservations', uk: 'Резерви' } },
  icon: 'lock',
  title: 'entity',
  fields: {
    product: ref('product', { required: true, onDelete: 'cascade', label: { uk: 'Товар' } }),
    warehouse: ref('warehouse', { onDelete: 'restrict', label: { uk: 'Склад' } }),
    quantity: number({ required: true, min: 0.000001, label: { uk: 'Кількість' } }),
    until: date({ label: { uk: 'До' } }),
    entity: text({ max: 100, label: { en: 'For', uk: 'Для' } }),
    record: text({ max: 100, label: { en: 'Record', uk: 'Запис' } }),
  },
  list: { columns: ['product', 'warehouse', 'quantity', 'entity', 'until'], sort: 'until' },
  form: [
    { section: { en: 'Reservation', uk: 'Резерв' }, fields: ['product', 'warehouse', 'quantity', 'until'] },
  ],
  access,
  part: true,
})
