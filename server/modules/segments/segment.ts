import { entity, type Row } from '#core/entity.ts'
import { choice, json, longText, record, ref, text, time } from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

export const segmented = ['account', 'contact', 'lead'] as const
export type Segmented = (typeof segmented)[number]

/** Clients who are alike in something: a filter that everybody shares, or a list that was frozen. */
export const segment = entity('segment', {
  label: { uk: 'Сегмент', many: { en: 'Segments', uk: 'Сегменти' } },
  icon: 'filter',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    of: choice({
      required: true,
      start: 'contact',
      label: { en: 'Of', uk: 'Кого' },
      options: [
        option('account', 'Accounts', 'Компанії'),
        option('contact', 'Contacts', 'Контакти'),
        option('lead', 'Leads', 'Ліди'),
      ],
    }),
    description: longText({ max: 2000, label: { en: 'What for', uk: 'Навіщо' } }),
    filter: json({
      label: { en: 'Filter', uk: 'Фільтр' },
      hint: { en: 'As lists have it', uk: 'Такий, як у списків' },
    }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    kind: choice({
      required: true,
      start: 'dynamic',
      label: { uk: 'Вид' },
      options: [
        option('dynamic', 'By the filter, always current', 'За фільтром, завжди поточний'),
        option('frozen', 'Frozen list', 'Зафіксований список'),
      ],
    }),
    frozenAt: time({ label: { en: 'Frozen at', uk: 'Зафіксовано' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['name', 'of', 'kind', 'description', 'owner', 'updatedAt'], sort: 'name' },
  form: [{ section: { en: 'Segment', uk: 'Сегмент' }, fields: ['name', 'of', 'description', 'owner'] }],
  access: {
    everyone: { read: 'all' },
    sales: { read: 'all', create: true, update: 'own', delete: 'own' },
    service: { read: 'all', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  },
  keys: ['name'],
})
export type Segment = Row<typeof segment>

/** Who was put in, left out or frozen in, by whom, since when and until when. */
export const segmentMember = entity('segmentMember', {
  label: {
    en: 'Member of a segment',
    uk: 'Учасник сегмента',
    many: { en: 'Members of segments', uk: 'Учасники сегментів' },
  },
  icon: 'list-checks',
  title: 'how',
  fields: {
    segment: ref('segment', { required: true, onDelete: 'cascade', label: { uk: 'Сегмент' } }),
    record: record({ required: true, onDelete: 'cascade', label: { en: 'Who', uk: 'Хто' } }),
    how: choice({
      required: true,
      label: { en: 'How', uk: 'Як' },
      options: [
        option('included', 'Put in by hand', 'Додано вручну'),
        option('excluded', 'Left out by hand', 'Вилучено вручну'),
        option('frozen', 'Frozen in', 'Зафіксовано'),
      ],
    }),
    since: time({ required: true, label: { uk: 'З' } }),
    until: time({ label: { uk: 'До' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'By', uk: 'Хто записав' } }),
  },
  list: { columns: ['segment', 'record', 'how', 'since', 'until', 'by'], sort: '-since' },
  form: [
    {
      section: { en: 'Member', uk: 'Учасник' },
      fields: ['segment', 'record', 'how', 'since', 'until', 'by'],
    },
  ],
  ledger: true,
  partOf: 'segment',
  access: { everyone: { read: 'all' }, marketing: { read: 'all', export: true } },
})

type Filter = unknown
const members = (id: string, ...how: string[]): Filter => [
  'segmentMember.record',
  'some',
  {
    and: [
      ['segment', 'is', id],
      ['how', 'in', how],
      ['until', 'empty'],
    ],
  },
]

/** The segment in the language of lists: who fits the filter, without those left out, with those put in. */
export const filterOf = ({ id, kind, filter }: Pick<Segment, 'id' | 'kind' | 'filter'>): Filter =>
  kind === 'frozen'
    ? members(id, 'frozen', 'included')
    : {
        or: [{ and: [filter ?? { and: [] }, { not: members(id, 'excluded') }] }, members(id, 'included')],
      }
