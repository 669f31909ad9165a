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
  ref,
  text,
  time,
} from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const approvalKinds = [
  option('price', 'Price below the floor', 'Ціна нижче межі', 'red'),
  option('discount', 'Discount', 'Знижка', 'orange'),
  option('credit', 'Credit limit', 'Кредитний ліміт', 'purple'),
  option('document', 'Document', 'Документ', 'blue'),
  option('other', 'Other', 'Інше', 'gray'),
]

const timeouts = [
  option('next', 'Goes to the next', 'Переходить до наступного'),
  option('decline', 'Is declined', 'Відхиляється'),
  option('wait', 'Waits on', 'Чекає далі'),
]

/** One thing that somebody asks leave for: bound to the exact content it was asked with. */
export const approval = entity('approval', {
  label: { uk: 'Погодження', many: { en: 'Approvals', uk: 'Погодження' } },
  icon: 'stamp',
  title: 'title',
  fields: {
    title: text({ required: true, max: 300, search: true, label: { en: 'What for', uk: 'На що' } }),
    reason: longText({ label: { en: 'Why', uk: 'Чому' } }),
  },
  managed: {
    kind: choice({ required: true, start: 'other', options: approvalKinds, label: { uk: 'Вид' } }),
    entity: text({ max: 100, label: { en: 'Of', uk: 'Чого' } }),
    record: text({ max: 100, label: { en: 'Record', uk: 'Запис' } }),
    status: lifecycle(
      { pending: ['approved', 'declined', 'void'], approved: ['void'], declined: [], void: [] },
      {
        start: 'pending',
        label: { uk: 'Стан' },
        options: [
          option('pending', 'Waits', 'Чекає', 'orange'),
          option('approved', 'Approved', 'Погоджено', 'green'),
          option('declined', 'Declined', 'Відхилено', 'red'),
          option('void', 'Void', 'Втратило чинність', 'gray'),
        ],
      },
    ),
    /** What is at stake: for a price, what is given away below the floor. */
    amount: money({ label: { en: 'At stake', uk: 'Ціна питання' } }),
    content: json({ label: { en: 'Content', uk: 'Зміст' } }),
    hash: text({ max: 64, label: { en: 'Seal', uk: 'Відбиток' } }),
    step: number({ label: { en: 'Step', uk: 'Крок' } }),
    approver: ref('user', { onDelete: 'clear', label: { en: 'Decides', uk: 'Вирішує' } }),
    approverRole: ref('role', {
      onDelete: 'clear',
      label: { en: 'Role that decides', uk: 'Роль, що вирішує' },
    }),
    dueAt: time({ label: { en: 'By', uk: 'До' } }),
    decidedBy: ref('user', { onDelete: 'clear', label: { en: 'Decided by', uk: 'Вирішив' } }),
    decidedAt: time({ label: { en: 'Decided', uk: 'Вирішено' } }),
    note: longText({ label: { uk: 'Примітка' } }),
    owner: ref('user', { start: 'me', onDelete: 'clear', label: { en: 'Asked by', uk: 'Просить' } }),
    team: ref('team', { onDelete: 'clear', label: { uk: 'Команда' } }),
  },
  list: {
    columns: ['title', 'kind', 'status', 'amount', 'owner', 'approver', 'createdAt'],
    sort: '-createdAt',
  },
  form: [{ section: { en: 'Approval', uk: 'Погодження' }, fields: ['title', 'reason'] }],
  access: {
    everyone: { read: 'own' },
    sales: { read: 'team' },
    manager: { read: 'all', export: true },
  },
  // It has a screen of its own.
  part: true,
})
export type Approval = Row<typeof approval>

/** The chain: who decides, one after another. */
export const approvalStep = entity('approvalStep', {
  label: { en: 'Step of an approval', uk: 'Крок погодження', many: { en: 'Steps', uk: 'Кроки' } },
  icon: 'list-ordered',
  title: 'position',
  fields: {
    approval: ref('approval', { required: true, onDelete: 'cascade', label: { uk: 'Погодження' } }),
    position: number({ required: true, label: { uk: 'Позиція' } }),
  },
  managed: {
    role: ref('role', { onDelete: 'clear', label: { uk: 'Роль' } }),
    approver: ref('user', { onDelete: 'clear', label: { en: 'Decides', uk: 'Вирішує' } }),
    hours: number({ label: { en: 'Hours to decide', uk: 'Годин на рішення' } }),
    onTimeout: choice({ options: timeouts, label: { en: 'When late', uk: 'Коли запізно' } }),
    status: choice({
      required: true,
      start: 'waiting',
      label: { uk: 'Стан' },
      options: [
        option('waiting', 'Not yet', 'Ще ні', 'gray'),
        option('open', 'Decides now', 'Вирішує зараз', 'orange'),
        option('approved', 'Approved', 'Погоджено', 'green'),
        option('declined', 'Declined', 'Відхилено', 'red'),
        option('late', 'Too late', 'Запізно', 'gray'),
      ],
    }),
    decidedBy: ref('user', { onDelete: 'clear', label: { en: 'Decided by', uk: 'Вирішив' } }),
    decidedAt: time({ label: { en: 'Decided', uk: 'Вирішено' } }),
    note: longText({ label: { uk: 'Примітка' } }),
  },
  list: { columns: ['position', 'role', 'approver', 'status', 'decidedBy', 'decidedAt'], sort: 'position' },
  form: [{ section: { en: 'Step', uk: 'Крок' }, fields: ['approval', 'position'] }],
  access: { everyone: { read: 'own' }, sales: { read: 'team' }, manager: { read: 'all' } },
  partOf: 'approval',
})

/** Who decides about what, from which amount: each rule that fits is a step of the chain. */
export const approvalRule = entity('approvalRule', {
  label: {
    en: 'Approval rule',
    uk: 'Правило погодження',
    many: { en: 'Approval rules', uk: 'Правила погодження' },
  },
  icon: 'git-branch',
  title: 'kind',
  fields: {
    kind: choice({ required: true, options: approvalKinds, label: { uk: 'Вид' } }),
    position: number({ start: 1, label: { en: 'Step', uk: 'Крок' } }),
    role: ref('role', { onDelete: 'restrict', label: { en: 'Decided by the role', uk: 'Вирішує роль' } }),
    approver: ref('user', { onDelete: 'clear', label: { en: 'Decided by', uk: 'Вирішує' } }),
    fromAmount: money({ label: { en: 'From amount', uk: 'Від суми' } }),
    hours: number({ min: 0.1, label: { en: 'Hours to decide', uk: 'Годин на рішення' } }),
    onTimeout: choice({
      required: true,
      start: 'next',
      options: timeouts,
      label: { en: 'When late', uk: 'Коли запізно' },
    }),
    isActive: boolean({ start: true, label: { en: 'In force', uk: 'Діє' } }),
  },
  list: {
    columns: ['kind', 'position', 'role', 'approver', 'fromAmount', 'hours', 'onTimeout', 'isActive'],
    sort: 'position',
  },
  form: [
    {
      section: { en: 'Rule', uk: 'Правило' },
      fields: ['kind', 'position', 'role', 'approver', 'fromAmount', 'hours', 'onTimeout', 'isActive'],
    },
  ],
  access: { everyone: { read: 'all' } },
  part: true,
})

export const approvalDelegate = entity('approvalDelegate', {
  label: { en: 'Stand-in', uk: 'Заступник', many: { en: 'Stand-ins', uk: 'Заступники' } },
  icon: 'user-check',
  title: 'since',
  fields: {
    user: ref('user', { required: true, onDelete: 'cascade', label: { en: 'Instead of', uk: 'Замість' } }),
    delegate: ref('user', { required: true, onDelete: 'cascade', label: { en: 'Decides', uk: 'Вирішує' } }),
    since: date({ start: 'today', label: { uk: 'З' } }),
    until: date({ notBefore: 'since', label: { uk: 'До' } }),
  },
  list: { columns: ['user', 'delegate', 'since', 'until'], sort: '-since' },
  form: [{ section: { en: 'Stand-in', uk: 'Заступник' }, fields: ['user', 'delegate', 'since', 'until'] }],
  access: { everyone: { read: 'all' }, manager: { read: 'all', create: true, update: 'all', delete: 'all' } },
  part: true,
})
