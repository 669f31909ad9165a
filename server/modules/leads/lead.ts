import { entity, type Row } from '#core/entity.ts'
import {
  choice,
  email,
  json,
  lifecycle,
  link,
  longText,
  money,
  number,
  personName,
  phone,
  ref,
  tags,
  text,
  time,
} from '#core/kinds/index.ts'
import { industries, source } from '#modules/parties/index.ts'
import { salesChannel } from '#modules/pricing/index.ts'

/** Somebody who may become a client. */
export const lead = entity('lead', {
  label: { uk: 'Лід', many: { en: 'Leads', uk: 'Ліди' } },
  icon: 'target',
  title: 'title',
  fields: {
    title: text({
      max: 300,
      search: true,
      label: { en: 'Called', uk: 'Назва' },
      hint: {
        en: 'From the person and the company when left empty',
        uk: 'З імені та компанії, якщо порожньо',
      },
    }),
    person: personName({ search: true, personal: true, label: { uk: 'Особа' } }),
    company: text({ max: 300, search: true, label: { uk: 'Компанія' } }),
    jobTitle: text({ max: 200, label: { uk: 'Посада' } }),
    phones: phone({ many: true, search: true, personal: true, label: { uk: 'Телефони' } }),
    emails: email({ many: true, search: true, personal: true, label: { en: 'E-mails', uk: 'E-mail' } }),
    website: link({ label: { en: 'Web site', uk: 'Сайт' } }),
    region: text({ max: 200, label: { uk: 'Регіон' } }),
    industry: choice({ options: industries, editable: true, label: { uk: 'Галузь' } }),
    employees: number({ min: 0, scale: 0, label: { uk: 'Працівників' } }),
    source,
    channel: salesChannel,
    campaign: text({ max: 200, label: { uk: 'Кампанія' } }),
    interest: longText({ label: { en: 'Is interested in', uk: 'Чим цікавиться' } }),
    product: ref('product', { onDelete: 'clear', label: { uk: 'Товар' } }),
    value: money({ label: { en: 'Worth', uk: 'Очікувана сума' } }),
    needs: tags({ label: { en: 'Needs skill', uk: 'Потребує вміння' } }),
    tags: tags({ search: true, label: { uk: 'Мітки' } }),
    description: longText({ personal: true, label: { uk: 'Опис' } }),
    code: text({
      max: 100,
      unique: true,
      search: true,
      label: { uk: 'Код' },
      hint: { en: 'The key in another system', uk: 'Ключ в іншій системі' },
    }),
    owner: ref('user', { onDelete: 'clear', label: { uk: 'Відповідальний' } }),
  },
  managed: {
    status: lifecycle(
      {
        new: ['working', 'qualified', 'unqualified'],
        working: ['qualified', 'unqualified'],
        qualified: ['working'],
        unqualified: ['working'],
      },
      {
        start: 'new',
        label: { uk: 'Стан' },
        options: [
          { key: 'new', label: { en: 'New', uk: 'Новий' }, color: 'blue' },
          { key: 'working', label: { en: 'In work', uk: 'У роботі' }, color: 'orange' },
          { key: 'qualified', label: { en: 'Qualified', uk: 'Кваліфікований' }, color: 'green' },
          { key: 'unqualified', label: { en: 'Not suitable', uk: 'Не підходить' }, color: 'gray' },
        ],
      },
    ),
    unfitReason: choice({
      label: { en: 'Why not', uk: 'Чому не підходить' },
      options: [
        { key: 'noNeed', label: { en: 'Has no need', uk: 'Немає потреби' } },
        { key: 'noMoney', label: { en: 'Has no money', uk: 'Немає коштів' } },
        { key: 'unreachable', label: { en: 'Cannot be reached', uk: 'Немає зв’язку' } },
        { key: 'wrongMarket', label: { en: 'Not our market', uk: 'Не наш ринок' } },
        { key: 'known', label: { en: 'Known already', uk: 'Вже відомий' } },
        { key: 'spam', label: { en: 'Spam', uk: 'Спам' } },
        { key: 'other', label: { en: 'Other', uk: 'Інше' } },
      ],
    }),
    unfitNote: text({ max: 500, label: { en: 'In words', uk: 'Докладніше' } }),
    form: ref('webForm', { onDelete: 'clear', label: { en: 'Web form', uk: 'Вебформа' } }),
    firstTouch: text({ max: 500, onCreate: true, label: { en: 'First touch', uk: 'Перший дотик' } }),
    firstTouchAt: time({ onCreate: true, label: { en: 'First touch at', uk: 'Час першого дотику' } }),
    consent: text({ max: 1000, personal: true, label: { en: 'Agreed to', uk: 'Згода' } }),
    assignedAt: time({ label: { en: 'Given at', uk: 'Передано' } }),
    reactBy: time({ label: { en: 'To react by', uk: 'Зреагувати до' } }),
    reactedAt: time({ label: { en: 'Reacted at', uk: 'Зреаговано' } }),
    account: ref('account', {
      onDelete: 'clear',
      label: { en: 'Became the account', uk: 'Стала компанією' },
    }),
    contact: ref('contact', {
      personal: true,
      onDelete: 'clear',
      label: { en: 'Became the contact', uk: 'Став контактом' },
    }),
    deal: ref('deal', { onDelete: 'clear', label: { en: 'Became the deal', uk: 'Став угодою' } }),
    convertedAt: time({ label: { en: 'Converted at', uk: 'Перетворено' } }),
    made: json<string[], { label: { en: string; uk: string } }>({
      label: { en: 'Made by the conversion', uk: 'Створено перетворенням' },
    }),
    team: ref('team', { onCreate: true, onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['title', 'status', 'source', 'phones', 'region', 'owner', 'createdAt'],
    sort: '-createdAt',
  },
  form: [
    {
      section: { en: 'Who', uk: 'Хто' },
      fields: ['person', 'company', 'jobTitle', 'phones', 'emails', 'website'],
    },
    {
      section: { en: 'What', uk: 'Що' },
      fields: ['interest', 'product', 'value', 'source', 'channel', 'campaign', 'owner'],
    },
    {
      section: { en: 'More', uk: 'Додатково' },
      fields: ['region', 'industry', 'employees', 'needs', 'tags', 'title', 'code', 'description'],
    },
  ],
  access: {
    manager: { read: 'all', create: true, update: 'all', delete: 'team', export: true },
    sales: { read: 'team', create: true, update: 'own' },
    marketing: { read: 'all', create: true, update: 'all', delete: 'own', export: true },
    service: { read: 'team', create: true },
    reader: { read: 'all' },
  },
  keys: ['code', 'emails', 'phones'],
  gathers: true,
})
export type Lead = Row<typeof lead>

/** Who got a lead, by which rule, why him, and what came of it. */
export const leadAssignment = entity('leadAssignment', {
  label: {
    en: 'Assignment of a lead',
    uk: 'Передача ліда',
    many: { en: 'Assignments of leads', uk: 'Передачі лідів' },
  },
  icon: 'list-checks',
  title: 'why',
  ledger: true,
  part: true,
  fields: {
    lead: ref('lead', { required: true, onDelete: 'cascade', label: { uk: 'Лід' } }),
    user: ref('user', { onDelete: 'clear', label: { en: 'Given to', uk: 'Кому' } }),
    rule: ref('leadRule', { onDelete: 'clear', label: { en: 'By the rule', uk: 'За правилом' } }),
    outcome: choice({
      required: true,
      label: { en: 'What came of it', uk: 'Що далі' },
      options: [
        { key: 'waiting', label: { en: 'Waiting', uk: 'Очікує' }, color: 'blue' },
        { key: 'reacted', label: { en: 'Reacted', uk: 'Зреагували' }, color: 'green' },
        { key: 'takenBack', label: { en: 'Taken back', uk: 'Забрано' }, color: 'red' },
        { key: 'passedOn', label: { en: 'Passed on by hand', uk: 'Передано вручну' }, color: 'gray' },
      ],
    }),
    at: time({ required: true, label: { en: 'When', uk: 'Коли' } }),
    reactBy: time({ label: { en: 'To react by', uk: 'Зреагувати до' } }),
    endedAt: time({ label: { en: 'Ended', uk: 'Завершено' } }),
    why: choice({
      label: { en: 'Why him', uk: 'Чому він' },
      options: [
        { key: 'turn', label: { en: 'His turn', uk: 'Його черга' }, color: 'gray' },
        { key: 'load', label: { en: 'Has the fewest', uk: 'Має найменше лідів' }, color: 'teal' },
        { key: 'client', label: { en: 'His client', uk: 'Його клієнт' }, color: 'green' },
        { key: 'again', label: { en: 'Asks him again', uk: 'Звертається до нього знову' }, color: 'green' },
      ],
    }),
    open: number({ label: { en: 'Leads he had then', uk: 'Лідів тоді мав' } }),
  },
  list: { columns: ['lead', 'user', 'rule', 'outcome', 'at', 'reactBy', 'why', 'open'], sort: '-at' },
  form: [
    {
      section: { en: 'Assignment', uk: 'Передача' },
      fields: ['lead', 'user', 'rule', 'outcome', 'at', 'reactBy', 'endedAt', 'why', 'open'],
    },
  ],
  access: { manager: { read: 'all', export: true }, marketing: { read: 'all' } },
})
