import { entity, type Row } from '#core/entity.ts'
import { choice, money, percent, ref, text } from '#core/kinds/index.ts'

const access = {
  manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
  sales: { read: 'team', create: true, update: 'own', delete: 'own' },
  marketing: { read: 'all' },
  service: { read: 'all' },
  reader: { read: 'all' },
} as const
const looking = {
  manager: { read: 'all', export: true },
  sales: { read: 'team' },
  marketing: { read: 'all' },
  service: { read: 'all' },
  reader: { read: 'all' },
} as const

const deal = ref('deal', { required: true, onDelete: 'cascade', label: { uk: 'Угода' } })

/** Who of ours works on a deal, and the share of its revenue that is his. Set for all of them at once, so that the
 * shares come to a hundred. */
export const dealMember = entity('dealMember', {
  label: { en: 'Team member', uk: 'Учасник угоди', many: { en: 'Deal team', uk: 'Команда угоди' } },
  icon: 'users',
  title: 'duty',
  ledger: true,
  partOf: 'deal',
  fields: {
    deal,
    user: ref('user', { required: true, onDelete: 'restrict', label: { en: 'Person', uk: 'Людина' } }),
    duty: text({ max: 100, label: { en: 'Does what', uk: 'За що відповідає' } }),
    percent: percent({ min: 0, max: 100, label: { en: 'Share of revenue', uk: 'Частка доходу' } }),
  },
  list: { columns: ['deal', 'user', 'duty', 'percent'], sort: '-percent' },
  form: [{ section: { en: 'Member', uk: 'Учасник' }, fields: ['deal', 'user', 'duty', 'percent'] }],
  access: looking,
})

/** A person of the client's and his part in the decision. */
export const dealContact = entity('dealContact', {
  label: {
    en: 'Part in the decision',
    uk: 'Роль у рішенні',
    many: { en: 'Who decides', uk: 'Хто вирішує' },
  },
  icon: 'user-check',
  title: 'note',
  partOf: 'deal',
  fields: {
    deal,
    contact: ref('contact', { required: true, onDelete: 'cascade', label: { uk: 'Контакт' } }),
    part: choice({
      required: true,
      start: 'influencer',
      label: { en: 'Part', uk: 'Роль' },
      options: [
        { key: 'decides', label: { en: 'Decides', uk: 'Вирішує' }, color: 'green' },
        { key: 'champion', label: { en: 'Speaks for us', uk: 'Просуває нас' }, color: 'blue' },
        { key: 'influencer', label: { en: 'Is asked', uk: 'Радить' }, color: 'gray' },
        { key: 'user', label: { en: 'Will use it', uk: 'Користуватиметься' }, color: 'gray' },
        { key: 'buyer', label: { en: 'Buys', uk: 'Закуповує' }, color: 'purple' },
        { key: 'blocker', label: { en: 'Stands against', uk: 'Проти' }, color: 'red' },
      ],
    }),
    influence: choice({
      label: { en: 'Influence', uk: 'Вплив' },
      options: [
        { key: 'high', label: { en: 'High', uk: 'Великий' } },
        { key: 'medium', label: { en: 'Some', uk: 'Певний' } },
        { key: 'low', label: { en: 'Little', uk: 'Малий' } },
      ],
    }),
    attitude: choice({
      label: { en: 'Attitude', uk: 'Ставлення' },
      options: [
        { key: 'for', label: { en: 'For us', uk: 'За нас' }, color: 'green' },
        { key: 'neutral', label: { en: 'Neutral', uk: 'Нейтральне' }, color: 'gray' },
        { key: 'against', label: { en: 'Against us', uk: 'Проти нас' }, color: 'red' },
      ],
    }),
    note: text({ max: 500, label: { en: 'Note', uk: 'Примітка' } }),
  },
  list: { columns: ['deal', 'contact', 'part', 'influence', 'attitude'], sort: 'part' },
  form: [
    {
      section: { en: 'Part in the decision', uk: 'Роль у рішенні' },
      fields: ['deal', 'contact', 'part', 'influence', 'attitude', 'note'],
    },
  ],
  access,
})

export const dealCompetitor = entity('dealCompetitor', {
  label: { en: 'Competitor', uk: 'Конкурент', many: { en: 'Competitors', uk: 'Конкуренти' } },
  icon: 'swords',
  title: 'note',
  partOf: 'deal',
  fields: {
    deal,
    competitor: ref('competitor', {
      required: true,
      onDelete: 'restrict',
      label: { en: 'Competitor', uk: 'Конкурент' },
    }),
    price: money({ label: { en: 'Their price', uk: 'Їхня ціна' } }),
    note: text({ max: 500, label: { en: 'Note', uk: 'Примітка' } }),
  },
  list: { columns: ['deal', 'competitor', 'price', 'note'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Competitor', uk: 'Конкурент' },
      fields: ['deal', 'competitor', 'price', 'note'],
    },
  ],
  access,
})
export type DealMember = Row<typeof dealMember>
