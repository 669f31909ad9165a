import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  condition,
  date,
  formula,
  lifecycle,
  longText,
  money,
  percent,
  ref,
  tags,
  text,
  time,
} from '#core/kinds/index.ts'
import { source } from '#modules/parties/index.ts'
import { salesChannel } from '#modules/pricing/index.ts'
import { forecastCategory } from './forecast.ts'

export const deal = entity('deal', {
  label: { uk: 'Угода', many: { en: 'Deals', uk: 'Угоди' } },
  icon: 'handshake',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    account: ref('account', { onDelete: 'restrict', label: { uk: 'Компанія' } }),
    contact: ref('contact', { onDelete: 'clear', label: { uk: 'Контакт' } }),
    product: ref('product', { onDelete: 'restrict', label: { uk: 'Товар' } }),
    amount: money({ min: 0, label: { uk: 'Сума' } }),
    amountIsManual: boolean({
      label: { en: 'Amount set by hand', uk: 'Суму задано вручну' },
      hint: {
        en: 'Otherwise it is that of the lines, where there are any',
        uk: 'Інакше це сума позицій, якщо вони є',
      },
    }),
    openedOn: date({ start: 'today', label: { en: 'Opened', uk: 'Відкрито' } }),
    closeDate: date({ earliest: '1990-01-01', latest: 20 * 366, label: { uk: 'Дата закриття' } }),
    probability: percent({
      min: 0,
      max: 100,
      label: { uk: 'Ймовірність' },
      hint: {
        en: 'That of the stage, unless you say why not',
        uk: 'Така, як в етапу, якщо не вказати причини',
      },
    }),
    probabilityReason: text({
      max: 500,
      label: { en: 'Why this probability', uk: 'Чому така ймовірність' },
    }),
    forecastCategory: choice({
      label: { en: 'Forecast', uk: 'Прогноз' },
      options: forecastCategory,
    }),
    nextStep: text({ max: 300, label: { en: 'Next step', uk: 'Наступний крок' } }),
    nextStepOn: date({ label: { en: 'Next step on', uk: 'Дата наступного кроку' } }),
    competitor: text({ max: 200, label: { uk: 'Конкурент' } }),
    source,
    channel: salesChannel,
    tags: tags({ search: true, label: { uk: 'Мітки' } }),
    description: longText({ label: { uk: 'Опис' } }),
    code: text({
      max: 100,
      unique: true,
      search: true,
      label: { uk: 'Код' },
      hint: { en: 'The key in another system', uk: 'Ключ в іншій системі' },
    }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    stage: ref('stage', {
      required: true,
      onCreate: true,
      onDelete: 'restrict',
      label: { uk: 'Етап' },
      hint: {
        en: 'A new deal without one begins at the first',
        uk: 'Нова угода без етапу починає з першого',
      },
    }),
    pipeline: ref('pipeline', { required: true, onDelete: 'restrict', label: { uk: 'Воронка' } }),
    status: lifecycle(
      { open: ['won', 'lost'], won: ['open'], lost: ['open'] },
      {
        start: 'open',
        label: { uk: 'Стан' },
        options: [
          { key: 'open', label: { en: 'Open', uk: 'Триває' }, color: 'blue' },
          { key: 'won', label: { en: 'Won', uk: 'Виграно' }, color: 'green' },
          { key: 'lost', label: { en: 'Lost', uk: 'Програно' }, color: 'red' },
        ],
      },
    ),
    stageSince: time({ label: { en: 'In this stage since', uk: 'На етапі з' } }),
    daysInStage: formula({
      formula: 'days(today(), stageSince)',
      label: { en: 'Days in this stage', uk: 'Днів на етапі' },
    }),
    staleOn: date({ label: { en: 'Too long in the stage from', uk: 'Застрягла з' } }),
    isStale: condition({
      formula: 'staleOn <= today()',
      label: { en: 'Too long in the stage', uk: 'Застрягла на етапі' },
    }),
    /** Computed by the database: amount × probability. */
    weighted: money({
      from: ['amount', 'probability'],
      label: { en: 'Amount by probability', uk: 'Сума з імовірністю' },
    }),
    lossReason: ref('lossReason', {
      onCreate: true,
      onDelete: 'restrict',
      label: { en: 'Loss reason', uk: 'Причина відмови' },
    }),
    lostTo: ref('competitor', {
      onCreate: true,
      onDelete: 'restrict',
      label: { en: 'Lost to', uk: 'Кому програно' },
    }),
    priceGap: money({
      onCreate: true,
      label: { en: 'Dearer by', uk: 'Дорожче на' },
      hint: { en: 'By how much the winner was cheaper', uk: 'На скільки переможець був дешевший' },
    }),
    lossComment: longText({
      onCreate: true,
      label: { en: 'What happened', uk: 'Що сталося' },
    }),
    lostFrom: ref('stage', {
      onDelete: 'restrict',
      label: { en: 'Lost at the stage', uk: 'Програно на етапі' },
    }),
    checked: tags({ label: { en: 'Ticked', uk: 'Позначено' } }),
    team: ref('team', { onCreate: true, onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: { columns: ['name', 'account', 'stage', 'amount', 'closeDate', 'owner'], sort: '-closeDate' },
  form: [
    {
      section: { en: 'Deal', uk: 'Угода' },
      fields: ['name', 'account', 'contact', 'product', 'amount', 'stage', 'closeDate', 'owner'],
    },
    {
      section: { en: 'Forecast', uk: 'Прогноз' },
      fields: ['nextStep', 'nextStepOn', 'forecastCategory', 'probability', 'probabilityReason'],
    },
    {
      section: { en: 'More', uk: 'Додатково' },
      fields: [
        'amountIsManual',
        'openedOn',
        'source',
        'channel',
        'competitor',
        'lossReason',
        'lostTo',
        'priceGap',
        'lossComment',
        'tags',
        'code',
        'description',
      ],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all' },
    service: { read: 'all' },
    reader: { read: 'all' },
    client: {
      read: 'client',
      sees: ['name', 'account', 'contact', 'product', 'amount', 'openedOn', 'closeDate', 'status'],
    },
  },
  client: 'account',
  gathers: true,
  keys: ['code', 'name'],
})
export type Deal = Row<typeof deal>
