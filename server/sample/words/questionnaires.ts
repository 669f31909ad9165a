import type { Text } from '#core/text.ts'

type Words = [uk: string, en: string]
type Asked = {
  key: string
  text: Words
  kind: 'text' | 'number' | 'one' | 'many' | 'scale'
  isRequired?: boolean
  options?: [...Words, points: number][]
  from?: number
  to?: number
}
export type Sheet = {
  entity: 'deal' | 'account'
  name: Text
  about: Text
  questions: (Omit<Asked, 'text' | 'options'> & { text: Text; options?: { text: Text; points: number }[] })[]
  /** What is written where words are asked for. */
  texts: Text[]
}

const t = ([uk, en]: Words): Text => ({ uk, en })
const sheet = (
  entity: Sheet['entity'],
  name: Words,
  about: Words,
  questions: Asked[],
  texts: Words[],
): Sheet => ({
  entity,
  name: t(name),
  about: t(about),
  questions: questions.map(({ options, text, ...q }) => ({
    ...q,
    text: t(text),
    ...(options ? { options: options.map(([uk, en, points]) => ({ text: { uk, en }, points })) } : {}),
  })),
  texts: texts.map(t),
})

export const sheets: Sheet[] = [
  sheet(
    'deal',
    ['Кваліфікація потреби', 'Qualifying the need'],
    [
      'Чи варта угода часу: бюджет, рішення, потреба, строк.',
      'Whether a deal is worth the time: budget, decision, need, date.',
    ],
    [
      {
        key: 'budget',
        text: ['Чи є бюджет?', 'Is there a budget?'],
        kind: 'one',
        isRequired: true,
        options: [
          ['Затверджено', 'Approved', 30],
          ['Планують', 'Planned', 15],
          ['Немає', 'None', 0],
        ],
      },
      {
        key: 'decider',
        text: ['Чи говорили з тим, хто вирішує?', 'Have we spoken with who decides?'],
        kind: 'one',
        isRequired: true,
        options: [
          ['Так', 'Yes', 25],
          ['Домовилися про зустріч', 'A meeting is agreed', 15],
          ['Ні', 'No', 0],
        ],
      },
      {
        key: 'needs',
        text: ['Що болить найбільше?', 'What hurts most?'],
        kind: 'many',
        options: [
          ['Витрати на паливо', 'Cost of fuel', 8],
          ['Старе обладнання', 'Old equipment', 8],
          ['Якість води', 'Quality of the water', 5],
          ['Строки здачі об’єкта', 'The date of handing over', 9],
        ],
      },
      { key: 'urgency', text: ['Наскільки терміново?', 'How urgent is it?'], kind: 'scale', from: 1, to: 10 },
      { key: 'power', text: ['Потрібна потужність, кВт', 'Power needed, kW'], kind: 'number' },
      { key: 'rival', text: ['З ким порівнюють?', 'With whom are we compared?'], kind: 'text' },
    ],
    [
      ['Порівнюють з чинним постачальником.', 'Compared with the present supplier.'],
      ['Мають ще дві пропозиції, обидві без пуску.', 'They have two more offers, both without start-up.'],
      ['Поки лише з нами.', 'Only with us so far.'],
    ],
  ),
  sheet(
    'account',
    ['Задоволеність клієнта', 'How satisfied a client is'],
    ['Питаємо двічі на рік.', 'Asked twice a year.'],
    [
      {
        key: 'nps',
        text: ['Чи порадили б нас колегам?', 'Would you recommend us to colleagues?'],
        kind: 'scale',
        isRequired: true,
        from: 0,
        to: 10,
      },
      { key: 'delivery', text: ['Як із доставкою?', 'How is the delivery?'], kind: 'scale', from: 1, to: 5 },
      { key: 'service', text: ['Як із сервісом?', 'How is the service?'], kind: 'scale', from: 1, to: 5 },
      {
        key: 'more',
        text: ['Чи купуватимете ще?', 'Will you buy again?'],
        kind: 'one',
        options: [
          ['Так, цього року', 'Yes, this year', 10],
          ['Можливо', 'Perhaps', 4],
          ['Ні', 'No', 0],
        ],
      },
      { key: 'words', text: ['Що нам поліпшити?', 'What should we do better?'], kind: 'text' },
    ],
    [
      ['Попереджати про затримку раніше.', 'Tell of a delay earlier.'],
      ['Усе добре, дякуємо.', 'All is well, thank you.'],
      ['Швидше відповідати на запити цін.', 'Answer requests for prices sooner.'],
      ['Бракує запчастин на складі у Львові.', 'Spare parts are missing at the Lviv warehouse.'],
    ],
  ),
]
