import type { Text } from '#core/text.ts'

/** The roles an installation starts with. Administrators change their rights on screen. */
export const builtInRoles: readonly { key: string; name: Text; description: Text }[] = [
  {
    key: 'administrator',
    name: { en: 'Administrator', uk: 'Адміністратор' },
    description: { en: 'Everything, and the settings', uk: 'Усе, і налаштування' },
  },
  {
    key: 'manager',
    name: { en: 'Manager', uk: 'Керівник' },
    description: {
      en: 'Sees all, changes what is the team’s',
      uk: 'Бачить усе, змінює своє та своєї команди',
    },
  },
  {
    key: 'sales',
    name: { en: 'Sales', uk: 'Продажі' },
    description: { en: 'Sees the team’s, changes own', uk: 'Бачить командне, змінює своє' },
  },
  {
    key: 'marketing',
    name: { en: 'Marketing', uk: 'Маркетинг' },
    description: {
      en: 'Sees the client base, changes contacts',
      uk: 'Бачить базу клієнтів, змінює контакти',
    },
  },
  {
    key: 'service',
    name: { en: 'Service', uk: 'Сервіс' },
    description: {
      en: 'Sees the client base, changes contacts',
      uk: 'Бачить базу клієнтів, змінює контакти',
    },
  },
  {
    key: 'reader',
    name: { en: 'Read only', uk: 'Лише читання' },
    description: { en: 'Sees all, changes nothing', uk: 'Бачить усе, не змінює нічого' },
  },
  {
    key: 'client',
    name: { en: 'Client', uk: 'Клієнт' },
    description: {
      en: 'A client’s own user: sees his account',
      uk: 'Користувач клієнта: бачить свою компанію',
    },
  },
]
