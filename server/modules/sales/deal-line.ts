import { entity, type Row } from '#core/entity.ts'
import { money, ref } from '#core/kinds/index.ts'
import { lineFields, lineForm } from '#modules/pricing/index.ts'

/** What a deal is about, line by line. An estimate: nothing is offered yet, so that no floor is kept here. */
export const dealLine = entity('dealLine', {
  label: { en: 'Line', uk: 'Позиція', many: { en: 'Lines', uk: 'Позиції' } },
  icon: 'list',
  title: 'description',
  partOf: 'deal',
  fields: {
    deal: ref('deal', { required: true, onDelete: 'cascade', label: { uk: 'Угода' } }),
    ...lineFields,
    theirPrice: money({
      label: { en: 'Competitor’s price', uk: 'Ціна конкурента' },
      hint: { en: 'For one unit', uk: 'За одиницю' },
    }),
  },
  managed: {
    listPrice: money({ label: { en: 'List price', uk: 'Ціна за прайсом' } }),
    /** Computed by the database: quantity × price less the discount. */
    amount: money({ from: ['quantity', 'unitPrice', 'discount'], label: { en: 'Amount', uk: 'Сума' } }),
  },
  list: {
    columns: ['deal', 'product', 'quantity', 'unit', 'unitPrice', 'discount', 'amount'],
    sort: 'position',
  },
  form: [{ section: { en: 'Line', uk: 'Позиція' }, fields: ['deal', ...lineForm, 'theirPrice'] }],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
})
export type DealLine = Row<typeof dealLine>
