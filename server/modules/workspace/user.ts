import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, email, phone, ref, text } from '#core/kinds/index.ts'

export const user = entity('user', {
  label: { uk: 'Користувач', many: { en: 'Users', uk: 'Користувачі' } },
  icon: 'user-round',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, personal: true, label: { uk: 'Ім’я' } }),
    email: email({ unique: true, personal: true, label: { en: 'E-mail', uk: 'E-mail' } }),
    role: ref('role', { label: { uk: 'Роль' }, required: true, onDelete: 'restrict' }),
    team: ref('team', { label: { uk: 'Команда' }, onDelete: 'restrict' }),
    manager: ref('user', { label: { uk: 'Керівник' }, onDelete: 'clear' }),
    jobTitle: text({ label: { uk: 'Посада' }, max: 200 }),
    phone: phone({ label: { uk: 'Телефон' }, personal: true }),
    locale: choice({
      label: { en: 'Language', uk: 'Мова' },
      options: [
        { key: 'uk', label: { en: 'Ukrainian', uk: 'Українська' } },
        { key: 'en', label: { en: 'English', uk: 'Англійська' } },
      ],
    }),
    timeZone: text({ label: { uk: 'Часовий пояс' }, max: 60 }),
    theme: choice({
      label: { uk: 'Тема' },
      options: [
        { key: 'auto', label: { en: 'As the system', uk: 'Як у системі' } },
        { key: 'light', label: { en: 'Light', uk: 'Світла' } },
        { key: 'dark', label: { en: 'Dark', uk: 'Темна' } },
      ],
    }),
    isActive: boolean({ label: { en: 'Active', uk: 'Активний' }, start: true }),
    account: ref('account', { label: { uk: 'Компанія клієнта' }, onDelete: 'restrict' }),
    code: text({ label: { uk: 'Код' }, max: 100 }),
  },
  list: { columns: ['name', 'email', 'role', 'team', 'isActive'], sort: 'name' },
  form: [
    {
      section: { en: 'User', uk: 'Користувач' },
      fields: ['name', 'email', 'role', 'team', 'manager', 'jobTitle', 'phone', 'isActive'],
    },
    { section: { en: 'Preferences', uk: 'Уподобання' }, fields: ['locale', 'timeZone', 'theme'] },
    { section: { en: 'Other', uk: 'Інше' }, fields: ['account', 'code'] },
  ],
  access: { everyone: { read: 'all' } },
  keys: ['email', 'code', 'name'],
})
export type User = Row<typeof user>

export const team = entity('team', {
  label: { uk: 'Команда', many: { en: 'Teams', uk: 'Команди' } },
  icon: 'users-round',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    parent: ref('team', { label: { en: 'Part of', uk: 'Входить до' }, onDelete: 'restrict' }),
  },
  list: { columns: ['name', 'parent'], sort: 'name' },
  form: [{ section: { en: 'Team', uk: 'Команда' }, fields: ['name', 'parent'] }],
  access: { everyone: { read: 'all' } },
  keys: ['name'],
  part: true,
})
