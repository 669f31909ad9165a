import { entity, type Row } from '#core/entity.ts'
import { json, longText, record, ref } from '#core/kinds/index.ts'

/** What people say to each other about a record; `@Name Surname` calls somebody. */
export const comment = entity('comment', {
  label: { uk: 'Коментар', many: { en: 'Comments', uk: 'Коментарі' } },
  icon: 'message',
  title: 'body',
  fields: {
    body: longText({ required: true, max: 10_000, search: true, label: { en: 'Comment', uk: 'Коментар' } }),
    record: record({ required: true, onDelete: 'cascade', label: { uk: 'Запис' } }),
  },
  managed: {
    author: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Автор' } }),
    mentions: json({ label: { en: 'Mentioned', uk: 'Згадано' } }),
  },
  list: { columns: ['body', 'record', 'author', 'createdAt'], sort: '-createdAt' },
  form: [{ section: { en: 'Comment', uk: 'Коментар' }, fields: ['body', 'record'] }],
  access: {
    everyone: { read: 'record', create: true, update: 'own', delete: 'own' },
    manager: { read: 'record', create: true, update: 'own', delete: 'record', export: true },
    reader: { read: 'record' },
  },
  follows: 'record',
  mine: 'author',
  part: true,
})
export type Comment = Row<typeof comment>
