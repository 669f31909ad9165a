import { entity } from '#core/entity.ts'
import { percent, text } from '#core/kinds/index.ts'

/** Clients who are sold to alike: dealers, key clients, the public sector. */
export const accountGroup = entity('accountGroup', {
  label: { en: 'Client group', uk: 'Група клієнтів', many: { en: 'Client groups', uk: 'Групи клієнтів' } },
  icon: 'users-round',
  title: 'name',
  fields: {
    name: text({ required: true, max: 100, label: { uk: 'Назва' } }),
    discount: percent({
      min: 0,
      max: 100,
      label: { uk: 'Знижка' },
      hint: {
        en: 'Off any price list that is not the group’s own',
        uk: 'До прайсів, що не є власними для групи',
      },
    }),
  },
  list: { columns: ['name', 'discount'], sort: 'name' },
  form: [{ section: { en: 'Group', uk: 'Група' }, fields: ['name', 'discount'] }],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  },
  keys: ['name'],
  part: true,
})
