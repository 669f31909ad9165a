import { entity } from '#core/entity.ts'
import { choice, date, money, percent, ref, text } from '#core/kinds/index.ts'
import { forecastCategory } from '#modules/sales/index.ts'

export const looking = {
  manager: { read: 'all', export: true },
  sales: { read: 'team' },
  reader: { read: 'all' },
} as const

/** A deal as it stood in a week's forecast: the open ones, and those won since the quarter began. Nobody may change it,
 * and it outlives the deal. */
export const forecastSnapshot = entity('forecastSnapshot', {
  label: {
    en: 'Frozen forecast',
    uk: 'Зафіксований прогноз',
    many: { en: 'Frozen forecasts', uk: 'Зафіксовані прогнози' },
  },
  icon: 'snowflake',
  title: 'dealName',
  ledger: true,
  part: true,
  fields: {
    week: date({ required: true, label: { en: 'Week from', uk: 'Тиждень від' } }),
    deal: text({ required: true, max: 36, label: { en: 'Id of the deal', uk: 'Ідентифікатор угоди' } }),
    dealName: text({ max: 200, label: { en: 'Deal', uk: 'Угода' } }),
    status: choice({
      required: true,
      label: { en: 'State then', uk: 'Стан тоді' },
      options: [
        { key: 'open', label: { en: 'Open', uk: 'Триває' }, color: 'blue' },
        { key: 'won', label: { en: 'Won', uk: 'Виграно' }, color: 'green' },
      ],
    }),
    category: choice({
      required: true,
      label: { en: 'Forecast then', uk: 'Прогноз тоді' },
      options: forecastCategory,
    }),
    stage: ref('stage', { onDelete: 'clear', label: { en: 'Stage then', uk: 'Етап тоді' } }),
    probability: percent({ label: { en: 'Probability then', uk: 'Ймовірність тоді' } }),
    closeDate: date({ label: { en: 'Close date then', uk: 'Дата закриття тоді' } }),
    amount: money({ label: { en: 'Amount then', uk: 'Сума тоді' } }),
    value: money({ label: { en: 'In the company’s currency', uk: 'У валюті компанії' } }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['dealName', 'week', 'status', 'category', 'stage', 'amount', 'closeDate', 'owner'],
    sort: '-week',
  },
  form: [
    {
      section: { en: 'Frozen forecast', uk: 'Зафіксований прогноз' },
      fields: [
        'dealName',
        'week',
        'status',
        'category',
        'stage',
        'probability',
        'closeDate',
        'amount',
        'value',
        'owner',
        'deal',
      ],
    },
  ],
  access: looking,
})
