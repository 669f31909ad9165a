import { entity, type Row } from '#core/entity.ts'
import { choice, lifecycle, longText, ref, text, time } from '#core/kinds/index.ts'

/** What one department asks of another, until when, and the answer. Everybody in the house sees it: it is work
 * between departments, and the department that answers is seldom the one that owns the deal. */
export const internalRequest = entity('internalRequest', {
  label: {
    en: 'Request',
    uk: 'Запит',
    many: { en: 'Internal requests', uk: 'Внутрішні запити' },
  },
  icon: 'arrow-left-right',
  title: 'subject',
  fields: {
    subject: text({
      required: true,
      max: 300,
      search: true,
      label: { en: 'What is asked', uk: 'Що потрібно' },
    }),
    kind: choice({
      required: true,
      editable: true,
      label: { en: 'Of what kind', uk: 'Вид' },
      options: [
        { key: 'stock', label: { en: 'Stock', uk: 'Склад' }, color: 'orange' },
        { key: 'finance', label: { en: 'Finance', uk: 'Фінанси' }, color: 'green' },
        { key: 'production', label: { en: 'Production', uk: 'Виробництво' }, color: 'purple' },
        { key: 'legal', label: { en: 'Legal', uk: 'Юристи' }, color: 'blue' },
        { key: 'other', label: { en: 'Other', uk: 'Інше' }, color: 'gray' },
      ],
    }),
    department: ref('team', {
      required: true,
      onDelete: 'restrict',
      label: { en: 'Department', uk: 'Відділ' },
    }),
    assignee: ref('user', { onDelete: 'clear', label: { en: 'Who answers', uk: 'Хто відповідає' } }),
    dueAt: time({ label: { en: 'Due', uk: 'Строк' } }),
    deal: ref('deal', { onDelete: 'cascade', label: { uk: 'Угода' } }),
    account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
    description: longText({ label: { uk: 'Опис' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { en: 'Asked by', uk: 'Хто просить' } }),
  },
  managed: {
    status: lifecycle(
      {
        asked: ['taken', 'answered', 'cancelled'],
        taken: ['answered', 'cancelled'],
        answered: ['asked', 'closed'],
        closed: ['asked'],
        cancelled: ['asked'],
      },
      {
        start: 'asked',
        label: { uk: 'Стан' },
        options: [
          { key: 'asked', label: { en: 'Asked', uk: 'Запитано' }, color: 'blue' },
          { key: 'taken', label: { en: 'In work', uk: 'У роботі' }, color: 'orange' },
          { key: 'answered', label: { en: 'Answered', uk: 'Є відповідь' }, color: 'green' },
          { key: 'closed', label: { en: 'Closed', uk: 'Закрито' }, color: 'gray' },
          { key: 'cancelled', label: { en: 'Cancelled', uk: 'Скасовано' }, color: 'gray' },
        ],
      },
    ),
    answer: longText({ label: { en: 'Answer', uk: 'Відповідь' } }),
    takenAt: time({ label: { en: 'Taken at', uk: 'Взято' } }),
    answeredAt: time({ label: { en: 'Answered at', uk: 'Час відповіді' } }),
    answeredBy: ref('user', { onDelete: 'clear', label: { en: 'Answered by', uk: 'Хто відповів' } }),
    team: ref('team', { onCreate: true, onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['subject', 'kind', 'status', 'department', 'dueAt', 'deal', 'owner'], sort: 'dueAt' },
  form: [
    {
      section: { en: 'Request', uk: 'Запит' },
      fields: [
        'subject',
        'kind',
        'department',
        'assignee',
        'dueAt',
        'deal',
        'account',
        'description',
        'owner',
      ],
    },
  ],
  access: {
    everyone: { read: 'all', create: true, update: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    reader: { read: 'all' },
  },
})
export type InternalRequest = Row<typeof internalRequest>
