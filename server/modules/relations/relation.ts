import { entity } from '#core/entity.ts'
import { choice, date, record, text } from '#core/kinds/index.ts'
import { accessOfRecord } from './key-date.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

export const relationKinds = [
  option('spouse', 'Spouse', 'Чоловік чи дружина'),
  option('parent', 'Parent', 'Батько чи мати'),
  option('child', 'Child', 'Дитина'),
  option('relative', 'Relative', 'Родич'),
  option('friend', 'Friend', 'Друзі'),
  option('colleague', 'Colleague', 'Колега'),
  option('manager', 'Manager', 'Керівник'),
  option('subordinate', 'Subordinate', 'Підлеглий'),
  option('assistant', 'Assistant', 'Помічник'),
  option('assisted', 'Whom he assists', 'Кому допомагає'),
  option('recommender', 'Recommended us', 'Хто порадив нас'),
  option('recommended', 'Came by this advice', 'Хто прийшов за порадою'),
  option('supplier', 'Supplier', 'Постачальник'),
  option('buyer', 'Buyer', 'Покупець'),
  option('owner', 'Owner', 'Власник'),
  option('owned', 'Business he owns', 'Його бізнес'),
  option('partner', 'Partner', 'Партнер'),
  option('rival', 'Rival', 'Конкурент'),
  option('other', 'Other', 'Інше'),
]

const reverses = [
  ['parent', 'child'],
  ['manager', 'subordinate'],
  ['assistant', 'assisted'],
  ['recommender', 'recommended'],
  ['supplier', 'buyer'],
  ['owner', 'owned'],
] as const

/** What the first is to the second, when this is what the second is to the first. */
export const reverseOf = (kind: string): string => {
  const pair = reverses.find((p) => p.includes(kind as never))
  return pair ? pair.find((k) => k !== kind)! : kind
}

/** What one client is to another, person or company: read on both their pages, each from its own side. */
export const relation = entity('relation', {
  label: { en: 'Relation', uk: 'Стосунок', many: { en: 'Relations', uk: 'Стосунки' } },
  icon: 'link',
  title: 'note',
  fields: {
    record: record({ required: true, onDelete: 'cascade', label: { en: 'Of', uk: 'Чий' } }),
    other: record({
      required: true,
      onDelete: 'cascade',
      label: { en: 'Person or company', uk: 'Особа чи компанія' },
    }),
    kind: choice({
      required: true,
      options: relationKinds,
      label: { en: 'Who it is to him', uk: 'Хто це для нього' },
    }),
    note: text({ max: 200, personal: true, label: { en: 'In words', uk: 'Докладніше' } }),
    since: date({ label: { uk: 'З' } }),
    until: date({ notBefore: 'since', label: { uk: 'До' } }),
  },
  list: { columns: ['record', 'kind', 'other', 'since', 'until'], sort: '-createdAt' },
  form: [
    {
      section: { en: 'Relation', uk: 'Стосунок' },
      fields: ['kind', 'other', 'note', 'since', 'until', 'record'],
    },
  ],
  access: accessOfRecord,
  follows: 'record',
  part: true,
})
