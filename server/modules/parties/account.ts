import { entity, type Row } from '#core/entity.ts'
import {
  address,
  boolean,
  choice,
  date,
  email,
  link,
  longText,
  messenger,
  money,
  number,
  phone,
  place,
  ref,
  tags,
  text,
} from '#core/kinds/index.ts'
import { accountKinds, accountRoles, creditPolicies, industries, languages, source } from './choices.ts'

// What is a client's own to know of himself.
const clientSees =
  'name kind legalName industry website emails phones addresses messengers registrationCode taxId vatId iban signatory inPersonOf basis language paymentDays creditLimit'.split(
    ' ',
  )

// Who sells may not set by himself what holds him back: how much may be owed, and whose prices the client gets.
const terms = ['paymentDays', 'creditLimit', 'creditDays', 'creditPolicy', 'group']

export const account = entity('account', {
  label: { uk: 'Компанія', many: { en: 'Accounts', uk: 'Компанії' } },
  icon: 'building-2',
  title: 'name',
  fields: {
    name: text({ required: true, max: 300, search: true, label: { uk: 'Назва' } }),
    kind: choice({ options: accountKinds, start: 'company', label: { uk: 'Вид' } }),
    legalName: text({ max: 500, search: true, label: { uk: 'Повна назва' } }),
    code: text({
      max: 100,
      unique: true,
      search: true,
      label: { uk: 'Код' },
      hint: { en: 'The key in another system', uk: 'Ключ в іншій системі' },
    }),
    industry: choice({ options: industries, editable: true, label: { uk: 'Галузь' } }),
    employees: number({ min: 0, scale: 0, label: { uk: 'Працівників' } }),
    revenue: money({ label: { en: 'Annual revenue', uk: 'Річний дохід' } }),
    founded: number({ min: 1000, max: 2200, scale: 0, label: { en: 'Year founded', uk: 'Рік заснування' } }),
    website: link({ search: true, label: { uk: 'Сайт' } }),
    emails: email({ many: true, search: true, personal: true, label: { en: 'E-mails', uk: 'E-mail' } }),
    phones: phone({ many: true, search: true, personal: true, label: { uk: 'Телефони' } }),
    addresses: address({ many: true, personal: true, label: { uk: 'Адреси' } }),
    messengers: messenger({ many: true, personal: true, label: { uk: 'Месенджери' } }),
    registrationCode: text({ max: 30, search: true, label: { en: 'Registration code', uk: 'ЄДРПОУ' } }),
    taxId: text({ max: 30, personal: true, label: { en: 'Tax id', uk: 'РНОКПП' } }),
    vatId: text({ max: 30, label: { en: 'VAT id', uk: 'ІПН платника ПДВ' } }),
    iban: text({ max: 40, label: { en: 'IBAN', uk: 'IBAN' } }),
    signatory: text({ max: 300, personal: true, label: { en: 'Signs contracts', uk: 'Підписує договори' } }),
    inPersonOf: text({
      max: 300,
      personal: true,
      label: { en: 'In contracts: in the person of', uk: 'У договорах: в особі' },
      hint: {
        en: 'In the genitive, for Ukrainian contracts',
        uk: 'Наприклад: директора Бойка Івана Петровича',
      },
    }),
    basis: text({
      max: 300,
      label: { en: 'Acting by virtue of', uk: 'Діє на підставі' },
      hint: { en: 'The charter, a power of attorney', uk: 'Наприклад: Статуту' },
    }),
    paymentDays: number({ min: 0, max: 365, scale: 0, label: { en: 'Days to pay', uk: 'Днів на оплату' } }),
    creditLimit: money({ label: { en: 'Credit limit', uk: 'Кредитний ліміт' } }),
    creditDays: number({
      min: 0,
      max: 365,
      scale: 0,
      label: { en: 'Days overdue allowed', uk: 'Дозволено прострочення, днів' },
    }),
    creditPolicy: choice({
      options: creditPolicies,
      label: { en: 'Over the limit', uk: 'Понад ліміт' },
    }),
    noReminders: boolean({ label: { en: 'No payment reminders', uk: 'Не нагадувати про оплату' } }),
    parent: ref('account', {
      onDelete: 'clear',
      label: { en: 'Part of', uk: 'Входить до' },
      back: { en: 'Subsidiaries', uk: 'Дочірні компанії' },
    }),
    group: ref('accountGroup', { onDelete: 'restrict', label: { uk: 'Група клієнтів' } }),
    source,
    tags: tags({ search: true, label: { uk: 'Мітки' } }),
    language: choice({ options: languages, editable: true, label: { uk: 'Мова' } }),
    interests: tags({ label: { uk: 'Інтереси' } }),
    problems: longText({ label: { en: 'Problems they had', uk: 'Проблеми, що були' } }),
    description: longText({ label: { uk: 'Опис' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    team: ref('team', { onCreate: true, onDelete: 'clear', label: { uk: 'Команда' } }),
    /** Computed by the database: of the main address; its city where no region is written. */
    region: text({ personal: true, from: ['addresses'], label: { uk: 'Регіон' } }),
    /** Computed by the database: how the main address names its town. */
    place: place({ personal: true, from: ['addresses'], label: { uk: 'Місце' } }),
  },
  list: { columns: ['name', 'industry', 'phones', 'emails', 'owner', 'updatedAt'], sort: '-updatedAt' },
  form: [
    {
      section: { en: 'Main', uk: 'Основне' },
      fields: ['name', 'kind', 'industry', 'website', 'owner', 'source', 'tags'],
    },
    {
      section: { en: 'Contact', uk: 'Зв’язок' },
      fields: ['phones', 'emails', 'messengers', 'addresses', 'language'],
    },
    {
      section: { en: 'Registration', uk: 'Реквізити' },
      fields: ['legalName', 'registrationCode', 'taxId', 'vatId', 'iban', 'code'],
    },
    {
      section: { en: 'Contracts and credit', uk: 'Договори та кредит' },
      fields: [
        'signatory',
        'inPersonOf',
        'basis',
        'paymentDays',
        'creditLimit',
        'creditDays',
        'creditPolicy',
        'noReminders',
      ],
    },
    {
      section: { en: 'About', uk: 'Про компанію' },
      fields: ['parent', 'group', 'employees', 'revenue', 'founded', 'interests', 'problems', 'description'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own', looks: terms },
    marketing: { read: 'all', create: true, update: 'own', delete: 'own', export: true, looks: terms },
    service: { read: 'all', create: true, update: 'own', looks: terms },
    reader: { read: 'all' },
    client: {
      read: 'client',
      sees: clientSees,
    },
  },
  client: 'id',
  gathers: true,
  keys: ['code', 'registrationCode', 'name'],
})
export type Account = Row<typeof account>

/** What an account is to us, since when and until when: one company may be several things at once. */
export const accountRole = entity('accountRole', {
  label: { en: 'Account role', uk: 'Роль компанії', many: { en: 'Account roles', uk: 'Ролі компаній' } },
  icon: 'tag',
  title: 'role',
  fields: {
    account: ref('account', { required: true, onDelete: 'cascade', label: { uk: 'Компанія' } }),
    role: choice({ required: true, options: accountRoles, label: { uk: 'Роль' } }),
    since: date({ label: { uk: 'З' } }),
    until: date({ notBefore: 'since', label: { uk: 'До' } }),
  },
  list: { columns: ['account', 'role', 'since', 'until'], sort: '-since' },
  form: [{ section: { en: 'Role', uk: 'Роль' }, fields: ['account', 'role', 'since', 'until'] }],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    service: { read: 'all', create: true, update: 'all' },
    reader: { read: 'all' },
    client: { read: 'client' },
  },
  client: 'account',
  partOf: 'account',
})
