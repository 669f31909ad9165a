import { entity } from '#core/entity.ts'
import { choice, number, ref, text } from '#core/kinds/index.ts'
import { units } from './product.ts'

/** A pack or another measure that a product is sold in. */
export const productUnit = entity('productUnit', {
  label: {
    en: 'Unit of a product',
    uk: 'Одиниця товару',
    many: { en: 'Units and packs', uk: 'Одиниці й упаковки' },
  },
  icon: 'boxes',
  title: 'unit',
  fields: {
    product: ref('product', { required: true, onDelete: 'cascade', label: { uk: 'Товар' } }),
    unit: choice({ required: true, editable: true, options: units, label: { uk: 'Одиниця' } }),
    factor: number({
      required: true,
      min: 0.000001,
      label: { en: 'Base units in one', uk: 'Базових одиниць в одній' },
    }),
    barcode: text({ max: 50, label: { uk: 'Штрихкод' } }),
  },
  list: { columns: ['product', 'unit', 'factor', 'barcode'], sort: 'factor' },
  form: [{ section: { en: 'Unit', uk: 'Одиниця' }, fields: ['product', 'unit', 'factor', 'barcode'] }],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    client: { read: 'all' },
  },
  part: true,
})
