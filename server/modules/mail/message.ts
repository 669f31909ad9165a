import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  email,
  file,
  json,
  longText,
  number,
  ref,
  tags,
  text,
  time,
} from '#core/kinds/index.ts'
import { mailThread } from './thread.ts'

export type Person = { address: string; name?: string }
export type Bounce = {
  recipient: string | null
  status: string
  action: string
  reason: string
  isHard: boolean
}
export type Invitation = { method: string; summary: string; start: string | null; place: string | null }

const people = (en: string, uk: string) =>
  json<Person[], { personal: true; label: { en: string; uk: string } }>({ personal: true, label: { en, uk } })

/** One letter, received or sent. Its HTML is kept apart, made harmless, and is asked for by itself. */
export const mailMessage = entity('mailMessage', {
  label: { en: 'Letter', uk: 'Лист', many: { en: 'Letters', uk: 'Листи' } },
  icon: 'mail',
  title: 'subject',
  fields: {},
  managed: {
    subject: text({ required: true, max: 1000, search: true, label: { uk: 'Тема' } }),
    thread: ref('mailThread', { required: true, onDelete: 'cascade', label: { uk: 'Листування' } }),
    mailbox: ref('mailbox', { onDelete: 'restrict', label: { uk: 'Скринька' } }),
    direction: choice({
      required: true,
      label: { uk: 'Напрям' },
      options: [
        { key: 'in', label: { en: 'Received', uk: 'Отримано' }, color: 'blue' },
        { key: 'out', label: { en: 'Sent', uk: 'Надіслано' }, color: 'green' },
      ],
    }),
    state: choice({
      required: true,
      label: { uk: 'Стан' },
      options: [
        { key: 'received', label: { en: 'Received', uk: 'Отримано' } },
        { key: 'queued', label: { en: 'Waits to be sent', uk: 'Чекає на надсилання' }, color: 'orange' },
        { key: 'sent', label: { en: 'Sent', uk: 'Надіслано' }, color: 'green' },
        { key: 'failed', label: { en: 'Not sent', uk: 'Не надіслано' }, color: 'red' },
      ],
    }),
    kind: choice({
      required: true,
      label: { uk: 'Вид' },
      options: [
        { key: 'letter', label: { en: 'Letter', uk: 'Лист' } },
        { key: 'bounce', label: { en: 'Delivery report', uk: 'Звіт про доставку' }, color: 'red' },
        { key: 'auto', label: { en: 'Automatic answer', uk: 'Автовідповідь' }, color: 'gray' },
        { key: 'invitation', label: { en: 'Invitation', uk: 'Запрошення' }, color: 'blue' },
      ],
    }),
    messageId: text({ max: 1000, label: { en: 'Message-ID', uk: 'Ідентифікатор листа' } }),
    messageKey: text({ max: 100, label: { en: 'Key', uk: 'Ключ' } }),
    inReplyTo: text({ max: 1000, label: { en: 'Answers', uk: 'Відповідає на' } }),
    refersTo: tags({ label: { en: 'References', uk: 'Посилання на листи' } }),
    fromAddress: email({ personal: true, search: true, label: { en: 'From', uk: 'Від' } }),
    fromName: text({ max: 300, personal: true, search: true, label: { en: 'Name', uk: 'Ім’я' } }),
    recipients: people('To', 'Кому'),
    cc: people('Copy', 'Копія'),
    bcc: people('Blind copy', 'Прихована копія'),
    replyTo: people('Reply to', 'Відповідати на'),
    at: time({ label: { en: 'Time', uk: 'Час' } }),
    excerpt: text({ max: 1000, personal: true, search: true, label: { en: 'Beginning', uk: 'Початок' } }),
    text: longText({ personal: true, label: { uk: 'Текст' } }),
    quoted: longText({ personal: true, label: { en: 'Quoted', uk: 'Цитата' } }),
    hasHtml: boolean({ label: { en: 'Has a formatted text', uk: 'Має форматований текст' } }),
    files: file({ many: true, label: { uk: 'Файли' } }),
    invitation: json<Invitation, { label: { uk: string } }>({ label: { uk: 'Запрошення' } }),
    bounces: json<Bounce[], { personal: true; label: { en: string; uk: string } }>({
      personal: true,
      label: { en: 'Not delivered', uk: 'Не доставлено' },
    }),
    folder: text({ max: 500, label: { uk: 'Тека' } }),
    size: number({ scale: 0, label: { uk: 'Розмір' } }),
    isSeen: boolean({ label: { en: 'Read', uk: 'Прочитано' } }),
    isAnswered: boolean({ label: { en: 'Answered', uk: 'Є відповідь' } }),
    trouble: text({ max: 1000, spoken: true, label: { en: 'What is wrong', uk: 'Що не так' } }),
    isAlone: mailThread.fields.isAlone,
    isOpen: mailThread.fields.isOpen,
    keeper: mailThread.fields.keeper,
    keeperTeam: mailThread.fields.keeperTeam,
  },
  list: { columns: ['subject', 'fromAddress', 'direction', 'state', 'at'], sort: '-at' },
  form: [],
  access: mailThread.access,
  keepers: { user: 'keeper', team: 'keeperTeam', alone: 'isAlone' },
  sharedBy: 'isOpen',
  partOf: 'thread',
})
export type MailMessage = Row<typeof mailMessage>
