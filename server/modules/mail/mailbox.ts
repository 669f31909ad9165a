import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  date,
  email,
  link,
  number,
  ref,
  richText,
  tags,
  text,
  time,
} from '#core/kinds/index.ts'

const security = (uk: string, en: string) =>
  choice({
    start: 'tls',
    label: { en, uk },
    options: [
      { key: 'tls', label: { en: 'TLS from the start', uk: 'TLS від початку' } },
      { key: 'starttls', label: { en: 'STARTTLS', uk: 'Через STARTTLS' } },
      { key: 'none', label: { en: 'Not encrypted', uk: 'Без шифрування' } },
    ],
  })
const port = (uk: string, en: string) => number({ min: 1, max: 65_535, scale: 0, label: { en, uk } })
const setting = { max: 300 } as const

/** An address that mail is read from and sent by. Its secrets lie sealed elsewhere and are never answered. */
export const mailbox = entity('mailbox', {
  label: { uk: 'Поштова скринька', many: { en: 'Mailboxes', uk: 'Поштові скриньки' } },
  icon: 'mailbox',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    address: email({ required: true, personal: true, label: { uk: 'Адреса' } }),
    senderName: text({ max: 200, label: { en: 'Name of the sender', uk: 'Ім’я відправника' } }),
    kind: choice({
      required: true,
      start: 'personal',
      label: { uk: 'Вид' },
      options: [
        { key: 'personal', label: { en: 'Personal', uk: 'Особиста' }, color: 'blue' },
        { key: 'shared', label: { en: 'Shared by a team', uk: 'Спільна для команди' }, color: 'green' },
      ],
    }),
    sharedWith: ref('team', { onDelete: 'clear', label: { en: 'Team', uk: 'Для команди' } }),
    isForAll: boolean({ label: { en: 'Everybody may read it', uk: 'Читати можуть усі' } }),
    isActive: boolean({ start: true, label: { en: 'Active', uk: 'Активна' } }),
    imapHost: text({ ...setting, label: { en: 'IMAP server', uk: 'Сервер IMAP' } }),
    imapPort: port('Порт IMAP', 'IMAP port'),
    imapSecurity: security('Захист IMAP', 'IMAP security'),
    imapUser: text({ ...setting, label: { en: 'IMAP user', uk: 'Користувач IMAP' } }),
    smtpHost: text({ ...setting, label: { en: 'SMTP server', uk: 'Сервер SMTP' } }),
    smtpPort: port('Порт SMTP', 'SMTP port'),
    smtpSecurity: security('Захист SMTP', 'SMTP security'),
    smtpUser: text({ ...setting, label: { en: 'SMTP user', uk: 'Користувач SMTP' } }),
    login: choice({
      start: 'password',
      label: { en: 'Sign-in', uk: 'Вхід' },
      options: [
        { key: 'password', label: { en: 'By password', uk: 'За паролем' } },
        { key: 'oauth2', label: { en: 'By OAuth 2', uk: 'Через OAuth 2' } },
      ],
    }),
    tokenUrl: link({ label: { en: 'OAuth token address', uk: 'Адреса токенів OAuth' } }),
    clientId: text({ ...setting, label: { en: 'OAuth client', uk: 'Клієнт OAuth' } }),
    tokenScope: text({ max: 500, label: { en: 'OAuth scope', uk: 'Обсяг OAuth' } }),
    since: date({
      label: { en: 'Mail since', uk: 'Пошта від' },
      hint: { en: 'Older mail is left out', uk: 'Старіші листи пропускаються' },
    }),
    leftOutFolders: tags({ label: { en: 'Folders left out', uk: 'Теки, що не читаються' } }),
    privateFolders: tags({ label: { en: 'Private folders', uk: 'Приватні теки' } }),
    privateAddresses: tags({
      label: { en: 'Private addresses', uk: 'Приватні адреси' },
      hint: { en: 'doctor@example.com, or @example.com', uk: 'doctor@example.com або @example.com' },
    }),
    leavesSentCopy: boolean({
      start: true,
      label: { en: 'Put a copy of what is sent into Sent', uk: 'Класти копію надісланого до «Надісланих»' },
    }),
    marksSubject: boolean({
      label: {
        en: 'Mark the subject, so that answers find back',
        uk: 'Позначати тему, щоб відповіді знайшли розмову',
      },
    }),
    unknownWriters: choice({
      start: 'leave',
      label: { en: 'Unknown writers', uk: 'Невідомі дописувачі' },
      hint: {
        en: 'Of a shared mailbox; bulk and automatic letters never make a lead',
        uk: 'Для спільної скриньки; розсилки й автоматичні листи ліда не створюють',
      },
      options: [
        { key: 'leave', label: { en: 'Leave as they are', uk: 'Лишати як є' } },
        { key: 'lead', label: { en: 'Make a lead', uk: 'Створювати лід' } },
      ],
    }),
    sendsNotices: boolean({
      // Yes is: one mailbox says it.
      unique: true,
      label: { en: 'Sends letters from Kolo', uk: 'Надсилає листи від Kolo' },
      hint: {
        en: 'Digests and reports to its users; one shared mailbox does',
        uk: 'Дайджести та звіти користувачам; це робить одна спільна скринька',
      },
    }),
    signature: richText({ max: 20_000, label: { uk: 'Підпис' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Власник' } }),
  },
  managed: {
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
    isShared: boolean({ label: { en: 'Shared', uk: 'Спільна' } }),
    status: choice({
      label: { uk: 'Стан' },
      options: [
        { key: 'new', label: { en: 'Not read yet', uk: 'Ще не читалася' }, color: 'gray' },
        { key: 'reading', label: { en: 'Being read', uk: 'Читається' }, color: 'blue' },
        { key: 'ok', label: { en: 'Up to date', uk: 'Оновлена' }, color: 'green' },
        { key: 'trouble', label: { en: 'Trouble', uk: 'Негаразд' }, color: 'red' },
      ],
    }),
    trouble: text({ max: 1000, spoken: true, label: { en: 'What is wrong', uk: 'Що не так' } }),
    readAt: time({ label: { en: 'Last read', uk: 'Востаннє читалася' } }),
  },
  list: { columns: ['name', 'address', 'kind', 'status', 'readAt', 'owner'], sort: 'name' },
  form: [
    {
      section: { en: 'Mailbox', uk: 'Скринька' },
      fields: ['name', 'address', 'senderName', 'kind', 'sharedWith', 'isForAll', 'isActive', 'owner'],
    },
    {
      section: { en: 'Receiving', uk: 'Отримання' },
      fields: [
        'imapHost',
        'imapPort',
        'imapSecurity',
        'imapUser',
        'since',
        'leftOutFolders',
        'unknownWriters',
      ],
    },
    {
      section: { en: 'Sending', uk: 'Надсилання' },
      fields: [
        'smtpHost',
        'smtpPort',
        'smtpSecurity',
        'smtpUser',
        'leavesSentCopy',
        'marksSubject',
        'sendsNotices',
        'signature',
      ],
    },
    { section: { en: 'Sign-in', uk: 'Вхід' }, fields: ['login', 'tokenUrl', 'clientId', 'tokenScope'] },
    { section: { en: 'Privacy', uk: 'Приватність' }, fields: ['privateFolders', 'privateAddresses'] },
  ],
  access: {
    everyone: { read: 'own', create: true, update: 'own', delete: 'own' },
    manager: { read: 'team', create: true, update: 'team', delete: 'team' },
  },
  sharedBy: 'isShared',
  keys: ['address'],
  part: true,
})
export type Mailbox = Row<typeof mailbox>
