import { entity, type Row } from '#core/entity.ts'
import {
  address,
  choice,
  date,
  email,
  longText,
  messenger,
  multi,
  personName,
  phone,
  place,
  ref,
  tags,
  text,
} from '#core/kinds/index.ts'
import { channels, contactTimes, decisionRoles, languages, source } from './choices.ts'

export const contact = entity('contact', {
  label: { uk: 'Контакт', many: { en: 'Contacts', uk: 'Контакти' } },
  icon: 'contact-round',
  title: 'name',
  titleElse: 'known',
  oneOf: ['name', 'emails', 'phones', 'messengers', 'code'],
  fields: {
    name: personName({
      search: true,
      personal: true,
      label: { uk: 'Ім’я' },
      hint: {
        en: 'Not known yet? An e-mail, a phone, a messenger or a code is enough',
        uk: 'Ще не знаєте? Досить e-mail, телефону, месенджера чи коду',
      },
    }),
    jobTitle: text({ max: 200, search: true, label: { uk: 'Посада' } }),
    department: text({ max: 200, label: { uk: 'Відділ' } }),
    account: ref('account', { onDelete: 'restrict', label: { uk: 'Компанія' } }),
    decisionRole: choice({
      options: decisionRoles,
      label: { en: 'Part in decisions', uk: 'Роль у рішенні' },
    }),
    emails: email({ many: true, search: true, personal: true, label: { en: 'E-mails', uk: 'E-mail' } }),
    phones: phone({ many: true, search: true, personal: true, label: { uk: 'Телефони' } }),
    addresses: address({ many: true, personal: true, label: { uk: 'Адреси' } }),
    messengers: messenger({ many: true, search: true, personal: true, label: { uk: 'Месенджери' } }),
    birthday: date({ personal: true, latest: 1, label: { uk: 'День народження' } }),
    language: choice({ options: languages, editable: true, label: { uk: 'Мова' } }),
    preferredChannel: choice({ options: channels, label: { en: 'Preferred channel', uk: 'Бажаний канал' } }),
    contactTimes: multi({ options: contactTimes, label: { en: 'Best time to reach', uk: 'Зручний час' } }),
    interests: tags({ personal: true, label: { uk: 'Інтереси' } }),
    problems: longText({ personal: true, label: { en: 'Problems he had', uk: 'Проблеми, що були' } }),
    taxId: text({ max: 30, personal: true, label: { en: 'Tax id', uk: 'РНОКПП' } }),
    source,
    tags: tags({ search: true, label: { uk: 'Мітки' } }),
    description: longText({ personal: true, label: { uk: 'Опис' } }),
    code: text({
      max: 100,
      unique: true,
      search: true,
      label: { uk: 'Код' },
      hint: { en: 'The key in another system', uk: 'Ключ в іншій системі' },
    }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    team: ref('team', { onCreate: true, onDelete: 'clear', label: { uk: 'Команда' } }),
    /** Computed by the database: how the main address names its town. */
    place: place({ personal: true, from: ['addresses'], label: { uk: 'Місце' } }),
    /** Computed by the database: what a contact without a name is known by. */
    known: text({
      personal: true,
      from: ['emails', 'phones', 'messengers', 'code'],
      label: { en: 'Known by', uk: 'Відомий за' },
    }),
    // The card as an address book last sent it, with what Kolo has no field for: photos, other programs' own.
    vcard: longText({ max: 1_000_000, personal: true, label: { en: 'vCard', uk: 'Картка vCard' } }),
  },
  list: { columns: ['name', 'account', 'jobTitle', 'phones', 'emails', 'owner'], sort: '-updatedAt' },
  form: [
    {
      section: { en: 'Main', uk: 'Основне' },
      fields: ['name', 'account', 'jobTitle', 'department', 'decisionRole', 'owner'],
    },
    {
      section: { en: 'Contact', uk: 'Зв’язок' },
      fields: ['phones', 'emails', 'messengers', 'addresses', 'preferredChannel', 'contactTimes', 'language'],
    },
    {
      section: { en: 'About', uk: 'Про особу' },
      fields: ['birthday', 'interests', 'problems', 'taxId', 'source', 'tags', 'code', 'description'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'own', export: true },
    service: { read: 'all', create: true, update: 'all' },
    reader: { read: 'all' },
    client: {
      read: 'client',
      sees: [
        'name',
        'jobTitle',
        'department',
        'account',
        'emails',
        'phones',
        'messengers',
        'language',
        'known',
      ],
    },
  },
  client: 'account',
  gathers: true,
  keys: ['code', 'emails', 'phones'],
})
export type Contact = Row<typeof contact>

/** A contact's part in a further account; the main one stands on the contact itself. */
export const affiliation = entity('affiliation', {
  label: { uk: 'Зв’язок із компанією', many: { en: 'Affiliations', uk: 'Зв’язки з компаніями' } },
  icon: 'link',
  title: 'function',
  fields: {
    contact: ref('contact', { required: true, onDelete: 'cascade', label: { uk: 'Контакт' } }),
    account: ref('account', { required: true, onDelete: 'cascade', label: { uk: 'Компанія' } }),
    function: text({ max: 200, label: { uk: 'Функція' } }),
    department: text({ max: 200, label: { uk: 'Відділ' } }),
    decisionRole: choice({
      options: decisionRoles,
      label: { en: 'Part in decisions', uk: 'Роль у рішенні' },
    }),
    since: date({ label: { uk: 'З' } }),
    until: date({ notBefore: 'since', label: { uk: 'До' } }),
  },
  list: { columns: ['contact', 'account', 'function', 'decisionRole', 'since', 'until'], sort: '-since' },
  form: [
    {
      section: { en: 'Affiliation', uk: 'Зв’язок' },
      fields: ['contact', 'account', 'function', 'department', 'decisionRole', 'since', 'until'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'team', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own', delete: 'own' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'all', export: true },
    service: { read: 'all', create: true, update: 'all' },
    reader: { read: 'all' },
    client: { read: 'client', sees: ['contact', 'account', 'function', 'department', 'since', 'until'] },
  },
  client: 'account',
  partOf: 'contact',
})
