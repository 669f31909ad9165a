import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, date, money, number, percent, ref, text } from '#core/kinds/index.ts'
import { currencies, roundings, salesChannel } from './choices.ts'

const access = {
  everyone: { read: 'all' },
  manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
} as const

export const priceList = entity('priceList', {
  label: { en: 'Price list', uk: 'Прайс-лист', many: { en: 'Price lists', uk: 'Прайс-листи' } },
  icon: 'tags',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, search: true, label: { uk: 'Назва' } }),
    code: text({ max: 100, unique: true, search: true, label: { uk: 'Код' } }),
    currency: choice({ required: true, editable: true, options: currencies, label: { uk: 'Валюта' } }),
    taxIncluded: boolean({ start: true, label: { en: 'Prices with VAT', uk: 'Ціни з ПДВ' } }),
    validFrom: date({ label: { uk: 'Діє з' } }),
    validTo: date({ notBefore: 'validFrom', label: { uk: 'Діє до' } }),
    priority: number({
      start: 0,
      label: { uk: 'Пріоритет' },
      hint: { en: 'Of two lists alike the higher is taken', uk: 'З двох рівних береться вищий' },
    }),
    account: ref('account', { onDelete: 'restrict', label: { en: 'Only for', uk: 'Лише для' } }),
    accountGroup: ref('accountGroup', {
      onDelete: 'restrict',
      label: { en: 'Client group', uk: 'Група клієнтів' },
    }),
    channel: salesChannel,
    region: text({ max: 200, label: { uk: 'Регіон' } }),
    base: ref('priceList', {
      onDelete: 'restrict',
      label: { en: 'Based on', uk: 'На основі' },
      hint: {
        en: 'What is not in this list is computed from that one',
        uk: 'Чого немає в цьому прайсі, обчислюється з того',
      },
      back: { en: 'Lists based on it', uk: 'Прайс-листи на його основі' },
    }),
    percent: percent({
      min: -100,
      label: { en: 'Change of the base', uk: 'Зміна основи' },
      hint: { en: '−15 is fifteen percent off', uk: '−15 — на п’ятнадцять відсотків дешевше' },
    }),
    rounding: choice({ options: roundings, label: { uk: 'Округлення' } }),
    isActive: boolean({ start: true, label: { en: 'In use', uk: 'Діє' } }),
  },
  list: {
    columns: ['name', 'currency', 'accountGroup', 'base', 'percent', 'validFrom', 'validTo', 'isActive'],
    sort: 'name',
  },
  form: [
    {
      section: { en: 'Price list', uk: 'Прайс-лист' },
      fields: ['name', 'code', 'currency', 'taxIncluded', 'validFrom', 'validTo', 'isActive'],
    },
    {
      section: { en: 'For whom', uk: 'Для кого' },
      fields: ['account', 'accountGroup', 'channel', 'region', 'priority'],
    },
    { section: { en: 'Computed', uk: 'Обчислення' }, fields: ['base', 'percent', 'rounding'] },
  ],
  access,
  keys: ['code', 'name'],
})
export type PriceList = Row<typeof priceList>

export const priceListItem = entity('priceListItem', {
  label: { en: 'Price', uk: 'Ціна', many: { en: 'Prices', uk: 'Ціни' } },
  icon: 'tag',
  title: 'price',
  fields: {
    priceList: ref('priceList', { required: true, onDelete: 'cascade', label: { uk: 'Прайс-лист' } }),
    product: ref('product', { required: true, onDelete: 'cascade', label: { uk: 'Товар' } }),
    minQuantity: number({
      required: true,
      start: 1,
      min: 0.000001,
      label: { en: 'From quantity', uk: 'Від кількості' },
    }),
    price: money({
      required: true,
      label: { uk: 'Ціна' },
      hint: { en: 'Per base unit, in the list’s currency', uk: 'За базову одиницю, у валюті прайсу' },
    }),
  },
  list: { columns: ['priceList', 'product', 'minQuantity', 'price', 'updatedAt'], sort: '-updatedAt' },
  form: [{ section: { en: 'Price', uk: 'Ціна' }, fields: ['priceList', 'product', 'minQuantity', 'price'] }],
  access,
  part: true,
})

/** How prices of a list that is based on another are computed, by group and quantity. */
export const priceRule = entity('priceRule', {
  label: { en: 'Price rule', uk: 'Правило ціни', many: { en: 'Price rules', uk: 'Правила цін' } },
  icon: 'percent',
  title: 'percent',
  fields: {
    priceList: ref('priceList', { required: true, onDelete: 'cascade', label: { uk: 'Прайс-лист' } }),
    group: ref('productGroup', { onDelete: 'cascade', label: { en: 'Product group', uk: 'Група товарів' } }),
    minQuantity: number({
      required: true,
      start: 1,
      min: 0.000001,
      label: { en: 'From quantity', uk: 'Від кількості' },
    }),
    percent: percent({
      required: true,
      min: -100,
      label: { en: 'Change of the base', uk: 'Зміна основи' },
    }),
  },
  list: { columns: ['priceList', 'group', 'minQuantity', 'percent'], sort: 'minQuantity' },
  form: [
    { section: { en: 'Rule', uk: 'Правило' }, fields: ['priceList', 'group', 'minQuantity', 'percent'] },
  ],
  access,
  part: true,
})
