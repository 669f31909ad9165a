import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, formula, money, number, ref, text, time } from '#core/kinds/index.ts'

/** Every change of a deal's stage, whichever way it came about: from, to, when, by whom, how long it stood in the stage
 * that it left. The first of a deal has no `fromStage`. */
export const stageChange = entity('stageChange', {
  label: {
    en: 'Change of stage',
    uk: 'Зміна етапу',
    many: { en: 'Changes of stage', uk: 'Зміни етапів' },
  },
  icon: 'milestone',
  title: 'dealName',
  ledger: true,
  partOf: 'deal',
  fields: {
    deal: ref('deal', { required: true, onDelete: 'cascade', label: { uk: 'Угода' } }),
    dealName: text({ max: 200, label: { en: 'Name of the deal', uk: 'Назва угоди' } }),
    fromStage: ref('stage', { onDelete: 'clear', label: { en: 'From', uk: 'З етапу' } }),
    toStage: ref('stage', { onDelete: 'clear', label: { en: 'To', uk: 'На етап' } }),
    outcome: choice({
      required: true,
      label: { en: 'State after', uk: 'Стан після' },
      options: [
        { key: 'open', label: { en: 'Open', uk: 'Триває' }, color: 'blue' },
        { key: 'won', label: { en: 'Won', uk: 'Виграно' }, color: 'green' },
        { key: 'lost', label: { en: 'Lost', uk: 'Програно' }, color: 'red' },
      ],
    }),
    at: time({ required: true, label: { en: 'When', uk: 'Коли' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'By', uk: 'Хто' } }),
    seconds: number({ label: { en: 'Seconds in the stage before', uk: 'Секунд на попередньому етапі' } }),
    days: formula({
      formula: 'round(seconds / 86400, 1)',
      label: { en: 'Days in the stage before', uk: 'Днів на попередньому етапі' },
    }),
    amount: money({ label: { en: 'Amount then', uk: 'Сума тоді' } }),
    isEstimated: boolean({
      label: { en: 'By the dates of the deal', uk: 'За датами угоди' },
      hint: {
        en: 'It came to Kolo later: the moment is taken from the dates that the deal has',
        uk: 'Угода потрапила до Kolo пізніше: момент узято з її власних дат',
      },
    }),
  },
  list: { columns: ['toStage', 'at', 'days', 'by', 'fromStage', 'amount'], sort: '-at' },
  form: [
    {
      section: { en: 'Change of stage', uk: 'Зміна етапу' },
      fields: [
        'deal',
        'dealName',
        'fromStage',
        'toStage',
        'outcome',
        'at',
        'by',
        'seconds',
        'amount',
        'isEstimated',
      ],
    },
  ],
  access: {
    manager: { read: 'all', export: true },
    sales: { read: 'team' },
    marketing: { read: 'all' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
})
export type StageChange = Row<typeof stageChange>
