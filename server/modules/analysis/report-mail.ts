import { entity } from '#core/entity.ts'
import { choice, ref } from '#core/kinds/index.ts'

/** A saved report that comes by mail. Each asks for himself, and gets what he may see. */
export const reportMail = entity('reportMail', {
  label: {
    en: 'Report by mail',
    uk: 'Звіт поштою',
    many: { en: 'Reports by mail', uk: 'Звіти поштою' },
  },
  icon: 'send',
  title: 'every',
  fields: {
    view: ref('view', { required: true, onDelete: 'cascade', label: { en: 'Report', uk: 'Звіт' } }),
    every: choice({
      required: true,
      start: 'week',
      label: { en: 'How often', uk: 'Як часто' },
      options: [
        { key: 'day', label: { en: 'Every morning', uk: 'Щоранку' } },
        { key: 'week', label: { en: 'On Mondays', uk: 'Щопонеділка' } },
        { key: 'month', label: { en: 'On the first of the month', uk: 'Першого числа' } },
      ],
    }),
  },
  managed: {
    owner: ref('user', { start: 'me', onDelete: 'cascade', label: { en: 'To', uk: 'Кому' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['view', 'every', 'owner'], sort: '-createdAt' },
  form: [{ section: { en: 'Report', uk: 'Звіт' }, fields: ['view', 'every'] }],
  part: true,
  access: { everyone: { read: 'own', create: true, update: 'own', delete: 'own' } },
})
