import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, file, longText, text } from '#core/kinds/index.ts'
import type { Option } from '#core/kind.ts'

const option = (key: string, en: string, uk: string): Option => ({ key, label: { en, uk } })

export const languages = [
  option('uk', 'Ukrainian', 'Українська'),
  option('en', 'English', 'Англійська'),
] as const

/** By what documents of the records of one entity are made. */
export const documentTemplate = entity('documentTemplate', {
  label: {
    uk: 'Шаблон документа',
    many: { en: 'Document templates', uk: 'Шаблони документів' },
  },
  icon: 'file-text',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    entity: text({
      required: true,
      max: 60,
      input: 'entityName',
      label: { en: 'For', uk: 'Для чого' },
      hint: { en: 'Documents are made of such records', uk: 'З таких записів роблять документи' },
    }),
    format: choice({
      required: true,
      start: 'text',
      label: { en: 'Made as', uk: 'Чим стане' },
      options: [
        option('text', 'PDF, of a text', 'PDF, з тексту'),
        option('docx', 'Word document (DOCX)', 'Документ Word (DOCX)'),
        option('xlsx', 'Excel table (XLSX)', 'Таблиця Excel (XLSX)'),
      ],
    }),
    file: file({ label: { en: 'Template file', uk: 'Файл шаблону' } }),
    body: longText({
      max: 50_000,
      label: { en: 'Text', uk: 'Текст' },
      hint: {
        en: '{account.name} is filled in; {#lines}…{/lines} repeats; # heading, - list, | table |, **bold**',
        uk: '{account.name} заповнюється; {#lines}…{/lines} повторюється; # заголовок, - список, | таблиця |, **жирне**',
      },
    }),
    language: choice({
      label: { uk: 'Мова' },
      hint: { en: 'Empty: the client’s', uk: 'Порожньо: мова клієнта' },
      options: languages,
    }),
    prefix: text({
      max: 20,
      label: { en: 'Numbers begin with', uk: 'Номери починаються з' },
      hint: { en: 'C gives C-2026-0001; empty: no number', uk: 'Д дає Д-2026-0001; порожньо: без номера' },
    }),
    isOff: boolean({ label: { en: 'No longer offered', uk: 'Більше не пропонувати' } }),
  },
  list: { columns: ['name', 'entity', 'format', 'language', 'prefix', 'updatedAt'], sort: 'name' },
  form: [
    {
      section: { en: 'Template', uk: 'Шаблон' },
      fields: ['name', 'entity', 'format', 'file', 'body', 'language', 'prefix', 'isOff'],
    },
  ],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  },
  keys: ['name'],
})
export type DocumentTemplate = Row<typeof documentTemplate>
