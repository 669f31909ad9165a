import { entity, type Row } from '#core/entity.ts'
import {
  boolean,
  choice,
  duration,
  json,
  lifecycle,
  longText,
  multi,
  number,
  percent,
  record,
  ref,
  text,
  time,
} from '#core/kinds/index.ts'
import type { Text } from '#core/text.ts'

/** Who takes part beside the assignee: a user, a contact, or somebody known by address only. */
export type Participant = {
  user?: string
  contact?: string
  email?: string
  name?: string
  role?: 'organizer' | 'required' | 'optional'
  reply?: 'asked' | 'accepted' | 'declined' | 'tentative'
}
export type CheckItem = { text: string; done?: boolean }

const option = (key: string, en: string, uk: string, color?: string) => ({
  key,
  label: { en, uk } satisfies Text,
  ...(color ? { color } : {}),
})

export const kindOptions = [
  option('task', 'Task', 'Завдання', 'blue'),
  option('call', 'Call', 'Дзвінок', 'green'),
  option('meeting', 'Meeting', 'Зустріч', 'purple'),
  option('visit', 'Visit', 'Візит', 'orange'),
  option('message', 'Message', 'Повідомлення', 'teal'),
  option('note', 'Note', 'Нотатка', 'gray'),
]

/** Minutes before the start, as calendars offer them. */
const reminderOptions = [
  option('0', 'At the time', 'У цей час'),
  option('5', '5 minutes before', 'За 5 хвилин'),
  option('15', '15 minutes before', 'За 15 хвилин'),
  option('30', '30 minutes before', 'За 30 хвилин'),
  option('60', 'An hour before', 'За годину'),
  option('120', '2 hours before', 'За 2 години'),
  option('1440', 'A day before', 'За день'),
  option('2880', 'Two days before', 'За два дні'),
  option('10080', 'A week before', 'За тиждень'),
]

export const answerOptions = [
  option('asked', 'Waiting for an answer', 'Очікує відповіді', 'yellow'),
  option('accepted', 'Accepted', 'Прийнято', 'green'),
  option('declined', 'Declined', 'Відхилено', 'red'),
]

/** Everything people do with clients, planned and done. Its fields carry what iCalendar's VEVENT and VTODO know. An
 * all-day one begins and ends at midnight of its time zone, and its end is the midnight after its last day. One that
 * repeats is one row with a rule; an instance that was moved, done or cancelled keeps a row of its own (`series` and
 * `occursAt`, iCalendar's RECURRENCE-ID). */
export const activity = entity('activity', {
  label: { uk: 'Активність', many: { en: 'Activities', uk: 'Активності' } },
  icon: 'list',
  title: 'subject',
  fields: {
    kind: choice({ required: true, start: 'task', label: { uk: 'Вид' }, options: kindOptions }),
    subject: text({ required: true, max: 500, search: true, label: { uk: 'Тема' } }),
    record: record({ label: { en: 'About', uk: 'Стосується' } }),
    assignee: ref('user', { start: 'me', onDelete: 'clear', label: { uk: 'Виконавець' } }),
    startsAt: time({ label: { en: 'Starts', uk: 'Початок' } }),
    endsAt: time({ label: { en: 'Ends', uk: 'Кінець' } }),
    dueAt: time({ label: { en: 'Due', uk: 'Зробити до' } }),
    isAllDay: boolean({ label: { en: 'All day', uk: 'Увесь день' } }),
    timeZone: text({ max: 60, label: { uk: 'Часовий пояс' } }),
    repeat: text({
      max: 500,
      label: { uk: 'Повторення' },
      hint: {
        en: 'A rule of iCalendar, like FREQ=WEEKLY;BYDAY=MO',
        uk: 'Правило iCalendar, як-от FREQ=WEEKLY;BYDAY=MO',
      },
    }),
    exceptions: json({ label: { en: 'Except on', uk: 'Крім' } }),
    extraTimes: json({ label: { en: 'Also at', uk: 'Також' } }),
    priority: choice({
      label: { uk: 'Пріоритет' },
      options: [
        option('high', 'High', 'Високий', 'red'),
        option('normal', 'Normal', 'Звичайний', 'gray'),
        option('low', 'Low', 'Низький', 'blue'),
      ],
    }),
    percent: percent({ min: 0, max: 100, label: { en: 'Done, %', uk: 'Виконано, %' } }),
    location: text({ max: 500, search: true, label: { uk: 'Місце' } }),
    reminders: multi({ label: { uk: 'Нагадування' }, options: reminderOptions }),
    showAs: choice({
      label: { en: 'Show as', uk: 'Показувати як' },
      options: [
        option('busy', 'Busy', 'Зайнято'),
        option('free', 'Free', 'Вільно'),
        option('tentative', 'Tentative', 'Під питанням'),
      ],
    }),
    isPrivate: boolean({ label: { en: 'Private', uk: 'Приватна' } }),
    participants: json({ label: { uk: 'Учасники' } }),
    checklist: json({ label: { uk: 'Перелік справ' } }),
    description: longText({ search: true, label: { uk: 'Опис' } }),
    duration: duration({ label: { uk: 'Тривалість' } }),
    outcome: ref('activityOutcome', { onDelete: 'restrict', label: { uk: 'Підсумок' } }),
    result: longText({ search: true, label: { uk: 'Результат' } }),
    followUpOf: ref('activity', {
      onDelete: 'clear',
      label: { en: 'Follow-up of', uk: 'Продовження' },
      back: { en: 'Follow-ups', uk: 'Що було далі' },
    }),
  },
  managed: {
    status: lifecycle(
      {
        planned: ['started', 'done', 'cancelled'],
        started: ['planned', 'done', 'cancelled'],
        done: ['planned'],
        cancelled: ['planned'],
      },
      {
        start: 'planned',
        label: { uk: 'Стан' },
        options: [
          option('planned', 'Planned', 'Заплановано', 'blue'),
          option('started', 'Started', 'Розпочато', 'yellow'),
          option('done', 'Done', 'Виконано', 'green'),
          option('cancelled', 'Cancelled', 'Скасовано', 'gray'),
        ],
      },
    ),
    plannedAt: time({ label: { en: 'Planned for', uk: 'Заплановано на' } }),
    doneAt: time({ label: { en: 'Done at', uk: 'Виконано о' } }),
    doneBy: ref('user', { onDelete: 'clear', label: { en: 'Done by', uk: 'Виконав' } }),
    remindAt: time({ label: { en: 'Next reminder', uk: 'Наступне нагадування' } }),
    repeatsUntil: time({ label: { en: 'Repeats until', uk: 'Повторюється до' } }),
    series: ref('activity', {
      onDelete: 'cascade',
      label: { en: 'Of the series', uk: 'Із серії' },
      back: { en: 'Moved or done apart', uk: 'Окремі повторення' },
    }),
    occursAt: time({ label: { en: 'Instance of', uk: 'Повторення від' } }),
    delegatedBy: ref('user', { onDelete: 'clear', label: { en: 'Delegated by', uk: 'Доручив' } }),
    answer: choice({ label: { en: 'Answer', uk: 'Відповідь' }, options: answerOptions }),
    account: ref('account', { onDelete: 'clear', label: { uk: 'Компанія' } }),
    contact: ref('contact', { personal: true, onDelete: 'clear', label: { uk: 'Контакт' } }),
    deal: ref('deal', { onDelete: 'clear', label: { uk: 'Угода' } }),
    mentions: json({ label: { en: 'Mentioned', uk: 'Згадано' } }),
    uid: text({ max: 500, label: { en: 'Calendar id', uk: 'Ідентифікатор у календарі' } }),
    sequence: number({ scale: 0, label: { en: 'Calendar revision', uk: 'Версія в календарі' } }),
    ical: json({ label: { en: 'Other calendar data', uk: 'Інші дані календаря' } }),
  },
  list: {
    columns: ['subject', 'kind', 'plannedAt', 'status', 'record', 'assignee', 'outcome'],
    sort: '-plannedAt',
  },
  form: [
    {
      section: { en: 'Activity', uk: 'Активність' },
      fields: ['kind', 'subject', 'record', 'assignee', 'startsAt', 'endsAt', 'dueAt', 'isAllDay'],
    },
    {
      section: { en: 'More', uk: 'Додатково' },
      fields: ['priority', 'reminders', 'location', 'repeat', 'showAs', 'isPrivate', 'description'],
    },
    { section: { en: 'Result', uk: 'Результат' }, fields: ['duration', 'percent', 'outcome', 'result'] },
  ],
  follows: 'record',
  mine: 'assignee',
  sharedWith: 'participants',
  privateBy: 'isPrivate',
  access: {
    manager: { read: 'record', create: true, update: 'record', delete: 'record', export: true },
    sales: { read: 'record', create: true, update: 'record', delete: 'own' },
    marketing: { read: 'record', create: true, update: 'own', delete: 'own' },
    service: { read: 'record', create: true, update: 'own', delete: 'own' },
    reader: { read: 'record' },
  },
})
export type Activity = Row<typeof activity>

/** What may come of it; which are offered depends on the kind. */
export const activityOutcome = entity('activityOutcome', {
  label: {
    en: 'Outcome',
    uk: 'Підсумок активності',
    many: { en: 'Outcomes', uk: 'Підсумки активностей' },
  },
  icon: 'flag',
  title: 'name',
  fields: {
    name: text({ required: true, max: 200, label: { uk: 'Назва' } }),
    kinds: multi({
      label: { en: 'Of', uk: 'Для' },
      hint: { en: 'Empty: of every kind', uk: 'Порожньо — для всіх видів' },
      options: kindOptions,
    }),
    position: number({ label: { uk: 'Позиція' } }),
  },
  list: { columns: ['name', 'kinds', 'position'], sort: 'position' },
  form: [{ section: { en: 'Outcome', uk: 'Підсумок' }, fields: ['name', 'kinds', 'position'] }],
  access: {
    everyone: { read: 'all' },
    manager: { read: 'all', create: true, update: 'all', delete: 'all' },
  },
  keys: ['name'],
  part: true,
})
