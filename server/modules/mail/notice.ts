import { entity } from '#core/entity.ts'
import { choice, email, ref, text, time } from '#core/kinds/index.ts'

const kinds = [
  { key: 'digest', label: { en: 'Digest', uk: 'Дайджест' } },
  { key: 'report', label: { en: 'Report', uk: 'Звіт' } },
] as const
export type NoticeKind = (typeof kinds)[number]['key']

/** The ledger of letters that Kolo itself writes to its users. What one says is kept until it is sent, and no longer. */
export const notice = entity('notice', {
  label: {
    en: 'Letter from Kolo',
    uk: 'Лист від Kolo',
    many: { en: 'Letters from Kolo', uk: 'Листи від Kolo' },
  },
  icon: 'send',
  title: 'subject',
  fields: {},
  managed: {
    subject: text({ required: true, max: 900, label: { uk: 'Тема' } }),
    kind: choice({ required: true, options: kinds, label: { uk: 'Вид' } }),
    state: choice({
      required: true,
      label: { uk: 'Стан' },
      options: [
        { key: 'waiting', label: { en: 'Waits to be sent', uk: 'Чекає на надсилання' }, color: 'orange' },
        { key: 'sent', label: { en: 'Sent', uk: 'Надіслано' }, color: 'green' },
        { key: 'failed', label: { en: 'Not sent', uk: 'Не надіслано' }, color: 'red' },
      ],
    }),
    address: email({ personal: true, label: { uk: 'Адреса' } }),
    trouble: text({ max: 1000, spoken: true, label: { en: 'What is wrong', uk: 'Що не так' } }),
    sentAt: time({ label: { en: 'Sent', uk: 'Надіслано' } }),
    key: text({ required: true, max: 300, unique: true, label: { en: 'Key', uk: 'Ключ' } }),
    messageId: text({ max: 300, label: { en: 'Message-ID', uk: 'Ідентифікатор листа' } }),
    owner: ref('user', { onDelete: 'cascade', label: { en: 'To', uk: 'Кому' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['subject', 'kind', 'owner', 'address', 'state', 'sentAt', 'trouble', 'createdAt'],
    sort: '-createdAt',
  },
  form: [],
  ledger: true,
  part: true,
  access: { everyone: { read: 'own' } },
})
