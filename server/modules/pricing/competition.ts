import { entity } from '#core/entity.ts'
import { choice, date, link, money, ref, text } from '#core/kinds/index.ts'

const access = {
  everyone: { read: 'all' },
  sales: { read: 'all', create: true, update: 'all' },
  marketing: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
} as const

/** What a competitor sells against one of ours. */
export const competitorProduct = entity('competitorProduct', {
  label: {
    en: 'Competitor’s product',
    uk: 'Товар конкурента',
    many: { en: 'Competitors’ products', uk: 'Товари конкурентів' },
  },
  icon: 'swords',
  title: 'name',
  fields: {
    name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
    competitor: ref('competitor', { required: true, onDelete: 'cascade', label: { uk: 'Конкурент' } }),
    product: ref('product', {
      required: true,
      onDelete: 'cascade',
      label: { en: 'Against our', uk: 'Проти нашого' },
    }),
    code: text({ max: 100, search: true, label: { uk: 'Код' } }),
    link: link({ label: { en: 'Web page', uk: 'Сторінка' } }),
    difference: text({ max: 500, label: { en: 'How it differs', uk: 'Чим відрізняється' } }),
  },
  list: { columns: ['name', 'competitor', 'product', 'code'], sort: 'name' },
  form: [
    {
      section: { en: 'Product', uk: 'Товар' },
      fields: ['name', 'competitor', 'product', 'code', 'link', 'difference'],
    },
  ],
  access,
})

/** A price that somebody saw, when and where. */
export const competitorPrice = entity('competitorPrice', {
  label: {
    en: 'Competitor’s price',
    uk: 'Ціна конкурента',
    many: { en: 'Competitors’ prices', uk: 'Ціни конкурентів' },
  },
  icon: 'eye',
  title: 'price',
  fields: {
    competitorProduct: ref('competitorProduct', {
      required: true,
      onDelete: 'cascade',
      label: { en: 'Product', uk: 'Товар' },
    }),
    price: money({ required: true, label: { uk: 'Ціна' } }),
    observedOn: date({ required: true, start: 'today', label: { en: 'Seen on', uk: 'Побачено' } }),
    source: choice({
      editable: true,
      label: { uk: 'Джерело' },
      options: [
        { key: 'site', label: { en: 'Web site', uk: 'Сайт' } },
        { key: 'client', label: { en: 'A client said', uk: 'Сказав клієнт' } },
        { key: 'offer', label: { en: 'Their offer', uk: 'Їхня пропозиція' } },
        { key: 'tender', label: { en: 'Tender', uk: 'Тендер' } },
      ],
    }),
    note: text({ max: 500, label: { uk: 'Примітка' } }),
  },
  list: { columns: ['competitorProduct', 'price', 'observedOn', 'source'], sort: '-observedOn' },
  form: [
    {
      section: { en: 'Price', uk: 'Ціна' },
      fields: ['competitorProduct', 'price', 'observedOn', 'source', 'note'],
    },
  ],
  access,
  part: true,
})
