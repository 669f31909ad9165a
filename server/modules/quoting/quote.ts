import { entity, type Row } from '#core/entity.ts'
import type { Option } from '#core/kind.ts'
import {
  boolean,
  choice,
  date,
  json,
  lifecycle,
  longText,
  money,
  number,
  percent,
  ref,
  text,
  time,
} from '#core/kinds/index.ts'
import { salesChannel } from '#modules/pricing/index.ts'

const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const languages = [option('uk', 'Ukrainian', 'Українська'), option('en', 'English', 'Англійська')]
export const currencies = [
  option('UAH', 'UAH, hryvnia', 'UAH, гривня'),
  option('EUR', 'EUR, euro', 'EUR, євро'),
  option('USD', 'USD, dollar', 'USD, долар'),
  option('PLN', 'PLN, zloty', 'PLN, злотий'),
]

/** What the client did on his page, as proof: told by nobody but him. */
export type Proof = {
  name: string
  position: string | null
  comment: string | null
  at: string
  ip: string | null
  agent: string | null
  /** SHA-256 of what he was shown. */
  hash: string
  /** The optional lines and alternatives he took. */
  chosen: string[]
}

export const quote = entity('quote', {
  label: { en: 'Quote', uk: 'Пропозиція', many: { en: 'Quotes', uk: 'Пропозиції' } },
  icon: 'file-text',
  title: 'number',
  fields: {
    subject: text({ max: 300, search: true, label: { en: 'Subject', uk: 'Тема' } }),
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    contact: ref('contact', { onDelete: 'clear', label: { uk: 'Контакт' } }),
    deal: ref('deal', { onDelete: 'clear', label: { uk: 'Угода' } }),
    issuer: ref('issuer', { onDelete: 'restrict', label: { en: 'From', uk: 'Від кого' } }),
    date: date({ required: true, start: 'today', label: { uk: 'Дата' } }),
    validUntil: date({ notBefore: 'date', label: { en: 'Valid until', uk: 'Дійсна до' } }),
    followUpOn: date({ label: { en: 'Follow up on', uk: 'Нагадати' } }),
    probability: percent({ min: 0, max: 100, label: { uk: 'Ймовірність' } }),
    currency: choice({
      required: true,
      editable: true,
      start: 'UAH',
      options: currencies,
      label: { uk: 'Валюта' },
    }),
    priceList: ref('priceList', { onDelete: 'restrict', label: { en: 'Price list', uk: 'Прайс-лист' } }),
    channel: salesChannel,
    taxIncluded: boolean({ start: true, label: { en: 'Prices with VAT', uk: 'Ціни з ПДВ' } }),
    discount: percent({ min: 0, max: 100, label: { en: 'Discount on all', uk: 'Знижка на все' } }),
    language: choice({ required: true, start: 'uk', options: languages, label: { uk: 'Мова' } }),
    delivery: text({ max: 500, label: { en: 'Delivery', uk: 'Доставка' } }),
    payment: text({ max: 500, label: { en: 'Payment', uk: 'Оплата' } }),
    paymentDays: number({ min: 0, max: 365, scale: 0, label: { en: 'Days to pay', uk: 'Днів на оплату' } }),
    intro: longText({ label: { en: 'Introduction', uk: 'Вступ' } }),
    terms: longText({ label: { en: 'Terms', uk: 'Умови' } }),
    isTemplate: boolean({ label: { en: 'Template', uk: 'Шаблон' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    number: text({ required: true, max: 50, search: true, label: { uk: 'Номер' } }),
    version: number({ required: true, start: 1, label: { en: 'Version', uk: 'Версія' } }),
    revises: ref('quote', {
      onDelete: 'restrict',
      label: { en: 'Revises', uk: 'Змінює' },
      back: { en: 'Later versions', uk: 'Новіші версії' },
    }),
    status: lifecycle(
      {
        draft: ['awaiting', 'approved', 'sent'],
        awaiting: ['approved', 'draft'],
        approved: ['draft', 'sent'],
        sent: ['accepted', 'declined', 'expired', 'superseded'],
        accepted: [],
        declined: ['superseded'],
        expired: ['superseded', 'sent'],
        superseded: [],
      },
      {
        start: 'draft',
        label: { uk: 'Стан' },
        options: [
          option('draft', 'Draft', 'Чернетка', 'gray'),
          option('awaiting', 'Waits for approval', 'Чекає погодження', 'orange'),
          option('approved', 'Approved', 'Погоджено', 'teal'),
          option('sent', 'Sent', 'Надіслано', 'blue'),
          option('accepted', 'Accepted', 'Прийнято', 'green'),
          option('declined', 'Declined', 'Відхилено', 'red'),
          option('expired', 'Expired', 'Прострочено', 'orange'),
          option('superseded', 'Superseded', 'Замінено', 'gray'),
        ],
      },
    ),
    net: money({ label: { en: 'Without VAT', uk: 'Без ПДВ' } }),
    tax: money({ label: { en: 'VAT', uk: 'ПДВ' } }),
    total: money({ label: { en: 'Total', uk: 'Разом' } }),
    margin: money({ only: ['administrator', 'manager'], label: { en: 'Margin', uk: 'Маржа' } }),
    approval: ref('approval', { onDelete: 'clear', label: { uk: 'Погодження' } }),
    sentAt: time({ label: { en: 'Sent', uk: 'Надіслано' } }),
    openedAt: time({ label: { en: 'Opened', uk: 'Відкрито' } }),
    decidedAt: time({ label: { en: 'Answered', uk: 'Відповідь' } }),
    declineReason: text({ max: 1000, label: { en: 'Why declined', uk: 'Чому відхилено' } }),
    hash: text({ max: 64, label: { en: 'Seal of the version', uk: 'Відбиток версії' } }),
    proof: json<Proof, { label: { en: string; uk: string } }>({ label: { en: 'Proof', uk: 'Доказ' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'account', 'subject', 'status', 'total', 'date', 'validUntil', 'owner'],
    sort: '-date',
  },
  form: [
    {
      section: { en: 'Quote', uk: 'Пропозиція' },
      fields: [
        'account',
        'contact',
        'deal',
        'subject',
        'language',
        'currency',
        'date',
        'validUntil',
        'owner',
      ],
    },
    {
      section: { en: 'Prices and terms', uk: 'Ціни та умови' },
      fields: ['channel', 'priceList', 'taxIncluded', 'discount', 'delivery', 'payment', 'paymentDays'],
    },
    {
      section: { en: 'More', uk: 'Додатково' },
      fields: ['intro', 'terms', 'issuer', 'followUpOn', 'probability', 'isTemplate'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
})
export type Quote = Row<typeof quote>
