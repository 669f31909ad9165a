import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, money, number, ref, text } from '#core/kinds/index.ts'

/** When a client is reminded of an invoice, and by which letter. While none is on, nobody is. */
export const reminderStep = entity('reminderStep', {
  label: {
    en: 'Reminder rule',
    uk: 'Правило нагадування',
    many: { en: 'Reminder rules', uk: 'Правила нагадувань' },
  },
  icon: 'bell',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    days: number({
      required: true,
      min: -90,
      max: 365,
      scale: 0,
      label: { en: 'Days after the day to pay', uk: 'Днів від строку оплати' },
      hint: { en: 'With a minus: before it', uk: 'З мінусом — до строку' },
    }),
    isOn: boolean({
      label: { en: 'On', uk: 'Увімкнено' },
      hint: { en: 'While it is off nothing goes out', uk: 'Поки вимкнено, нічого не надсилається' },
    }),
    letterUk: ref('mailTemplate', {
      onDelete: 'clear',
      label: { en: 'Letter in Ukrainian', uk: 'Лист українською' },
      hint: {
        en: 'Empty: the usual text. {{ list }}, {{ total }}, {{ account.name }}, {{ us }}',
        uk: 'Порожньо: звичайний текст. {{ list }}, {{ total }}, {{ account.name }}, {{ us }}',
      },
    }),
    letterEn: ref('mailTemplate', {
      onDelete: 'clear',
      label: { en: 'Letter in English', uk: 'Лист англійською' },
    }),
  },
  list: { columns: ['name', 'days', 'isOn', 'letterUk', 'letterEn'], sort: 'days' },
  form: [
    {
      section: { en: 'Reminder', uk: 'Нагадування' },
      fields: ['name', 'days', 'isOn', 'letterUk', 'letterEn'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'all', delete: 'all' },
    sales: { read: 'all' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  keys: ['name'],
})
export type ReminderStep = Row<typeof reminderStep>

/** The ledger: which reminder of which invoice went, and how. Each goes once. */
export const invoiceReminder = entity('invoiceReminder', {
  label: {
    en: 'Reminder sent',
    uk: 'Надіслане нагадування',
    many: { en: 'Reminders sent', uk: 'Надіслані нагадування' },
  },
  icon: 'bell',
  title: 'name',
  fields: {
    invoice: ref('invoice', { required: true, onDelete: 'cascade', label: { uk: 'Рахунок' } }),
  },
  managed: {
    step: ref('reminderStep', {
      required: true,
      onDelete: 'restrict',
      label: { en: 'Reminder', uk: 'Нагадування' },
    }),
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    way: choice({
      required: true,
      options: [
        { key: 'mail', label: { en: 'Letter', uk: 'Лист' }, color: 'green' },
        { key: 'task', label: { en: 'Task', uk: 'Завдання' }, color: 'orange' },
      ],
      label: { en: 'How', uk: 'Як' },
    }),
    due: money({ label: { en: 'Left to pay', uk: 'Залишок' } }),
    message: ref('mailMessage', { onDelete: 'clear', label: { en: 'Letter', uk: 'Лист' } }),
    task: ref('activity', { onDelete: 'clear', label: { en: 'Task', uk: 'Завдання' } }),
  },
  list: { columns: ['createdAt', 'account', 'invoice', 'name', 'due', 'way'], sort: '-createdAt' },
  form: [{ section: { en: 'Reminder', uk: 'Нагадування' }, fields: ['invoice'] }],
  access: {
    manager: { read: 'all', export: true },
    sales: { read: 'team' },
    reader: { read: 'all' },
  },
  partOf: 'invoice',
  ledger: true,
})
