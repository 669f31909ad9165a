import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, json, number, ref, tags, text, time } from '#core/kinds/index.ts'

/** One record that a thread might belong to, and why. */
/** Without its name: whoever may read the thread need not see the record. */
export type Candidate = { entity: 'contact' | 'account' | 'deal' | 'lead'; id: string; chosen: boolean }

const filed = {
  account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
  contact: ref('contact', { personal: true, onDelete: 'clear', label: { uk: 'Контакт' } }),
  deal: ref('deal', { onDelete: 'clear', label: { uk: 'Угода' } }),
  lead: ref('lead', { personal: true, onDelete: 'clear', label: { uk: 'Лід' } }),
} as const

/** Letters that answer each other, in one mailbox. Whoever sees the record it is filed to sees it too, unless it is
 * private; those who keep the mailbox always see it. */
export const mailThread = entity('mailThread', {
  label: { en: 'Mail thread', uk: 'Листування', many: { en: 'Mail threads', uk: 'Листування' } },
  icon: 'mail',
  title: 'subject',
  fields: {},
  managed: {
    subject: text({ required: true, max: 1000, search: true, label: { uk: 'Тема' } }),
    mailbox: ref('mailbox', { onDelete: 'restrict', label: { uk: 'Скринька' } }),
    ...filed,
    filedBy: choice({
      label: { en: 'Filed by', uk: 'Підстава' },
      options: [
        { key: 'address', label: { en: 'Address', uk: 'Адреса' } },
        { key: 'token', label: { en: 'Mark in the subject', uk: 'Позначка в темі' } },
        { key: 'sending', label: { en: 'Sent from the record', uk: 'Надіслано із запису' } },
        { key: 'hand', label: { en: 'By hand', uk: 'Вручну' } },
      ],
    }),
    candidates: json<Candidate[], { label: { en: string; uk: string } }>({
      label: { en: 'Might belong to', uk: 'Може належати до' },
    }),
    isAmbiguous: boolean({ label: { en: 'Filing is uncertain', uk: 'Віднесення непевне' } }),
    token: text({ max: 20, label: { en: 'Mark', uk: 'Позначка' } }),
    participants: tags({ personal: true, search: true, label: { uk: 'Учасники' } }),
    snippet: text({
      max: 300,
      personal: true,
      label: { en: 'Beginning of the last', uk: 'Початок останнього' },
    }),
    lastFrom: text({ max: 300, personal: true, label: { en: 'Last from', uk: 'Останній від' } }),
    lastAt: time({ label: { en: 'Last letter', uk: 'Останній лист' } }),
    lastDirection: choice({
      label: { en: 'Last direction', uk: 'Останній напрям' },
      options: [
        { key: 'in', label: { en: 'Received', uk: 'Отримано' } },
        { key: 'out', label: { en: 'Sent', uk: 'Надіслано' } },
      ],
    }),
    messages: number({ scale: 0, label: { en: 'Letters', uk: 'Листів' } }),
    unseen: number({ scale: 0, label: { en: 'Unread', uk: 'Непрочитаних' } }),
    hasFiles: boolean({ label: { en: 'With files', uk: 'З файлами' } }),
    isDone: boolean({ label: { en: 'Done', uk: 'Опрацьовано' } }),
    isPrivate: boolean({ label: { en: 'Private', uk: 'Приватне' } }),
    isAlone: boolean({ label: { en: 'Seen by its keepers only', uk: 'Бачать лише власники скриньки' } }),
    isOpen: boolean({ label: { en: 'Of a mailbox for everybody', uk: 'Зі скриньки для всіх' } }),
    keeper: ref('user', { onDelete: 'clear', label: { en: 'Keeper', uk: 'Власник скриньки' } }),
    keeperTeam: ref('team', { onDelete: 'clear', label: { en: 'Keeping team', uk: 'Команда скриньки' } }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['subject', 'lastFrom', 'account', 'contact', 'deal', 'lastAt'], sort: '-lastAt' },
  form: [],
  access: {
    manager: { read: 'all', update: 'team' },
    sales: { read: 'team', update: 'own' },
    marketing: { read: 'all', update: 'own' },
    service: { read: 'all', update: 'own' },
    everyone: { read: 'own', update: 'own' },
    reader: { read: 'all' },
  },
  keepers: { user: 'keeper', team: 'keeperTeam', alone: 'isAlone' },
  sharedBy: 'isOpen',
  part: true,
})
export type MailThread = Row<typeof mailThread>
