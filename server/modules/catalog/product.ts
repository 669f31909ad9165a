import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, file, image, longText, money, percent, ref, text } from '#core/kinds/index.ts'
import type { Option } from '#core/kind.ts'

const option = (key: string, en: string, uk: string): Option => ({ key, label: { en, uk } })

export const units = [
  option('piece', 'pc', 'шт'),
  option('metre', 'm', 'м'),
  option('kilogram', 'kg', 'кг'),
  option('litre', 'l', 'л'),
  option('pack', 'pack', 'упак'),
  option('set', 'set', 'компл'),
  option('hour', 'h', 'год'),
]

/** What it is called in the papers of clients who read another language than the company's. */
const names = (max: number, more: { search?: boolean } = {}) => ({
  nameUk: text({ max, ...more, label: { en: 'Name in Ukrainian', uk: 'Назва українською' } }),
  nameEn: text({ max, ...more, label: { en: 'Name in English', uk: 'Назва англійською' } }),
})

export const productGroup = entity('productGroup', {
  label: { en: 'Product group', uk: 'Група товарів', many: { en: 'Product groups', uk: 'Групи товарів' } },
  icon: 'folder-tree',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    parent: ref('productGroup', {
      onDelete: 'restrict',
      label: { en: 'Part of', uk: 'Входить до' },
      back: { en: 'Groups in it', uk: 'Підгрупи' },
    }),
    ...names(200),
  },
  list: { columns: ['name', 'parent'], sort: 'name' },
  form: [{ section: { en: 'Group', uk: 'Група' }, fields: ['name', 'parent', 'nameUk', 'nameEn'] }],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    client: { read: 'all' },
  },
  keys: ['name'],
  part: true,
})

export const product = entity('product', {
  label: { uk: 'Товар', many: { en: 'Products', uk: 'Товари' } },
  icon: 'package',
  title: 'name',
  fields: {
    name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
    sku: text({ max: 100, unique: true, search: true, label: { en: 'SKU', uk: 'Артикул' } }),
    code: text({ max: 100, unique: true, search: true, label: { uk: 'Код' } }),
    kind: choice({
      start: 'product',
      label: { uk: 'Вид' },
      options: [
        option('product', 'Product', 'Товар'),
        option('service', 'Service', 'Послуга'),
        option('kit', 'Kit', 'Комплект'),
      ],
    }),
    group: ref('productGroup', { onDelete: 'restrict', label: { uk: 'Група' } }),
    unit: choice({
      editable: true,
      label: { uk: 'Одиниця' },
      options: units,
    }),
    price: money({ label: { uk: 'Ціна' }, hint: { en: 'Before VAT', uk: 'Без ПДВ' } }),
    cost: money({ only: ['administrator', 'manager'], label: { uk: 'Собівартість' } }),
    vatRate: choice({
      label: { en: 'VAT rate', uk: 'Ставка ПДВ' },
      editable: true,
      options: [
        option('20', '20 %', '20 %'),
        option('14', '14 %', '14 %'),
        option('7', '7 %', '7 %'),
        option('0', '0 %', '0 %'),
        option('none', 'Without VAT', 'Без ПДВ'),
      ],
    }),
    isActive: boolean({ start: true, label: { en: 'On sale', uk: 'Продається' } }),
    description: longText({ label: { uk: 'Опис' } }),
    picture: image({ label: { uk: 'Зображення' } }),
    dataSheet: file({ label: { en: 'Data sheet', uk: 'Технічний опис' } }),
    barcode: text({ max: 50, search: true, label: { uk: 'Штрихкод' } }),
    variantOf: ref('product', {
      onDelete: 'restrict',
      label: { en: 'Variant of', uk: 'Варіант товару' },
      back: { en: 'Variants', uk: 'Варіанти' },
    }),
    variant: text({
      max: 200,
      label: { uk: 'Варіант' },
      hint: { en: 'What sets it apart: colour, size', uk: 'Чим відрізняється: колір, розмір' },
    }),
    kitPrice: choice({
      label: { en: 'Price of a kit', uk: 'Ціна комплекту' },
      options: [option('own', 'Its own', 'Власна'), option('parts', 'Sum of its parts', 'Сума складників')],
    }),
    kitDiscount: percent({
      min: 0,
      max: 100,
      label: { en: 'Off the parts', uk: 'Знижка від складників' },
    }),
    ...names(300, { search: true }),
    descriptionUk: longText({ label: { en: 'Description in Ukrainian', uk: 'Опис українською' } }),
    descriptionEn: longText({ label: { en: 'Description in English', uk: 'Опис англійською' } }),
  },
  list: { columns: ['name', 'sku', 'group', 'price', 'unit', 'isActive'], sort: 'name' },
  form: [
    { section: { en: 'Main', uk: 'Основне' }, fields: ['name', 'sku', 'kind', 'group', 'unit', 'isActive'] },
    { section: { en: 'Price', uk: 'Ціна' }, fields: ['price', 'cost', 'vatRate'] },
    {
      section: { en: 'Other', uk: 'Інше' },
      fields: ['code', 'barcode', 'description', 'picture', 'dataSheet'],
    },
    {
      section: { en: 'For clients of another language', uk: 'Для клієнтів іншою мовою' },
      fields: ['nameUk', 'nameEn', 'descriptionUk', 'descriptionEn'],
    },
    {
      section: { en: 'Variants and kits', uk: 'Варіанти й комплекти' },
      fields: ['variantOf', 'variant', 'kitPrice', 'kitDiscount'],
    },
  ],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    client: { read: 'all' },
  },
  keys: ['sku', 'code', 'name'],
})
export type Product = Row<typeof product>
