import { entity, type Row } from '#core/entity.ts'
import { boolean, choice, date, email, file, json, number, ref, text, time } from '#core/kinds/index.ts'
import { currencies } from './choices.ts'

const access = {
  everyone: { read: 'all' },
  sales: { read: 'team' },
  manager: { read: 'all', delete: 'team', export: true },
} as const

export const formats = [
  { key: 'pdf', label: { en: 'PDF', uk: 'Файл PDF' } },
  { key: 'xlsx', label: { en: 'Excel', uk: 'Таблиця Excel' } },
  { key: 'csv', label: { en: 'CSV', uk: 'Таблиця CSV' } },
  { key: 'link', label: { en: 'Web page', uk: 'Вебсторінка' } },
]
export const languages = [
  { key: 'uk', label: { en: 'Ukrainian', uk: 'Українська' } },
  { key: 'en', label: { en: 'English', uk: 'Англійська' } },
]

/** A price list as it was given out: a file or a page that does not change any more, with its number and version. */
export const issuedPriceList = entity('issuedPriceList', {
  label: {
    en: 'Price list given out',
    uk: 'Виданий прайс',
    many: { en: 'Price lists given out', uk: 'Видані прайси' },
  },
  icon: 'book-open',
  title: 'name',
  fields: {
    name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
    openUntil: date({ label: { en: 'Link works until', uk: 'Посилання діє до' } }),
  },
  managed: {
    number: text({ max: 50, search: true, label: { en: 'Number', uk: 'Номер' } }),
    version: number({ label: { uk: 'Версія' } }),
    priceList: ref('priceList', { onDelete: 'restrict', label: { uk: 'Прайс-лист' } }),
    account: ref('account', { onDelete: 'clear', label: { en: 'For', uk: 'Для' } }),
    groups: json({ label: { en: 'Groups', uk: 'Групи' } }),
    currency: choice({ editable: true, options: currencies, label: { uk: 'Валюта' } }),
    locale: choice({ options: languages, label: { en: 'Language', uk: 'Мова' } }),
    format: choice({ options: formats, label: { uk: 'Вигляд' } }),
    withPictures: boolean({ label: { en: 'With pictures', uk: 'Із зображеннями' } }),
    onDay: date({ label: { en: 'Prices of', uk: 'Ціни на' } }),
    file: file({ label: { uk: 'Файл' } }),
    lines: number({ label: { en: 'Products', uk: 'Товарів' } }),
    token: text({ max: 100, unique: true, label: { en: 'Address', uk: 'Адреса' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { en: 'Made by', uk: 'Видав' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'name', 'version', 'account', 'format', 'currency', 'lines', 'owner', 'createdAt'],
    sort: '-createdAt',
  },
  form: [{ section: { en: 'Price list', uk: 'Прайс-лист' }, fields: ['name', 'openUntil'] }],
  access,
})
export type IssuedPriceList = Row<typeof issuedPriceList>

/** Who received a price list, and whether he opened it. */
export const priceListRecipient = entity('priceListRecipient', {
  label: { en: 'Recipient', uk: 'Одержувач', many: { en: 'Recipients', uk: 'Одержувачі' } },
  icon: 'send',
  title: 'recipient',
  fields: {
    issuedPriceList: ref('issuedPriceList', {
      required: true,
      onDelete: 'cascade',
      label: { uk: 'Прайс' },
    }),
    recipient: email({ required: true, personal: true, label: { en: 'To', uk: 'Кому' } }),
  },
  managed: {
    via: choice({
      required: true,
      start: 'link',
      label: { en: 'By way of', uk: 'Яким шляхом' },
      options: [
        { key: 'link', label: { en: 'Link', uk: 'Посилання' } },
        { key: 'mail', label: { en: 'Letter', uk: 'Лист' } },
        { key: 'download', label: { en: 'Downloaded', uk: 'Завантажено' } },
      ],
    }),
    sentAt: time({ label: { en: 'Sent', uk: 'Надіслано' } }),
    openedAt: time({ label: { en: 'Opened', uk: 'Відкрито' } }),
    opens: number({ start: 0, label: { en: 'Times opened', uk: 'Скільки разів' } }),
  },
  list: { columns: ['recipient', 'via', 'sentAt', 'openedAt', 'opens'], sort: '-sentAt' },
  form: [{ section: { en: 'Recipient', uk: 'Одержувач' }, fields: ['issuedPriceList', 'recipient'] }],
  access: { everyone: { read: 'all' }, sales: { read: 'team' }, manager: { read: 'all', export: true } },
  partOf: 'issuedPriceList',
})
