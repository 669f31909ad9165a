import { entity, type Row } from '#core/entity.ts'
import type { Text } from '#core/text.ts'
import { askable } from './entry.ts'
import { forecastCategory } from './forecast.ts'
import type { PlaybookStep } from './playbook.ts'
import {
  boolean,
  choice,
  json,
  longText,
  multi,
  number,
  percent,
  ref,
  tags,
  text,
} from '#core/kinds/index.ts'

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

const fieldLabels: Record<(typeof askable)[number], [string, string]> = {
  account: ['Account', 'Компанія'],
  contact: ['Contact', 'Контакт'],
  product: ['Product', 'Товар'],
  amount: ['Amount', 'Сума'],
  closeDate: ['Close date', 'Дата закриття'],
  nextStep: ['Next step', 'Наступний крок'],
  nextStepOn: ['Next step on', 'Дата наступного кроку'],
  source: ['Source', 'Джерело'],
  competitor: ['Competitor', 'Конкурент'],
  description: ['Description', 'Опис'],
}

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
    requires: multi({
      label: { en: 'Needs on entry', uk: 'Потрібне для входу' },
      hint: {
        en: 'A deal comes here only with these filled in',
        uk: 'Угода потрапляє сюди лише із заповненими полями',
      },
      options: askable.map((key) => ({ key, label: { en: fieldLabels[key][0], uk: fieldLabels[key][1] } })),
    }),
    checklist: tags({
      label: { en: 'Checklist on entry', uk: 'Контрольний список для входу' },
      hint: {
        en: 'What must be ticked on the deal before it comes here',
        uk: 'Що слід позначити в угоді, перш ніж вона потрапить сюди',
      },
    }),
    guidance: longText({
      max: 10_000,
      label: { en: 'How to work here', uk: 'Як працювати на етапі' },
      hint: {
        en: 'The aim of the stage, what to find out, questions, links to materials',
        uk: 'Мета етапу, що з’ясувати, питання, посилання на матеріали',
      },
    }),
    steps: json<PlaybookStep[], { input: string; label: { en: string; uk: string }; hint: Text }>({
      input: 'steps',
      label: { en: 'Steps', uk: 'Кроки' },
      hint: {
        en: 'The seller ticks them on the deal; they hold nobody back',
        uk: 'Продавець позначає їх в угоді; нікого не стримують',
      },
    }),
  },
  list: { columns: ['name', 'pipeline', 'probability', 'outcome', 'maxDays'], sort: 'position' },
  form: [
    {
      section: { en: 'Stage', uk: 'Етап' },
      fields: ['name', 'pipeline', 'position', 'probability', 'outcome', 'forecastCategory', 'maxDays'],
    },
    { section: { en: 'To come here', uk: 'Щоб потрапити сюди' }, fields: ['requires', 'checklist'] },
    { section: { en: 'Playbook', uk: 'Методика' }, fields: ['guidance', 'steps'] },
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
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    needsCompetitor: boolean({ label: { en: 'Asks to whom', uk: 'Питає, хто виграв' } }),
    needsPriceGap: boolean({ label: { en: 'Asks by how much we were dearer', uk: 'Питає різницю в ціні' } }),
    needsComment: boolean({ label: { en: 'Asks for a comment', uk: 'Питає коментар' } }),
  },
  list: { columns: ['name', 'needsCompetitor', 'needsPriceGap', 'needsComment'], sort: 'name' },
  form: [
    {
      section: { en: 'Reason', uk: 'Причина' },
      fields: ['name', 'needsCompetitor', 'needsPriceGap', 'needsComment'],
    },
  ],
  access,
  keys: ['name'],
  part: true,
})
