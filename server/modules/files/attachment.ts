import { entity, type Row } from '#core/entity.ts'
import { choice, file, json, longText, number, record, ref, text } from '#core/kinds/index.ts'
import type { File } from '#core/kinds/index.ts'
import type { Option } from '#core/kind.ts'

/** How a file was before: its bytes, and who brought it when. The last is the one that holds. */
export type Version = { number: number; file: File; by: string | null; at: string }

const option = (key: string, en: string, uk: string, color: string): Option => ({
  key,
  label: { en, uk },
  color,
})

export const attachment = entity('attachment', {
  label: { en: 'File', uk: 'Файл', many: { en: 'Files', uk: 'Файли' } },
  icon: 'paperclip',
  title: 'name',
  fields: {
    name: text({ required: true, max: 255, search: true, label: { uk: 'Назва' } }),
    record: record({ required: true, onDelete: 'cascade', label: { uk: 'Запис' } }),
    file: file({ required: true, label: { en: 'Content', uk: 'Вміст' } }),
    category: choice({
      editable: true,
      label: { uk: 'Категорія' },
      options: [
        option('contract', 'Contract', 'Договір', 'purple'),
        option('specification', 'Specification', 'Специфікація', 'blue'),
        option('drawing', 'Drawing', 'Креслення', 'teal'),
        option('act', 'Act', 'Акт', 'green'),
        option('invoice', 'Invoice', 'Рахунок', 'orange'),
        option('photo', 'Photo', 'Фото', 'pink'),
        option('other', 'Other', 'Інше', 'gray'),
      ],
    }),
    description: longText({ max: 2000, search: true, label: { uk: 'Опис' } }),
  },
  managed: {
    size: number({ scale: 0, label: { en: 'Size, bytes', uk: 'Розмір, байтів' } }),
    type: text({ max: 200, label: { uk: 'Тип' } }),
    version: number({ scale: 0, required: true, label: { en: 'Version', uk: 'Версія' } }),
    versions: json({ required: true, label: { en: 'Versions', uk: 'Версії' } }),
    author: ref('user', { start: 'me', onDelete: 'clear', label: { en: 'Added by', uk: 'Хто додав' } }),
  },
  list: { columns: ['name', 'record', 'category', 'size', 'author', 'updatedAt'], sort: '-updatedAt' },
  form: [
    { section: { en: 'File', uk: 'Файл' }, fields: ['name', 'record', 'file', 'category', 'description'] },
  ],
  access: {
    everyone: { read: 'record', create: true, update: 'own', delete: 'own' },
    manager: { read: 'record', create: true, update: 'record', delete: 'record', export: true },
    sales: { read: 'record', create: true, update: 'record', delete: 'own' },
    reader: { read: 'record' },
  },
  follows: 'record',
  mine: 'author',
  part: true,
})
export type Attachment = Row<typeof attachment>
