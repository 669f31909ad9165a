import { createHash } from 'node:crypto'
import type { Arrived } from '#modules/mail/index.ts'
import type { Contact } from './contacts.ts'
import { nextWorkday, plus } from './days.ts'
import type { Deal } from './deals.ts'
import type { Language } from './language.ts'
import { makeRandom } from './random.ts'
import { domain } from './staff.ts'

export type SampleLetter = {
  thread: number
  number: number
  fromClient: boolean
  contact: { name: string; address: string }
  subject: string
  text: string
  at: string
}

type Talk = { subject: [string, string]; letters: [string, string][] }

// What is said in turn, the client first; {item} is the deal.
const talks: Talk[] = [
  {
    subject: ['Ціна та термін: {item}', 'Price and delivery: {item}'],
    letters: [
      [
        'Добрий день!\n\nПідкажіть, будь ласка, ціну та термін постачання. Потрібно до кінця місяця.',
        'Good afternoon,\n\nCould you tell us the price and the delivery time? We need it by the end of the month.',
      ],
      [
        'Вітаю!\n\nТермін постачання сім робочих днів, ціну надішлю сьогодні до вечора в пропозиції.',
        'Hello,\n\nDelivery takes seven working days; you will have the price in our quote by this evening.',
      ],
      [
        'Дякую, чекаємо. Врахуйте, що монтаж теж за вами.',
        'Thank you. Please count in the installation as well.',
      ],
    ],
  },
  {
    subject: ['Уточнення до специфікації', 'A question about the specification'],
    letters: [
      [
        'Добрий день.\n\nУ специфікації зазначено напругу 380 В, а в нас на об’єкті 220 В. Чи можна замінити?',
        'Good afternoon,\n\nThe specification says 380 V, but we have 220 V on site. Can it be exchanged?',
      ],
      [
        'Так, є модель на 220 В з тією ж продуктивністю, різниця в ціні 4 %. Надіслати оновлену пропозицію?',
        'Yes, there is a 220 V model of the same capacity, the price differs by 4%. Shall I send an updated quote?',
      ],
    ],
  },
  {
    subject: ['Рахунок на оплату', 'Invoice to pay'],
    letters: [
      [
        'Вітаю! Надішліть, будь ласка, рахунок із ПДВ на нашу нову юридичну адресу.',
        'Hello! Please send the invoice with VAT to our new legal address.',
      ],
    ],
  },
  {
    subject: ['Зустріч на об’єкті', 'Meeting on site'],
    letters: [
      [
        'Чи зручно вам у четвер об 11:00? Покажу котельню й колодязь.',
        'Would Thursday at 11:00 suit you? I will show you the boiler room and the well.',
      ],
      [
        'Так, буду з інженером. Візьмемо прилад для виміру тиску.',
        'Yes, I will come with an engineer. We will bring a pressure gauge.',
      ],
      ['Чудово, перепустку замовив.', 'Great, I have ordered a pass for you.'],
    ],
  },
]

/** Letters of the last weeks about open deals: a few dozen threads, as if they had come to the sales mailbox. */
export function makeMail(
  today: string,
  { locale }: Language,
  deals: readonly Deal[],
  contacts: readonly Contact[],
): SampleLetter[] {
  const random = makeRandom('mail')
  const byKey = new Map(contacts.map((c) => [c.key, c]))
  const say = ([uk, en]: [string, string]) => (locale === 'uk' ? uk : en)
  const withMail = deals.flatMap((d) => {
    const contact = d.contact ? byKey.get(d.contact) : undefined
    const email = contact?.emails?.[0]?.value
    return contact && email ? [{ d, contact, email }] : []
  })
  const known = withMail.slice(-36).flatMap(({ d, contact, email }, thread) => {
    const talk = random.pick(talks)
    const day = nextWorkday(plus(today, -random.int(1, 24)))
    const { first, last } = contact.name
    const name = [first, last].filter(Boolean).join(' ')
    return talk.letters.map((letter, number): SampleLetter => ({
      thread,
      number,
      fromClient: number % 2 === 0,
      contact: { name, address: email },
      subject: (number ? 'Re: ' : '') + say(talk.subject).replace('{item}', d.name),
      text: `${say(letter)}${number % 2 === 0 ? `\n\n--\n${name}` : ''}`,
      at: `${day}T${String(8 + number * 2).padStart(2, '0')}:${String(10 + (thread % 45)).padStart(2, '0')}:00.000Z`,
    }))
  })
  return [...known, ...strangers.map((s, n) => strange(s, n, plus(today, -1 - n), say))]
}

type Both = [string, string]
type Stranger = { address: string; name: Both; subject: Both; text: Both }
/** Who is not known yet: the sales mailbox makes leads of them. */
const strangers: readonly Stranger[] = [
  {
    name: ['Мирослава Дячук', 'Myroslava Diachuk'],
    address: 'm.diachuk@poshta.example',
    subject: ['Насос для свердловини', 'A pump for a well'],
    text: [
      'Доброго дня! Свердловина 42 м, потрібен насос із монтажем. Скільки це коштуватиме та коли зможете приїхати?',
      'Good day! The well is 42 m deep and we need a pump, installed. What would it cost, and when could you come?',
    ],
  },
  {
    name: ['Остап Гринів', 'Ostap Hryniv'],
    address: 'hryniv@sadyba.example',
    subject: ['Котел для садиби', 'A boiler for a guest house'],
    text: [
      'Шукаємо котел на 180 м² з баком на 200 л. Порадьте, будь ласка, модель і надішліть ціну.',
      'We are looking for a boiler for 180 m² with a 200 l tank. Please advise a model and send a price.',
    ],
  },
]

const strange = (
  { name, address, subject, text }: Stranger,
  n: number,
  day: string,
  say: (both: Both) => string,
): SampleLetter => ({
  // Threads of deals go to 36; these are unread.
  thread: 300 + 3 * n,
  number: 0,
  fromClient: true,
  contact: { name: say(name), address },
  subject: say(subject),
  text: say(text),
  at: `${day}T08:2${n}:00.000Z`,
})

export const salesAddress = `sales@${domain}`

const idOf = (m: SampleLetter, number = m.number) => `<sample-${m.thread}-${number}@${domain}>`

/** The letters as a mailbox would have read them. */
export const arrivals = (mail: readonly SampleLetter[], sender: string): Arrived[] =>
  mail.map((m) => {
    const us = { address: salesAddress, name: sender }
    const isLast = !mail.some((x) => x.thread === m.thread && x.number > m.number)
    return {
      mail: {
        messageId: idOf(m),
        key: createHash('sha256').update(idOf(m)).digest('base64url'),
        inReplyTo: m.number ? idOf(m, m.number - 1) : null,
        references: Array.from({ length: m.number }, (_, n) => idOf(m, n)),
        subject: m.subject,
        from: m.fromClient ? m.contact : us,
        to: [m.fromClient ? us : m.contact],
        cc: [],
        bcc: [],
        replyTo: [],
        at: m.at,
        text: m.text,
        quoted: null,
        excerpt: m.text.split('\n\n--')[0]!.replaceAll(/\s+/g, ' ').slice(0, 1000),
        html: null,
        files: [],
        kind: 'letter',
        isBulk: false,
        bounces: null,
        invitation: null,
        size: m.text.length,
      },
      arrivedAt: m.at,
      isSeen: !(isLast && m.fromClient && m.thread % 3 === 0),
      isAnswered: !isLast,
      isSent: !m.fromClient,
      isPrivate: false,
      folder: m.fromClient ? 'INBOX' : 'Sent',
    }
  })
