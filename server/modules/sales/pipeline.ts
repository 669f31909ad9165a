import { entity, type Row } from '#core/entity.ts'
import { forecastCategory } from './forecast.ts'
import { boolean, choice, number, percent, ref, text } from '#core/kinds/index.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all' },
} as const

export const pipeline = entity('pipeline', {
  label: { uk: 'Воронка', many: { en: 'Pipelines', uk: 'Воронки' } },
  icon: 'filter',
  title: 'name',
  fields: {
    name: text({ required: true, max: 100, label: { uk: 'Назва' } }),
    position: number({ label: { uk: 'Позиція' } }),
    isDefault: boolean({ label: { en: 'For new deals', uk: 'Для нових угод' } }),
  },
  list: { columns: ['name', 'isDefault'], sort: 'position' },
  form: [{ section: { en: 'Pipeline', uk: 'Воронка' }, fields: ['name', 'position', 'isDefault'] }],
  access,
  keys: ['name'],
  part: true,
})

export const stage = entity('stage', {
  label: { uk: 'Етап', many: { en: 'Stages', uk: 'Етапи' } },
  icon: 'milestone',
  title: 'name',
  fields: {
    name: text({ required: true, max: 100, label: { uk: 'Назва' } }),
    pipeline: ref('pipeline', { required: true, onDelete: 'cascade', label: { uk: 'Воронка' } }),
    position: number({ label: { uk: 'Позиція' } }),
    probability: percent({ min: 0, max: 100, label: { uk: 'Ймовірність' } }),
    outcome: choice({
      required: true,
      start: 'open',
      label: { uk: 'Підсумок' },
      options: [
        { key: 'open', label: { en: 'Open', uk: 'Триває' }, color: 'blue' },
        { key: 'won', label: { en: 'Won', uk: 'Виграно' }, color: 'green' },
        { key: 'lost', label: { en: 'Lost', uk: 'Програно' }, color: 'red' },
      ],
    }),
    forecastCategory: choice({
      label: { en: 'Forecast', uk: 'Прогноз' },
      hint: {
        en: 'Where its deals stand in the forecast; by the probability when empty',
        uk: 'Де стоять його угоди в прогнозі; якщо порожньо — за ймовірністю',
      },
      options: forecastCategory,
    }),
    maxDays: number({
      min: 0,
      scale: 0,
      label: { en: 'Longest stay, days', uk: 'Найдовше перебування, днів' },
    }),
  },
  list: { columns: ['name', 'pipeline', 'probability', 'outcome'], sort: 'position' },
  form: [
    {
      section: { en: 'Stage', uk: 'Етап' },
      fields: ['name', 'pipeline', 'position', 'probability', 'outcome', 'forecastCategory', 'maxDays'],
    },
  ],
  access,
  keys: ['name'],
  part: true,
})
export type Stage = Row<typeof stage>

export const lossReason = entity('lossReason', {
  label: { en: 'Loss reason', uk: 'Причина відмови', many: { en: 'Loss reasons', uk: 'Причини відмов' } },
  icon: 'circle-x',
  title: 'name',
  fields: { name: text({ required: true, max: 200, label: { uk: 'Назва' } }) },
  list: { columns: ['name'], sort: 'name' },
  form: [{ section: { en: 'Reason', uk: 'Причина' }, fields: ['name'] }],
  access,
  keys: ['name'],
  part: true,
})
