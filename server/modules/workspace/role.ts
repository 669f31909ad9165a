import type { Rights } from '#core/access.ts'
import { entity } from '#core/entity.ts'
import { boolean, json, text } from '#core/kinds/index.ts'

export const role = entity('role', {
  label: { uk: 'Роль', many: { en: 'Roles', uk: 'Ролі' } },
  icon: 'shield',
  title: 'name',
  fields: {
    name: text({ required: true, max: 100, label: { uk: 'Назва' } }),
    description: text({ max: 500, label: { uk: 'Опис' } }),
  },
  managed: {
    key: text({ required: true, max: 30, onCreate: true, label: { uk: 'Ключ' } }),
    rights: json<Rights, { onCreate: true }>({ onCreate: true, label: { uk: 'Права' } } as {
      onCreate: true
    }),
    isBuiltIn: boolean({ label: { en: 'Built in', uk: 'Вбудована' } }),
  },
  list: { columns: ['name', 'description'], sort: 'name' },
  form: [{ section: { en: 'Role', uk: 'Роль' }, fields: ['name', 'description'] }],
  access: { everyone: { read: 'all' } },
  keys: ['key', 'name'],
  part: true,
})
