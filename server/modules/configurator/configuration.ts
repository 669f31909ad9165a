import { entity, type Row } from '#core/entity.ts'
import { json, money, number, record, ref, text } from '#core/kinds/index.ts'

/** What a configuration comes to: the base and each option with a product or a price. Decimal strings. */
export type ConfiguredLine = {
  option: string | null
  name: string
  product: string | null
  quantity: number
  unitPrice: string
}

/** A valid choice of a model's options, kept as it was: it goes to deals, quotes and orders, and stays for service. */
export const configuration = entity('configuration', {
  label: { en: 'Configuration', uk: 'Конфігурація', many: { en: 'Configurations', uk: 'Конфігурації' } },
  icon: 'blocks',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    model: ref('optionModel', { required: true, onDelete: 'restrict', label: { uk: 'Модель' } }),
    account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
    record: record({ onDelete: 'clear', label: { en: 'For', uk: 'Для' } }),
    choices: json<Record<string, number>, { required: true }>({
      required: true,
      label: { en: 'Choices', uk: 'Вибір' },
    } as { required: true }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    price: money({ label: { uk: 'Ціна' } }),
    lines: json<ConfiguredLine[], {}>({ label: { en: 'Made of', uk: 'Склад' } }),
    version: number({ start: 1, label: { uk: 'Версія' } }),
    revisionOf: ref('configuration', {
      onDelete: 'clear',
      label: { en: 'New version of', uk: 'Нова версія' },
    }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['name', 'model', 'account', 'price', 'version', 'owner'], sort: '-updatedAt' },
  form: [
    {
      section: { en: 'Configuration', uk: 'Конфігурація' },
      fields: ['name', 'model', 'account', 'record', 'choices', 'owner'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
    client: { read: 'client' },
  },
  client: 'account',
})
export type Configuration = Row<typeof configuration>
