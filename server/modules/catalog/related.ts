import { entity } from '#core/entity.ts'
import { choice, number, ref, text } from '#core/kinds/index.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  client: { read: 'all' },
} as const

/** What a kit is made of. */
export const kitPart = entity('kitPart', {
  label: { en: 'Part of a kit', uk: 'Складник комплекту', many: { en: 'Parts', uk: 'Складники' } },
  icon: 'package-open',
  title: 'quantity',
  fields: {
    kit: ref('product', { required: true, onDelete: 'cascade', label: { en: 'Kit', uk: 'Комплект' } }),
    product: ref('product', { required: true, onDelete: 'restrict', label: { uk: 'Товар' } }),
    quantity: number({ required: true, start: 1, min: 0.000001, label: { uk: 'Кількість' } }),
  },
  list: { columns: ['kit', 'product', 'quantity'], sort: 'quantity' },
  form: [{ section: { en: 'Part', uk: 'Складник' }, fields: ['kit', 'product', 'quantity'] }],
  access,
  part: true,
})

/** What is sold instead of a product, or with it. */
export const productLink = entity('productLink', {
  label: {
    en: 'Related product',
    uk: 'Пов’язаний товар',
    many: { en: 'Related products', uk: 'Пов’язані товари' },
  },
  icon: 'link-2',
  title: 'kind',
  fields: {
    product: ref('product', { required: true, onDelete: 'cascade', label: { uk: 'Товар' } }),
    other: ref('product', { required: true, onDelete: 'cascade', label: { en: 'Other', uk: 'Інший' } }),
    kind: choice({
      required: true,
      label: { uk: 'Вид' },
      options: [
        { key: 'substitute', label: { en: 'Instead', uk: 'Замість' }, color: 'orange' },
        { key: 'accessory', label: { en: 'Goes with it', uk: 'Разом із ним' }, color: 'blue' },
      ],
    }),
    note: text({ max: 300, label: { uk: 'Примітка' } }),
  },
  list: { columns: ['product', 'kind', 'other', 'note'], sort: 'kind' },
  form: [
    {
      section: { en: 'Related product', uk: 'Пов’язаний товар' },
      fields: ['product', 'kind', 'other', 'note'],
    },
  ],
  access,
  part: true,
})
