import { entity, type Row } from '#core/entity.ts'
import { choice, date, lifecycle, longText, money, number, ref, text, time } from '#core/kinds/index.ts'
import type { Option } from '#core/kind.ts'

const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const statuses = [
  option('draft', 'Draft', 'Чернетка', 'gray'),
  option('agreeing', 'Being agreed', 'Погоджується', 'orange'),
  option('signing', 'Being signed', 'Підписується', 'purple'),
  option('inForce', 'In force', 'Чинний', 'green'),
  option('ended', 'Ended', 'Завершено', 'gray'),
  option('cancelled', 'Cancelled', 'Скасовано', 'red'),
]

/** A contract with a client, from its draft to its end. Its papers stand among its files, with their versions. */
export const agreement = entity('agreement', {
  label: { uk: 'Договір', many: { en: 'Agreements', uk: 'Договори' } },
  icon: 'file-check',
  title: 'number',
  keptByLaw: {
    en: 'Signed papers are kept for three years after the last payment (Civil Code of Ukraine, article 257)',
    uk: 'Підписані документи зберігають три роки після останньої оплати (ЦКУ, ст. 257)',
  },
  fields: {
    account: ref('account', { required: true, onDelete: 'restrict', label: { uk: 'Компанія' } }),
    subject: text({ required: true, max: 300, search: true, label: { uk: 'Предмет' } }),
    kind: choice({
      required: true,
      editable: true,
      start: 'supply',
      label: { uk: 'Вид' },
      options: [
        option('supply', 'Supply', 'Поставка'),
        option('service', 'Services', 'Послуги'),
        option('frame', 'Framework', 'Рамковий'),
        option('secrecy', 'Non-disclosure', 'Нерозголошення'),
        option('other', 'Other', 'Інше'),
      ],
    }),
    contact: ref('contact', { onDelete: 'clear', label: { uk: 'Контакт' } }),
    deal: ref('deal', { onDelete: 'clear', label: { uk: 'Угода' } }),
    order: ref('order', { onDelete: 'clear', label: { uk: 'Замовлення' } }),
    issuer: ref('issuer', { onDelete: 'restrict', label: { en: 'Our company', uk: 'Наша компанія' } }),
    date: date({ required: true, start: 'today', label: { uk: 'Дата' } }),
    startsOn: date({ label: { en: 'From', uk: 'Діє з' } }),
    endsOn: date({ notBefore: 'startsOn', label: { en: 'Until', uk: 'Діє до' } }),
    renewal: choice({
      required: true,
      start: 'none',
      label: { en: 'When it runs out', uk: 'Коли строк мине' },
      options: [
        option('none', 'Ends', 'Завершується'),
        option('auto', 'Goes on by itself', 'Продовжується сам'),
      ],
    }),
    renewalMonths: number({
      min: 1,
      max: 120,
      scale: 0,
      label: { en: 'Goes on for, months', uk: 'Продовжується на, місяців' },
    }),
    noticeDays: number({
      min: 0,
      max: 365,
      scale: 0,
      start: 30,
      label: { en: 'Remind before the end, days', uk: 'Нагадати до кінця, днів' },
    }),
    amount: money({ label: { uk: 'Сума' } }),
    reference: text({ max: 100, search: true, label: { en: 'Client’s number', uk: 'Номер клієнта' } }),
    terms: longText({ max: 10_000, label: { en: 'Terms', uk: 'Умови' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    number: text({ required: true, unique: true, max: 50, search: true, label: { uk: 'Номер' } }),
    status: lifecycle(
      {
        draft: ['agreeing', 'cancelled'],
        agreeing: ['draft', 'signing', 'cancelled'],
        signing: ['draft', 'inForce', 'cancelled'],
        inForce: ['ended'],
        ended: ['inForce'],
        cancelled: [],
      },
      { start: 'draft', options: statuses, label: { uk: 'Стан' } },
    ),
    askedAt: time({ label: { en: 'Asked to agree', uk: 'Передано на погодження' } }),
    agreedAt: time({ label: { en: 'Agreed', uk: 'Погоджено' } }),
    signedOn: date({ label: { en: 'Signed by all', uk: 'Підписано всіма' } }),
    endedOn: date({ label: { en: 'Ended', uk: 'Завершено' } }),
    endReason: text({ max: 500, label: { en: 'Why ended', uk: 'Чому завершено' } }),
    /** The last day it was reminded of: once for each. */
    remindedFor: date({ label: { en: 'Reminded of', uk: 'Нагадано про' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['number', 'account', 'subject', 'status', 'amount', 'endsOn', 'owner'],
    sort: '-date',
    views: [
      {
        label: { en: 'Ending soon', uk: 'Невдовзі спливають' },
        filter: {
          and: [
            ['status', 'is', 'inForce'],
            ['endsOn', 'next', { days: 60 }],
          ],
        },
        sort: 'endsOn',
      },
      {
        label: { en: 'In force', uk: 'Чинні' },
        filter: ['status', 'is', 'inForce'],
        sort: 'endsOn',
      },
      {
        label: { en: 'On the way', uk: 'У роботі' },
        filter: ['status', 'in', ['draft', 'agreeing', 'signing']],
        sort: '-date',
      },
    ],
  },
  form: [
    {
      section: { en: 'Agreement', uk: 'Договір' },
      fields: ['account', 'subject', 'kind', 'amount', 'date', 'reference', 'owner'],
    },
    {
      section: { en: 'Term', uk: 'Строк' },
      fields: ['startsOn', 'endsOn', 'renewal', 'renewalMonths', 'noticeDays'],
    },
    {
      section: { en: 'More', uk: 'Додатково' },
      fields: ['contact', 'deal', 'order', 'issuer', 'terms'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
    client: { read: 'client' },
  },
  client: 'account',
  gathers: true,
})
export type Agreement = Row<typeof agreement>

/** Who signs it, for whom, and when he did. */
export const agreementSignatory = entity('agreementSignatory', {
  label: { en: 'Signatory', uk: 'Підписант', many: { en: 'Signatories', uk: 'Підписанти' } },
  plural: 'agreementSignatories',
  icon: 'stamp',
  title: 'name',
  fields: {
    agreement: ref('agreement', { required: true, onDelete: 'cascade', label: { uk: 'Договір' } }),
    side: choice({
      required: true,
      start: 'them',
      label: { en: 'For', uk: 'Від кого' },
      options: [option('us', 'Us', 'Від нас'), option('them', 'The client', 'Від клієнта')],
    }),
    name: text({ required: true, max: 200, personal: true, label: { uk: 'Ім’я' } }),
    jobTitle: text({ max: 200, label: { en: 'Position', uk: 'Посада' } }),
    basis: text({ max: 300, label: { en: 'Acting by virtue of', uk: 'Діє на підставі' } }),
    contact: ref('contact', { onDelete: 'clear', label: { uk: 'Контакт' } }),
  },
  managed: {
    signedOn: date({ label: { en: 'Signed', uk: 'Підписано' } }),
  },
  list: { columns: ['side', 'name', 'jobTitle', 'signedOn'], sort: 'side' },
  form: [
    {
      section: { en: 'Signatory', uk: 'Підписант' },
      fields: ['agreement', 'side', 'name', 'jobTitle', 'basis', 'contact'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    service: { read: 'all' },
    reader: { read: 'all' },
  },
  partOf: 'agreement',
})
export type Signatory = Row<typeof agreementSignatory>
