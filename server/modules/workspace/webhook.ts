import { entity, type Row } from '#core/entity.ts'
import { boolean, link, tags, text } from '#core/kinds/index.ts'

/** An address of another system that is told of events. What it is told, its maker may see. */
export const webhook = entity('webhook', {
  label: { uk: 'Вебхук', many: { en: 'Webhooks', uk: 'Вебхуки' } },
  icon: 'webhook',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    url: link({ required: true, label: { en: 'Address', uk: 'Адреса' } }),
    events: tags({
      required: true,
      label: { uk: 'Події' },
      hint: { en: 'contact.created, deal.*, or * for all', uk: 'contact.created, deal.* або * для всіх' },
    }),
    isActive: boolean({ start: true, label: { en: 'Active', uk: 'Активний' } }),
  },
  list: { columns: ['name', 'url', 'events', 'isActive'], sort: 'name' },
  form: [{ section: { en: 'Webhook', uk: 'Вебхук' }, fields: ['name', 'url', 'events', 'isActive'] }],
  access: {},
  part: true,
})
export type Webhook = Row<typeof webhook>

/** Is an event of this name among those asked for? */
export const isAskedFor = (events: readonly string[], name: string) =>
  events.some(
    (asked) =>
      asked === '*' || asked === name || (asked.endsWith('.*') && name.startsWith(asked.slice(0, -1))),
  )
