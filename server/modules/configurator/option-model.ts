import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  image,
  lifecycle,
  longText,
  money,
  number,
  percent,
  ref,
  text,
} from '#core/kinds/index.ts'
import { currencies } from '#modules/pricing/index.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
  client: { read: 'all' },
} as const

export const optionModel = entity('optionModel', {
  label: {
    en: 'Option model',
    uk: 'Модель конфігурації',
    many: { en: 'Option models', uk: 'Моделі конфігурації' },
  },
  icon: 'blocks',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    product: ref('product', {
      onDelete: 'restrict',
      label: { en: 'Base product', uk: 'Базовий товар' },
      hint: { en: 'What every configuration begins with', uk: 'З чого починається кожна конфігурація' },
    }),
    currency: choice({ required: true, start: 'UAH', options: currencies, label: { uk: 'Валюта' } }),
    picture: image({ label: { en: 'Picture', uk: 'Зображення' } }),
    description: longText({ label: { uk: 'Опис' } }),
  },
  managed: {
    version: number({ start: 1, label: { uk: 'Версія' } }),
    revisionOf: ref('optionModel', {
      onDelete: 'clear',
      label: { en: 'New version of', uk: 'Нова версія' },
    }),
    status: lifecycle(
      { draft: ['released'], released: ['retired'], retired: ['released'] },
      {
        start: 'draft',
        label: { uk: 'Стан' },
        options: [
          { key: 'draft', label: { en: 'Draft', uk: 'Чернетка' }, color: 'gray' },
          { key: 'released', label: { en: 'Released', uk: 'Діє' }, color: 'green' },
          { key: 'retired', label: { en: 'Retired', uk: 'Виведено' }, color: 'gray' },
        ],
      },
    ),
  },
  list: { columns: ['name', 'version', 'status', 'product', 'updatedAt'], sort: 'name' },
  form: [
    {
      section: { en: 'Model', uk: 'Модель' },
      fields: ['name', 'product', 'currency', 'picture', 'description'],
    },
  ],
  access,
  keys: ['name'],
})
export type OptionModel = Row<typeof optionModel>

export const modelOption = entity('modelOption', {
  label: { en: 'Option', uk: 'Опція', many: { en: 'Options', uk: 'Опції' } },
  icon: 'list',
  title: 'name',
  fields: {
    model: ref('optionModel', { required: true, onDelete: 'cascade', label: { uk: 'Модель' } }),
    key: text({
      required: true,
      max: 60,
      label: { uk: 'Ключ' },
      hint: {
        en: 'Its name in rules: letters, digits, _ and -',
        uk: 'Ім’я в правилах: літери, цифри, _ та -',
      },
    }),
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    parent: text({ max: 60, label: { en: 'Under (key)', uk: 'Входить до (ключ)' } }),
    position: number({ label: { uk: 'Позиція' } }),
    choice: choice({
      required: true,
      start: 'each',
      label: { en: 'Of what is under it', uk: 'З того, що в ній' },
      options: [
        { key: 'each', label: { en: 'Each by itself', uk: 'Кожна окремо' } },
        { key: 'one', label: { en: 'Exactly one', uk: 'Рівно одна' } },
        { key: 'some', label: { en: 'At least one', uk: 'Принаймні одна' } },
      ],
    }),
    isRequired: boolean({ start: false, label: { en: 'Always with it', uk: 'Завжди в складі' } }),
    min: number({ start: 1, min: 1, max: 10_000, scale: 0, label: { en: 'From, pcs', uk: 'Від, шт' } }),
    max: number({ start: 1, min: 1, max: 10_000, scale: 0, label: { en: 'To, pcs', uk: 'До, шт' } }),
    product: ref('product', { onDelete: 'restrict', label: { uk: 'Товар' } }),
    price: money({
      label: { en: 'Price of one', uk: 'Ціна за одну' },
      hint: { en: 'Where no product gives it', uk: 'Якщо її не дає товар' },
    }),
    pricePercent: percent({ label: { en: 'Price, % of the base', uk: 'Ціна, % від бази' } }),
    picture: image({ label: { en: 'Picture layer', uk: 'Шар зображення' } }),
    layer: number({ scale: 0, label: { en: 'Layer', uk: 'Шар' } }),
    description: longText({ label: { uk: 'Опис' } }),
  },
  list: { columns: ['name', 'key', 'parent', 'choice', 'product', 'price'], sort: 'position' },
  form: [
    {
      section: { en: 'Option', uk: 'Опція' },
      fields: ['model', 'key', 'name', 'parent', 'position', 'choice', 'isRequired', 'min', 'max'],
    },
    { section: { en: 'Price', uk: 'Ціна' }, fields: ['product', 'price', 'pricePercent'] },
    { section: { en: 'Picture', uk: 'Зображення' }, fields: ['picture', 'layer', 'description'] },
  ],
  access,
  part: true,
})
export type ModelOption = Row<typeof modelOption>

export const optionRule = entity('optionRule', {
  label: { en: 'Option rule', uk: 'Правило опцій', many: { en: 'Option rules', uk: 'Правила опцій' } },
  icon: 'list',
  title: 'says',
  fields: {
    model: ref('optionModel', { required: true, onDelete: 'cascade', label: { uk: 'Модель' } }),
    says: text({
      required: true,
      max: 2000,
      label: { en: 'Rule', uk: 'Правило' },
      hint: {
        en: 'not, and, or, implies, iff; key.count compares how many',
        uk: 'not, and, or, implies, iff; ключ.count порівнює кількість',
      },
    }),
    reason: text({
      max: 500,
      label: { en: 'Why, for people', uk: 'Чому, для людей' },
      hint: { en: 'Said when a choice is impossible', uk: 'Кажуть, коли вибір неможливий' },
    }),
  },
  list: { columns: ['says', 'reason', 'model'], sort: 'createdAt' },
  form: [{ section: { en: 'Rule', uk: 'Правило' }, fields: ['model', 'says', 'reason'] }],
  access,
  part: true,
})
export type OptionRule = Row<typeof optionRule>
