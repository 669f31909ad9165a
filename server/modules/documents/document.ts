import { entity, type Row } from '#core/entity.ts'
import { choice, file, number, ref, text, time } from '#core/kinds/index.ts'
import type { Option } from '#core/kind.ts'

const option = (key: string, en: string, uk: string): Option => ({ key, label: { en, uk } })

export const documentKinds = [
  option('quote', 'Quote', 'Комерційна пропозиція'),
  option('contract', 'Contract', 'Договір'),
  option('proforma', 'Pro forma invoice', 'Рахунок-проформа'),
  option('invoice', 'Invoice', 'Рахунок'),
  option('deliveryNote', 'Delivery note', 'Видаткова накладна'),
  option('act', 'Act of acceptance', 'Акт'),
  option('reconciliation', 'Act of reconciliation', 'Акт звірки'),
  option('ubl', 'E-invoice (UBL)', 'Електронний рахунок (UBL)'),
  option('template', 'By a template', 'За шаблоном'),
] as const

/** The ledger of papers: what was made of which record, to whom it was sent, whether it was opened. */
export const document = entity('document', {
  label: { uk: 'Документ', many: { en: 'Documents', uk: 'Документи' } },
  icon: 'file-text',
  title: 'name',
  keptByLaw: {
    en: 'Signed papers are kept for three years after the last payment (Civil Code of Ukraine, article 257)',
    uk: 'Підписані документи зберігають три роки після останньої оплати (ЦКУ, ст. 257)',
  },
  fields: {
    name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
  },
  managed: {
    kind: choice({ required: true, options: documentKinds, label: { uk: 'Вид' } }),
    entity: text({ required: true, max: 100, input: 'entityName', label: { en: 'Of', uk: 'Чого' } }),
    record: text({ required: true, max: 100, label: { en: 'Record', uk: 'Запис' } }),
    account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
    file: file({ label: { uk: 'Файл' } }),
    locale: text({ max: 5, label: { en: 'Language', uk: 'Мова' } }),
    hash: text({ max: 64, label: { en: 'SHA-256', uk: 'Відбиток SHA-256' } }),
    sentAt: time({ label: { en: 'Sent', uk: 'Надіслано' } }),
    sentTo: text({ max: 500, personal: true, label: { en: 'Sent to', uk: 'Кому надіслано' } }),
    openedAt: time({ label: { en: 'Opened', uk: 'Відкрито' } }),
    opens: number({ start: 0, label: { en: 'Times opened', uk: 'Скільки разів відкрито' } }),
    template: text({ max: 100, label: { en: 'Template', uk: 'Шаблон' } }),
    number: text({ max: 50, label: { uk: 'Номер' } }),
    version: number({ scale: 0, label: { uk: 'Версія' } }),
    attachment: ref('attachment', {
      onDelete: 'clear',
      label: { en: 'Among the files', uk: 'Серед файлів' },
    }),
    author: ref('user', { onDelete: 'clear', label: { en: 'Made by', uk: 'Хто створив' } }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['name', 'kind', 'account', 'createdAt', 'sentAt', 'openedAt'],
    sort: '-createdAt',
  },
  form: [{ section: { en: 'Document', uk: 'Документ' }, fields: ['name'] }],
  access: {
    manager: { read: 'all', update: 'team', delete: 'team', export: true },
    sales: { read: 'team', update: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
    client: { read: 'client' },
  },
  client: 'account',
})
export type Document = Row<typeof document>
