import type { Text } from '#core/text.ts'

/** Why something a calendar program sends cannot be kept. */
export const reasons = {
  not_calendar: {
    en: 'This is not an iCalendar that can be read.',
    uk: 'Це не iCalendar, який можна прочитати.',
  },
  not_card: { en: 'This is not a vCard that can be read.', uk: 'Це не vCard, яку можна прочитати.' },
  not_utf8: { en: 'The text is not UTF-8.', uk: 'Текст не в UTF-8.' },
  too_large: { en: 'It is larger than can be kept.', uk: 'Завелике, щоб зберегти.' },
  card_version: {
    en: 'Only vCard 3.0 and 4.0 are synchronised.',
    uk: 'Синхронізуються лише vCard 3.0 і 4.0.',
  },
  wrong_kind: {
    en: 'Appointments are kept in calendars, tasks in the list of tasks, nothing else.',
    uk: 'Зустрічі зберігаються в календарях, завдання — у списку завдань, іншого немає.',
  },
  not_one: {
    en: 'Give one appointment or task, with its exceptions, at a time.',
    uk: 'Подавайте по одній зустрічі чи завданню з винятками.',
  },
  no_start: { en: 'An appointment needs a start.', uk: 'Зустрічі потрібен початок.' },
  bad_time: { en: 'One of its times does not read.', uk: 'Один із її часів не читається.' },
  no_zone: {
    en: 'It names a time zone that is neither known nor described.',
    uk: 'Названо часовий пояс, який невідомий і не описаний.',
  },
  bad_rule: { en: 'Its rule of repetition cannot be kept.', uk: 'Її правило повторення не можна виконати.' },
  too_often: {
    en: 'It may repeat every day, week, month or year, not more often.',
    uk: 'Повторювати можна щодня, щотижня, щомісяця або щороку, не частіше.',
  },
  too_many: {
    en: 'It may repeat at most 2000 times: give it no end, or a day on which it ends.',
    uk: 'Повторювати можна щонайбільше 2000 разів: лишіть без кінця або вкажіть день, коли воно закінчиться.',
  },
  two_rules: { en: 'Only one rule of repetition is kept.', uk: 'Зберігається лише одне правило повторення.' },
  periods: {
    en: 'Extra times with an end of their own are not kept.',
    uk: 'Додаткові часи з власним кінцем не зберігаються.',
  },
  this_and_future: {
    en: 'Change the series, one of it, or one and all that follow in one way.',
    uk: 'Змініть серію, одне з повторень або одне й усі наступні однаково.',
  },
  no_name: { en: 'The card names nobody.', uk: 'Картка нікого не називає.' },
  uid_taken: {
    en: 'Something with the same UID is in this calendar already.',
    uk: 'У цьому календарі вже є щось із тим самим UID.',
  },
  read_only: { en: 'You may only read this calendar.', uk: 'Цей календар можна лише читати.' },
} as const satisfies Record<string, Text>

export type Reason = keyof typeof reasons

/** Thrown where something is read that cannot be kept. */
export class Unkept extends Error {
  reason: Reason
  constructor(reason: Reason) {
    super(reasons[reason].en)
    this.reason = reason
  }
}
