import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, ref, richText, text } from '#core/kinds/index.ts'

export const mailTemplate = entity('mailTemplate', {
  label: { en: 'Mail template', uk: 'Шаблон листа', many: { en: 'Mail templates', uk: 'Шаблони листів' } },
  icon: 'file-text',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    subject: text({
      required: true,
      max: 500,
      label: { uk: 'Тема' },
      hint: { en: '{{ deal.name }} and the like are filled in', uk: '{{ deal.name }} тощо заповнюється' },
    }),
    body: richText({
      required: true,
      label: { uk: 'Текст' },
      hint: {
        en: '{{ contact.name.first }}, {{ account.name }}, {{ deal.amount.amount }}, {{ me.name }}',
        uk: 'Напр. {{ contact.name.first }}, {{ account.name }}, {{ deal.amount.amount }}, {{ me.name }}',
      },
    }),
    language: choice({
      label: { uk: 'Мова' },
      editable: true,
      options: [
        { key: 'uk', label: { en: 'Ukrainian', uk: 'Українська' } },
        { key: 'en', label: { en: 'English', uk: 'Англійська' } },
      ],
    }),
    isShared: boolean({ label: { en: 'For everybody', uk: 'Для всіх' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Власник' } }),
  },
  managed: { team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }) },
  list: { columns: ['name', 'subject', 'language', 'isShared', 'owner'], sort: 'name' },
  form: [
    {
      section: { en: 'Template', uk: 'Шаблон' },
      fields: ['name', 'subject', 'body', 'language', 'isShared', 'owner'],
    },
  ],
  access: {
    everyone: { read: 'own', create: true, update: 'own', delete: 'own' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all' },
  },
  sharedBy: 'isShared',
  keys: ['name'],
  part: true,
})
export type MailTemplate = Row<typeof mailTemplate>
