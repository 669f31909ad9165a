import type { Actor } from '#core/actor.ts'
import type { Kolo } from '#core/kolo.ts'
import type { Contact } from './contacts.ts'
import { plus } from './days.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'

const t = (uk: string, en: string) => ({ uk, en })
const newsUk =
  'Погоджуюся отримувати від ТОВ «Водолій» новини й пропозиції. Відмовитися можна будь-коли, відповівши на лист.'
const newsEn =
  'I agree to receive news and offers from Vodolii LLC. I can withdraw at any time by answering a letter.'

const purposes = [
  {
    key: 'news',
    name: t('Новини та пропозиції', 'News and offers'),
    basis: 'consent',
    channels: ['email', 'viber', 'sms', 'phone'],
    text: newsUk,
    textEn: newsEn,
    validMonths: 36,
    asksInForms: true,
  },
  {
    key: 'events',
    name: t('Запрошення на заходи', 'Invitations to events'),
    basis: 'consent',
    channels: ['email', 'phone'],
    text: 'Погоджуюся отримувати запрошення на семінари та виставки.',
    textEn: 'I agree to be invited to seminars and fairs.',
  },
  {
    key: 'contract',
    name: t('Виконання договору', 'Fulfilling a contract'),
    basis: 'contract',
    channels: ['email', 'phone', 'sms', 'viber', 'telegram', 'letter'],
    text: 'Повідомлення про замовлення, доставку, оплату й гарантію.',
    textEn: 'Messages about orders, deliveries, payments and warranty.',
  },
  {
    key: 'quality',
    name: t('Опитування про якість', 'Asking about quality'),
    basis: 'legitimateInterest',
    channels: ['email', 'phone'],
    text: 'Запитуємо після роботи, чи все гаразд. Можна заперечити.',
    textEn: 'We ask after the work whether all is well. You may object.',
  },
] as const

const proofs = {
  form: t('Позначка у формі на сайті', 'Ticked in the form on the site'),
  paper: t('Анкета з виставки, папка 3', 'Questionnaire from the fair, folder 3'),
  call: t('Запис розмови', 'Recording of the call'),
}

/** Who allowed what, and some who took it back. */
export async function loadConsents(
  kolo: Kolo,
  actor: Actor,
  ids: ReadonlyMap<string, string>,
  { contacts, today }: { contacts: readonly Contact[]; today: string },
  { say }: Pick<Language, 'say'>,
): Promise<void> {
  const random = makeRandom('consents')
  const { items } = await kolo.call<{ items: { id: string }[] }>(actor, 'consentPurpose.create', {
    items: purposes.map(({ key, name, channels, ...p }) => ({
      ...p,
      channels: [...channels],
      name: say(name),
      code: key,
    })),
    returning: false,
  })
  const [news, events, , quality] = items.map((p) => p.id)
  const at = (c: Contact) => ({ entity: 'contact', id: ids.get(c.key)! })
  const give = (
    records: unknown[],
    purpose: string,
    channels: string[],
    source: keyof typeof proofs,
    days: number,
  ) =>
    records.length
      ? kolo.call(actor, 'consent.give', {
          records,
          purpose,
          channels,
          source,
          proof: say(proofs[source]),
          at: `${plus(today, -days)}T10:00:00Z`,
        })
      : null
  const byMail = contacts.filter((c) => c.emails?.length)
  const readers = byMail.filter(() => random.chance(0.45))
  await give(readers.map(at), news!, ['email'], 'form', 200)
  await give(contacts.filter(() => random.chance(0.2)).map(at), news!, ['viber'], 'call', 90)
  await give(byMail.filter(() => random.chance(0.15)).map(at), events!, ['email', 'phone'], 'paper', 150)
  await kolo.call(actor, 'consent.withdraw', {
    records: readers.filter(() => random.chance(0.08)).map(at),
    purpose: news,
    channels: ['email'],
    source: 'mail',
    at: `${plus(today, -20)}T10:00:00Z`,
  })
  await kolo.call(actor, 'consent.withdraw', {
    records: contacts.slice(40, 46).map(at),
    purpose: quality,
    source: 'call',
    at: `${plus(today, -10)}T10:00:00Z`,
  })
}
