import type { Text } from '#core/text.ts'

/** Why an item stays on its side. */
export const reasons = {
  unreadable: {
    en: 'Microsoft’s answer about it does not read.',
    uk: 'Відповідь Microsoft про нього не читається.',
  },
  zone: { en: 'Its time zone is not known.', uk: 'Його часовий пояс невідомий.' },
  time: { en: 'One of its times does not read.', uk: 'Один із його часів не читається.' },
  repeat: {
    en: 'Outlook has no such repetition.',
    uk: 'Outlook не має такого повторення.',
  },
  extra: {
    en: 'Outlook has no repetition with extra times.',
    uk: 'Outlook не має повторення з додатковими часами.',
  },
  no_name: { en: 'The contact has no name and no e-mail.', uk: 'Контакт не має ні імені, ні пошти.' },
  not_again: {
    en: 'An instance that was left out cannot be put back in Outlook.',
    uk: 'Пропущене повторення неможливо повернути в Outlook.',
  },
  put_back: {
    en: 'Removed in Outlook and changed here meanwhile: put back there.',
    uk: 'В Outlook прибрано, а тут тим часом змінено: повернуто туди.',
  },
  gone_here: {
    en: 'Changed in Outlook and removed here meanwhile: removed there.',
    uk: 'В Outlook змінено, а тут тим часом прибрано: прибрано й там.',
  },
  put_back_asked: {
    en: 'Removed in Outlook; put back there, as you said.',
    uk: 'В Outlook прибрано; повернуто туди, як ви сказали.',
  },
  removed_there: {
    en: 'Removed in Outlook; it lies in the bin here.',
    uk: 'Прибрано в Outlook; тут лежить у кошику.',
  },
  no_rights: {
    en: 'Removed in Outlook; your role may not remove it here.',
    uk: 'В Outlook прибрано; ваша роль не дозволяє прибрати це тут.',
  },
} as const satisfies Record<string, Text>

export type Reason = keyof typeof reasons

/** Thrown where an item cannot stand on the other side. */
export class Unsuited extends Error {
  reason: Reason
  constructor(reason: Reason) {
    super(reasons[reason].en)
    this.reason = reason
  }
}
