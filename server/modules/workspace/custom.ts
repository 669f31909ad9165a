import { entity } from '#core/entity.ts'
import { customKinds } from '#core/custom.ts'
import { boolean, choice, json, number, text } from '#core/kinds/index.ts'
import type { Rollup } from '#core/rollup.ts'
import { sentence, type Text } from '#core/text.ts'
import { kindLabels } from './kind-labels.ts'

export const customField = entity('customField', {
  label: { en: 'Own field', uk: 'Власне поле', many: { en: 'Own fields', uk: 'Власні поля' } },
  icon: 'text-cursor-input',
  title: 'label',
  fields: {
    label: text({ required: true, max: 100, label: { en: 'Name', uk: 'Назва' } }),
    labelUk: text({ max: 100, label: { en: 'Name in Ukrainian', uk: 'Назва українською' } }),
    options: json({ label: { en: 'Options', uk: 'Варіанти' } }),
    formula: text({ max: 2000, label: { uk: 'Формула' } }),
    rollup: json<Rollup, { label: { en: string; uk: string }; hint: Text }>({
      label: { en: 'Adds up', uk: 'Підсумовує' },
      hint: {
        en: 'Of which records (of: deal.account), how (count, sum, average, least, most), what, filter',
        uk: 'Яких записів (of: deal.account), як (how: count, sum, average, least, most), що (what), лише ті (filter)',
      },
    }),
    isRequired: boolean({ label: { en: 'Required', uk: 'Обов’язкове' } }),
    isSearchable: boolean({ label: { en: 'Found by search', uk: 'Знаходиться пошуком' } }),
    position: number({ label: { uk: 'Позиція' } }),
  },
  managed: {
    entity: text({ required: true, max: 100, onCreate: true, label: { en: 'Of', uk: 'Об’єкт' } }),
    key: text({ required: true, max: 40, onCreate: true, label: { uk: 'Ключ' } }),
    kind: choice({
      required: true,
      onCreate: true,
      label: { uk: 'Тип' },
      options: customKinds.map((key) => ({ key, label: { en: sentence(key), uk: kindLabels[key] ?? key } })),
    }),
    target: text({ max: 100, onCreate: true, label: { en: 'Refers to', uk: 'Посилається на' } }),
    isMany: boolean({ onCreate: true, label: { en: 'Several values', uk: 'Кілька значень' } }),
  },
  list: { columns: ['label', 'entity', 'kind', 'isRequired'], sort: 'entity' },
  form: [
    {
      section: { en: 'Field', uk: 'Поле' },
      fields: [
        'label',
        'labelUk',
        'entity',
        'key',
        'kind',
        'target',
        'options',
        'formula',
        'rollup',
        'isRequired',
        'isSearchable',
      ],
    },
  ],
  access: { everyone: { read: 'all' } },
  part: true,
})

/** An option that an administrator added to a choice whose options may be added to. */
export const choiceOption = entity('choiceOption', {
  label: { en: 'Option', uk: 'Варіант', many: { en: 'Options', uk: 'Варіанти' } },
  icon: 'list-plus',
  title: 'label',
  fields: {
    label: text({ required: true, max: 100, label: { en: 'Name', uk: 'Назва' } }),
    labelUk: text({ max: 100, label: { en: 'Name in Ukrainian', uk: 'Назва українською' } }),
    color: text({ max: 20, label: { uk: 'Колір' } }),
    position: number({ label: { uk: 'Позиція' } }),
  },
  managed: {
    entity: text({ required: true, max: 100, onCreate: true, label: { en: 'Of', uk: 'Об’єкт' } }),
    field: text({ required: true, max: 100, onCreate: true, label: { uk: 'Поле' } }),
    key: text({ required: true, max: 60, onCreate: true, label: { uk: 'Ключ' } }),
  },
  list: { columns: ['label', 'entity', 'field'], sort: 'entity' },
  form: [{ section: { en: 'Option', uk: 'Варіант' }, fields: ['label', 'labelUk', 'color', 'position'] }],
  access: { everyone: { read: 'all' } },
  part: true,
})

export const customObject = entity('customObject', {
  label: { en: 'Own object', uk: 'Власний об’єкт', many: { en: 'Own objects', uk: 'Власні об’єкти' } },
  icon: 'shapes',
  title: 'label',
  fields: {
    label: text({ required: true, max: 100, label: { en: 'Name', uk: 'Назва' } }),
    labelUk: text({ max: 100, label: { en: 'Name in Ukrainian', uk: 'Назва українською' } }),
    labelMany: text({ required: true, max: 100, label: { en: 'Name of many', uk: 'Назва у множині' } }),
    labelManyUk: text({
      max: 100,
      label: { en: 'Name of many in Ukrainian', uk: 'Назва у множині українською' },
    }),
    icon: text({ max: 50, label: { uk: 'Піктограма' } }),
  },
  managed: {
    key: text({ required: true, max: 40, onCreate: true, label: { uk: 'Ключ' } }),
    plural: text({
      required: true,
      max: 40,
      onCreate: true,
      label: { en: 'Key of many', uk: 'Ключ у множині' },
    }),
  },
  list: { columns: ['label', 'key'], sort: 'label' },
  form: [
    {
      section: { en: 'Object', uk: 'Об’єкт' },
      fields: ['label', 'labelUk', 'labelMany', 'labelManyUk', 'key', 'plural', 'icon'],
    },
  ],
  access: { everyone: { read: 'all' } },
  part: true,
})
