import { entity } from '#core/entity.ts'
import { choice, date, longText, number, record, ref, text, time } from '#core/kinds/index.ts'
import { bases, channelOptions } from './purpose.ts'

const option = (key: string, en: string, uk: string, color?: string) => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const consentSources = [
  option('form', 'Web form', 'Вебформа'),
  option('paper', 'On paper', 'На папері'),
  option('call', 'By phone', 'Телефоном'),
  option('mail', 'By letter or message', 'Листом чи повідомленням'),
  option('meeting', 'At a meeting', 'На зустрічі'),
  option('import', 'From another system', 'З іншої системи'),
  option('other', 'Other', 'Інше'),
]

/** What a person allowed us and what he took back: each a line that nobody changes. How it stands now is the last. */
export const consent = entity('consent', {
  label: { uk: 'Згода', many: { en: 'Consents', uk: 'Згоди' } },
  icon: 'shield-check',
  title: 'proof',
  keptByLaw: {
    en: 'The proof that we had the right to write (GDPR, article 7.1)',
    uk: 'Доказ, що ми мали право писати (GDPR, ст. 7.1)',
  },
  fields: {
    record: record({ required: true, onDelete: 'cascade', label: { en: 'Whose', uk: 'Чия' } }),
    purpose: ref('consentPurpose', { required: true, onDelete: 'restrict', label: { uk: 'Мета' } }),
    channel: choice({ required: true, options: channelOptions, label: { uk: 'Канал' } }),
    state: choice({
      required: true,
      label: { uk: 'Стан' },
      options: [
        option('given', 'Given', 'Надано', 'green'),
        option('withdrawn', 'Withdrawn', 'Відкликано', 'red'),
      ],
    }),
    basis: choice({ required: true, options: bases, label: { en: 'Lawful basis', uk: 'Правова підстава' } }),
    version: number({ scale: 0, label: { en: 'Version of the text', uk: 'Версія тексту' } }),
    text: longText({ label: { en: 'Text', uk: 'Текст' } }),
    at: time({ required: true, label: { en: 'When', uk: 'Коли' } }),
    until: date({ label: { en: 'Valid until', uk: 'Чинна до' } }),
    source: choice({ required: true, options: consentSources, label: { uk: 'Джерело' } }),
    proof: text({ max: 1000, personal: true, label: { en: 'Proof', uk: 'Доказ' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'Noted by', uk: 'Записав' } }),
  },
  list: {
    columns: ['record', 'purpose', 'channel', 'state', 'basis', 'version', 'at', 'source', 'proof', 'by'],
    sort: '-at',
  },
  form: [
    {
      section: { en: 'Consent', uk: 'Згода' },
      fields: [
        'record',
        'purpose',
        'channel',
        'state',
        'basis',
        'version',
        'text',
        'at',
        'until',
        'source',
        'proof',
        'by',
      ],
    },
  ],
  ledger: true,
  part: true,
  follows: 'record',
  access: {
    everyone: { read: 'record' },
    manager: { read: 'record', export: true },
    marketing: { read: 'record', export: true },
  },
})
