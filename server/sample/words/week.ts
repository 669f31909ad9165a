import type { Text } from '#core/text.ts'
import type { Kind } from './journal.ts'

/** A working day's entry: so many days from today, at what hour; what has no hour is due by the end of the day. */
export type Entry = {
  day: number
  hour?: number
  minute?: number
  kind: Kind
  subject: Text
  minutes?: number
  /** About one of his deals, or of his people's. */
  isAboutDeal?: true
  priority?: 'high'
}

const entry = (
  day: number,
  time: string | null,
  kind: Kind,
  [en, uk]: [string, string],
  more: Partial<Entry> = {},
): Entry => {
  const [hour, minute] = time?.split(':').map(Number) ?? []
  return {
    day,
    ...(hour === undefined ? {} : { hour, minute: minute ?? 0 }),
    kind,
    subject: { en, uk },
    ...more,
  }
}
const deal = { isAboutDeal: true } as const

export const sellersWeek: Entry[] = [
  entry(-2, '10:00', 'call', ['Call about the offer', 'Дзвінок за пропозицією'], { ...deal, minutes: 15 }),
  entry(-2, '14:00', 'visit', ['Site visit, measurements', 'Виїзд на об’єкт, заміри'], {
    ...deal,
    minutes: 90,
  }),
  entry(-1, '11:00', 'meeting', ['Meeting: agree the terms', 'Зустріч: погодити умови'], {
    ...deal,
    minutes: 60,
  }),
  entry(0, '09:30', 'call', ['Call: has the budget been agreed?', 'Дзвінок: чи погодили бюджет'], {
    ...deal,
    minutes: 15,
  }),
  entry(
    0,
    '11:00',
    'visit',
    ['Site visit: show the place for the boiler room', 'Виїзд на об’єкт: показати місце під котельню'],
    { ...deal, minutes: 90 },
  ),
  entry(0, '13:30', 'message', ['Send the offer in two variants', 'Надіслати пропозицію у двох варіантах'], {
    ...deal,
    priority: 'high',
  }),
  entry(0, '15:00', 'call', ['Call about the offer', 'Дзвінок за пропозицією'], { ...deal, minutes: 15 }),
  entry(0, '16:30', 'meeting', ['Meeting: the schedule of deliveries', 'Зустріч: графік поставок'], {
    ...deal,
    minutes: 45,
  }),
  entry(0, null, 'task', ['Write down what was agreed today', 'Записати домовленості за день']),
  entry(1, '10:00', 'visit', ['Show what is new in the catalogue', 'Показати новинки каталогу'], {
    ...deal,
    minutes: 60,
  }),
  entry(1, '14:30', 'task', ['Prepare the contract', 'Підготувати договір'], deal),
  entry(2, '11:30', 'meeting', ['Meeting with their chief engineer', 'Зустріч із головним інженером'], {
    ...deal,
    minutes: 60,
  }),
  entry(4, '10:30', 'call', ['Ask how the equipment works', 'Дізнатися, як працює обладнання'], {
    ...deal,
    minutes: 15,
  }),
]

export const headsWeek: Entry[] = [
  entry(-1, '15:00', 'meeting', ['Meeting with the client’s owner', 'Зустріч із власником клієнта'], {
    ...deal,
    minutes: 60,
  }),
  entry(0, '09:00', 'meeting', ['Stand-up: deals that do not move', 'Планірка: угоди, що стоять'], {
    minutes: 30,
  }),
  entry(0, '10:30', 'call', ['Call the client about the discount', 'Зателефонувати клієнту щодо знижки'], {
    ...deal,
    minutes: 20,
  }),
  entry(0, '12:00', 'task', ['Decide on prices below the floor', 'Розглянути ціни нижче межі'], {
    priority: 'high',
  }),
  entry(0, '14:00', 'visit', ['To the client: the stages of the project', 'До клієнта: етапи проєкту'], {
    ...deal,
    minutes: 90,
  }),
  entry(0, '17:00', 'task', ['Put the team’s forecast together', 'Зібрати прогноз команди']),
  entry(1, '10:00', 'meeting', ['One to one: the month’s plan', 'Розмова віч-на-віч: план місяця'], {
    minutes: 45,
  }),
  entry(2, '16:00', 'call', ['Call: when do they sign', 'Дзвінок: коли підписують'], {
    ...deal,
    minutes: 15,
  }),
  entry(4, '11:00', 'meeting', ['Results of the month', 'Підсумки місяця'], { minutes: 60 }),
]

/** Of those who sell nothing, by their roles. */
export const otherWeeks: Record<string, Entry[]> = {
  marketing: [
    entry(
      0,
      '10:00',
      'meeting',
      ['The autumn campaign: what brought leads', 'Осіння кампанія: що дало ліди'],
      { minutes: 45 },
    ),
    entry(0, '12:30', 'task', ['Agree the layout of the mailing', 'Узгодити макет розсилки'], {
      priority: 'high',
    }),
    entry(0, '15:00', 'call', ['Call the fair: our stand', 'Дзвінок на виставку: наш стенд'], {
      minutes: 20,
    }),
    entry(1, '11:00', 'task', ['Choose clients for a case study', 'Обрати клієнтів для історії успіху']),
    entry(3, null, 'task', ['Send the list of guests', 'Надіслати список гостей']),
  ],
  service: [
    entry(0, '08:30', 'meeting', ['Stand-up of the crews', 'Планірка бригад'], { minutes: 20 }),
    entry(0, '10:00', 'visit', ['Yearly check of a boiler', 'Річний огляд котла'], { minutes: 120 }),
    entry(0, '14:00', 'call', ['Ask whether the leak is gone', 'Дізнатися, чи усунули протікання'], {
      minutes: 15,
    }),
    entry(0, '16:00', 'task', ['Order a pump for replacement', 'Замовити насос на заміну'], {
      priority: 'high',
    }),
    entry(1, '09:30', 'visit', ['Start of a boiler room', 'Пуск котельні'], { minutes: 180 }),
  ],
  reader: [
    entry(0, '10:30', 'call', ['Reconcile with the greatest debtor', 'Звірка з найбільшим боржником'], {
      minutes: 20,
    }),
    entry(0, '13:00', 'task', ['Check payments of yesterday', 'Звірити вчорашні оплати']),
    entry(0, '16:00', 'task', ['Close the acts of the month', 'Закрити акти за місяць'], {
      priority: 'high',
    }),
    entry(1, '11:00', 'meeting', ['Payment calendar with sales', 'Платіжний календар із продажами'], {
      minutes: 30,
    }),
  ],
}

/** A colleague to a seller, and a seller to his head; `@` and the name stand before it. */
export const toSeller: Text[] = [
  {
    en: 'the supplier raises the price on the first, please close it before that.',
    uk: 'постачальник підніме ціну з першого числа, закрийте до того.',
  },
  {
    en: 'the warehouse has put two pieces aside for you until Friday.',
    uk: 'склад відклав для вас дві штуки до п’ятниці.',
  },
]
export const toHead: Text[] = [
  {
    en: 'the client asks for another 3 %, a competitor gives it. Do we agree?',
    uk: 'клієнт просить ще 3 %, конкурент дає. Погоджуємося?',
  },
  {
    en: 'they are ready to sign if we deliver in two parts. Your word?',
    uk: 'готові підписати, якщо поставимо двома частинами. Ваше рішення?',
  },
]
