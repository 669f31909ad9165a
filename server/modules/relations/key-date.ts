import { entity } from '#core/entity.ts'
import { boolean, choice, date, number, record, text } from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string) => ({ key, label: { en, uk } })

/** Who reads a client's record reads it, who may change the record changes it. */
export const accessOfRecord = {
  everyone: { read: 'record', create: true, update: 'record', delete: 'record' },
  manager: { read: 'record', create: true, update: 'record', delete: 'record', export: true },
  reader: { read: 'record' },
} as const

/** A day worth remembering of a client; its record's owner is reminded. A birthday stands on the contact itself. */
export const keyDate = entity('keyDate', {
  label: { en: 'Key date', uk: 'Важлива дата', many: { en: 'Key dates', uk: 'Важливі дати' } },
  icon: 'calendar',
  title: 'name',
  fields: {
    name: text({
      required: true,
      max: 200,
      personal: true,
      label: { en: 'What happens', uk: 'Що за дата' },
      hint: { en: 'Wedding day, ten years of the company', uk: 'День весілля, десять років компанії' },
    }),
    record: record({ required: true, onDelete: 'cascade', label: { en: 'Whose', uk: 'Чия' } }),
    kind: choice({
      editable: true,
      start: 'anniversary',
      label: { uk: 'Вид' },
      options: [
        option('birthday', 'Birthday of a relative', 'День народження близьких'),
        option('anniversary', 'Anniversary', 'Річниця'),
        option('founding', 'Founding of the company', 'День заснування'),
        option('professional', 'Professional holiday', 'Професійне свято'),
        option('contract', 'End of a contract', 'Кінець договору'),
        option('other', 'Other', 'Інше'),
      ],
    }),
    day: date({ required: true, personal: true, label: { en: 'Day', uk: 'День' } }),
    everyYear: boolean({ start: true, label: { en: 'Every year', uk: 'Щороку' } }),
    remindDays: number({
      min: 0,
      max: 365,
      scale: 0,
      start: 7,
      label: { en: 'Remind, days before', uk: 'Нагадати за, днів' },
    }),
  },
  list: { columns: ['name', 'day', 'kind', 'everyYear', 'record'], sort: 'day' },
  form: [
    {
      section: { en: 'Key date', uk: 'Важлива дата' },
      fields: ['name', 'day', 'kind', 'everyYear', 'remindDays', 'record'],
    },
  ],
  access: accessOfRecord,
  follows: 'record',
  part: true,
})
