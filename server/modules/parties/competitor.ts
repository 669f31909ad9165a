import { entity } from '#core/entity.ts'
import { link, longText, ref, text } from '#core/kinds/index.ts'

/** Who sells against us. Everybody in the house knows them, whoever looks after the account, if there is one. */
export const competitor = entity('competitor', {
  label: { uk: 'Конкурент', many: { en: 'Competitors', uk: 'Конкуренти' } },
  icon: 'swords',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    website: link({ label: { en: 'Web site', uk: 'Сайт' } }),
    strengths: longText({ label: { en: 'Strengths', uk: 'Сильні сторони' } }),
    weaknesses: longText({ label: { en: 'Weaknesses', uk: 'Слабкі сторони' } }),
    account: ref('account', { onDelete: 'clear', label: { en: 'As an account', uk: 'Як компанія' } }),
  },
  list: { columns: ['name', 'website', 'strengths', 'weaknesses'], sort: 'name' },
  form: [
    {
      section: { en: 'Competitor', uk: 'Конкурент' },
      fields: ['name', 'website', 'strengths', 'weaknesses', 'account'],
    },
  ],
  access: {
    everyone: { read: 'all' },
    sales: { read: 'all', create: true },
    marketing: { read: 'all', create: true, update: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  },
  keys: ['name'],
})
