import type { Text } from '#core/text.ts'

type Words = [uk: string, en: string]
export type StageWords = { guidance: Text; steps: { text: Text; guidance?: Text }[] }

const text = ([uk, en]: Words): Text => ({ uk, en })
const stage = (guidance: Words, ...steps: [step: Words, how?: Words][]): StageWords => ({
  guidance: text(guidance),
  steps: steps.map(([step, how]) => ({ text: text(step), ...(how ? { guidance: text(how) } : {}) })),
})

/** How each kind of deal is sold: by the place of its pipeline, the open stages in their order. */
export const playbooks: StageWords[][] = [
  [
    stage(
      [
        'Мета: зрозуміти, чи наш це клієнт і чи терміново. Відповісти протягом робочого дня.',
        'Aim: to learn whether this is our client and how urgent it is. Answer within a working day.',
      ],
      [['Подзвонити й назватися', 'Call and introduce yourself']],
      [
        ['З’ясувати об’єкт', 'Learn what is to be heated'],
        [
          'Що опалюємо чи поливаємо, площа, паливо, що стоїть зараз і чим не влаштовує?',
          'What is heated or watered, its area, the fuel, what stands there now and what is wrong with it?',
        ],
      ],
      [
        ['Дізнатися строк', 'Learn by when'],
        ['Коли пуск? Що станеться, якщо запізнимося?', 'When must it run? What happens if we are late?'],
      ],
    ),
    stage(
      [
        'Мета: знати потребу так, щоб розрахувати без здогадів. Потреба без того, хто платить, — не потреба.',
        'Aim: to know the need well enough to size without guessing. A need without somebody who pays is no need.',
      ],
      [
        ['Знайти того, хто вирішує', 'Find who decides'],
        [
          'Хто підписує? Хто радить? Хто проти? Додайте їх до угоди.',
          'Who signs? Who advises? Who is against? Add them to the deal.',
        ],
      ],
      [
        ['Узгодити бюджет', 'Agree the budget'],
        ['Яку суму закладено? З чим порівнюють?', 'What sum is planned? Compared with what?'],
      ],
      [['Отримати план або проєкт', 'Get the plan or the project']],
      [['Домовитися про огляд об’єкта', 'Arrange a visit to the site']],
    ),
    stage(
      [
        'Мета: розрахунок, якому повірить технік клієнта.',
        'Aim: a sizing that the client’s engineer believes.',
      ],
      [
        ['Розрахувати потужність', 'Size the power'],
        [
          'Запас 15–20 %, не більше: зайвий котел гасне й зношується.',
          'A reserve of 15–20 %, no more: too big a boiler cycles and wears.',
        ],
      ],
      [['Перевірити наявність на складі', 'Check the stock']],
      [
        ['Підібрати запасний варіант', 'Choose a second option'],
        ['Один дешевший або один кращий — не обидва.', 'One cheaper or one better, not both.'],
      ],
    ),
    stage(
      [
        'Мета: щоб пропозицію прочитали разом із нами, а не самі.',
        'Aim: that the quote is read together with us, not alone.',
      ],
      [['Подзвонити в день надсилання', 'Call on the day it is sent']],
      [
        ['Показати запущений об’єкт', 'Show a site that runs'],
        ['Фото або візит до клієнта тієї ж галузі.', 'Pictures, or a visit to a client of the same trade.'],
      ],
      [['Записати заперечення', 'Write down the objections']],
    ),
    stage(
      [
        'Мета: торгуватися умовами, а не ціною. Знижка лише в обмін на щось.',
        'Aim: to trade terms, not the price. A discount only in return for something.',
      ],
      [['Узгодити умови оплати', 'Agree the terms of payment']],
      [
        ['Дізнатися ціну конкурента', 'Learn the competitor’s price'],
        [
          'З доставкою й пуском чи без? Внесіть її до позиції угоди.',
          'With delivery and start-up or without? Put it into the deal’s line.',
        ],
      ],
      [['Зустрітися з тим, хто підписує', 'Meet who signs']],
    ),
    stage(
      ['Мета: підпис без нових питань.', 'Aim: a signature without new questions.'],
      [['Отримати реквізити', 'Get the bank details']],
      [['Погодити графік постачання', 'Agree the delivery schedule']],
    ),
  ],
  [
    stage(
      [
        'Мета: згадати про договір раніше за клієнта.',
        'Aim: to think of the contract before the client does.',
      ],
      [['Переглянути виклики за рік', 'Look through the year’s calls']],
      [['Подзвонити відповідальному', 'Call who is responsible']],
    ),
    stage(
      ['Мета: знайти, що зноситься наступним.', 'Aim: to find what wears out next.'],
      [['Скласти перелік робіт', 'List the works']],
      [['Сфотографувати вузли', 'Take pictures of the parts']],
    ),
    stage(
      ['Мета: показати, скільки коштує простій.', 'Aim: to show what standing still costs.'],
      [['Порахувати економію', 'Count what is saved']],
      [['Запропонувати розширений план', 'Offer the larger plan']],
    ),
    stage(
      ['Мета: підпис до кінця строку.', 'Aim: a signature before the term ends.'],
      [['Надіслати договір', 'Send the contract']],
      [['Нагадати за тиждень', 'Remind a week before']],
    ),
  ],
]
