import { entity } from '#core/entity.ts'
import { boolean, json, ref, text } from '#core/kinds/index.ts'

/** A saved list: its filter, columns, sort and shape. A shared one is everyone's to read. */
export const view = entity('view', {
  label: { en: 'Saved view', uk: 'Збережений вигляд', many: { en: 'Saved views', uk: 'Збережені вигляди' } },
  icon: 'layout-list',
  title: 'name',
  fields: {
    entity: text({ required: true, max: 100, label: { uk: 'Об’єкт' } }),
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    definition: json({ required: true, label: { uk: 'Визначення' } }),
    isShared: boolean({ label: { en: 'Shared', uk: 'Спільний' } }),
    owner: ref('user', { label: { uk: 'Власник' }, start: 'me', onDelete: 'clear' }),
  },
  managed: { team: ref('team', { label: { uk: 'Команда' }, onDelete: 'clear' }) },
  list: { columns: ['name', 'entity', 'isShared', 'owner'], sort: 'name' },
  form: [{ section: { en: 'View', uk: 'Вигляд' }, fields: ['name', 'isShared'] }],
  access: { everyone: { read: 'own', create: true, update: 'own', delete: 'own' } },
  sharedBy: 'isShared',
  part: true,
})
