import { entity } from '#core/entity.ts'
import { choice, json, record, ref, text, time } from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

/** What was done with all data of one person: exported, erased, erased by a timer. Who may read these lines may also do
 * it: so administrators, and whom they give the right. */
export const dataRequest = entity('dataRequest', {
  label: {
    en: 'Request about personal data',
    uk: 'Запит щодо персональних даних',
    many: { en: 'Requests about personal data', uk: 'Запити щодо персональних даних' },
  },
  icon: 'shield',
  title: 'reason',
  fields: {
    kind: choice({
      required: true,
      label: { en: 'What was done', uk: 'Що зроблено' },
      options: [
        option('exported', 'Exported', 'Вивантажено'),
        option('erased', 'Erased', 'Стерто'),
        option('timer', 'Erased by a timer', 'Стерто за строком'),
      ],
    }),
    record: record({ onDelete: 'clear', label: { en: 'Of whom', uk: 'Чиї' } }),
    reason: text({ required: true, max: 1000, label: { en: 'Reason', uk: 'Підстава' } }),
    counts: json({ label: { en: 'What and how much', uk: 'Що й скільки' } }),
    by: ref('user', { onDelete: 'clear', label: { en: 'By', uk: 'Хто' } }),
    at: time({ required: true, label: { en: 'When', uk: 'Коли' } }),
  },
  list: { columns: ['kind', 'record', 'reason', 'by', 'at'], sort: '-at' },
  form: [
    {
      section: { en: 'Request', uk: 'Запит' },
      fields: ['kind', 'record', 'reason', 'counts', 'by', 'at'],
    },
  ],
  ledger: true,
  part: true,
  access: {},
})
