import type { Text } from '#core/text.ts'

export type ListedKind = 'count' | 'money' | 'percent' | 'number' | 'days' | 'class' | 'date'
/** A figure, what it is called and what it means: beside it on the screen, and for those who ask over the API. */
export type Listed = { kind: ListedKind; label: Text; about: Text }

export const listed = (
  kind: ListedKind,
  label: [en: string, uk: string],
  about: [en: string, uk: string],
): Listed => ({
  kind,
  label: { en: label[0], uk: label[1] },
  about: { en: about[0], uk: about[1] },
})

export const definitions = (...of: Readonly<Record<string, Listed>>[]): Text => {
  const said = (locale: 'en' | 'uk') =>
    of
      .flatMap((figures) => Object.entries(figures))
      .map(([key, f]) => `${key} (${f.label[locale]}): ${f.about[locale]}`)
      .join('\n')
  return { en: said('en'), uk: said('uk') }
}

export const saidIn = (figures: Readonly<Record<string, Listed>>, locale: 'en' | 'uk') =>
  Object.entries(figures).map(([key, f]) => ({
    key,
    kind: f.kind,
    label: f.label[locale],
    about: f.about[locale],
  }))

/** Of one client or product. */
export const columns = {
  sales: listed(
    'money',
    ['Sales', 'Продажі'],
    [
      'After all discounts and without VAT, in the company’s currency by the rate of the day; of orders, the same as in Sales volume.',
      'Після всіх знижок і без ПДВ, у валюті компанії за курсом дня; за замовленнями — те саме, що в «Обсязі продажів».',
    ],
  ),
  before: listed(
    'money',
    ['Before', 'Раніше'],
    ['The same in the period that this one is compared with.', 'Те саме в періоді, з яким порівнюють.'],
  ),
  share: listed(
    'percent',
    ['Share', 'Частка'],
    [
      'Of the sales of all that are above zero. What has no client or product that you see is no part of it.',
      'У продажах усіх, у кого вони більші за нуль. Те, що не має видимого вам клієнта чи товару, сюди не входить.',
    ],
  ),
  abc: listed(
    'class',
    ['ABC', 'ABC'],
    [
      'A: those greater than it have together less than the first limit of all sales (80% unless you say otherwise). B: less than the second (95%). C: the others, and whoever brought nothing. Equals are of one class.',
      'A: більші за нього разом мають менше за першу межу всіх продажів (80 %, якщо не задати інше). B: менше за другу (95 %). C: решта й ті, хто нічого не приніс. Рівні мають один клас.',
    ],
  ),
  abcBefore: listed(
    'class',
    ['ABC before', 'ABC раніше'],
    ['Its class in the period that this one is compared with.', 'Клас у періоді, з яким порівнюють.'],
  ),
  xyz: listed(
    'class',
    ['XYZ', 'XYZ'],
    [
      'How steady it is: X varies up to the first limit (50% unless you say otherwise), Y up to the second (100%), Z more, or unknown.',
      'Наскільки рівно купують: X коливається до першої межі (50 %, якщо не задати інше), Y — до другої (100 %), Z — більше або невідомо.',
    ],
  ),
  variation: listed(
    'percent',
    ['Varies', 'Коливання'],
    [
      'The coefficient of variation of its whole months in the period, those without sales too: their standard deviation divided by their mean. Unknown of fewer than three months.',
      'Коефіцієнт варіації повних місяців періоду, разом із місяцями без продажів: стандартне відхилення, поділене на середнє. Невідомий, якщо місяців менше трьох.',
    ],
  ),
  orders: listed(
    'count',
    ['Purchases', 'Покупки'],
    ['How many orders, or won deals, it stands in.', 'У скількох замовленнях чи виграних угодах.'],
  ),
  last: listed(
    'date',
    ['Last', 'Остання'],
    ['The day of the last of them in the period.', 'День останньої з них у періоді.'],
  ),
  recency: listed(
    'class',
    ['R', 'R'],
    [
      'Recency, from 1 to 5: in which fifth by the day of the last purchase; 5 are the most recent. Equals share the middle of their places.',
      'Давність, від 1 до 5: у якій п’ятій частині за днем останньої покупки; 5 — найсвіжіші. Рівні ділять середину своїх місць.',
    ],
  ),
  frequency: listed(
    'class',
    ['F', 'F'],
    [
      'Frequency, from 1 to 5: in which fifth by the number of purchases; 5 buy most often.',
      'Частота, від 1 до 5: у якій п’ятій частині за кількістю покупок; 5 купують найчастіше.',
    ],
  ),
  money: listed(
    'class',
    ['M', 'M'],
    [
      'Money, from 1 to 5: in which fifth by sales; 5 bring most.',
      'Гроші, від 1 до 5: у якій п’ятій частині за продажами; 5 приносять найбільше.',
    ],
  ),
}

/** Of all of them together. */
export const indicators = {
  total: listed(
    'money',
    ['Sales', 'Продажі'],
    [
      'All sales of the period, also those without a client or product that you see.',
      'Усі продажі періоду, також без видимого вам клієнта чи товару.',
    ],
  ),
  count: listed(
    'count',
    ['How many', 'Скільки'],
    ['How many clients, or products, had sales.', 'У скількох клієнтів чи товарів були продажі.'],
  ),
  top1: listed(
    'percent',
    ['The greatest', 'Найбільший'],
    [
      'The share of the greatest one in the sales of all that are above zero: what is at risk with it.',
      'Частка найбільшого в продажах усіх, у кого вони більші за нуль: чим ризикуємо з ним.',
    ],
  ),
  top5: listed(
    'percent',
    ['The greatest five', 'П’ять найбільших'],
    ['The share of the five greatest together.', 'Частка п’яти найбільших разом.'],
  ),
  top10: listed(
    'percent',
    ['The greatest ten', 'Десять найбільших'],
    ['The share of the ten greatest together.', 'Частка десяти найбільших разом.'],
  ),
  hhi: listed(
    'number',
    ['Concentration', 'Концентрація'],
    [
      'The Herfindahl–Hirschman index: the sum of the squares of the shares in percent, from almost 0 to 10,000 for a single one. 10,000 divided by it is how many equal ones would be as concentrated: 1,000 is ten. Above 1,800 is high (as markets are judged by the US Merger Guidelines of 2023).',
      'Індекс Герфіндаля — Гіршмана: сума квадратів часток у відсотках, від майже 0 до 10 000 за одного-єдиного. 10 000, поділені на нього, — скільки однакових дали б таку саму концентрацію: 1000 — це десять. Понад 1800 — висока (так оцінюють ринки Merger Guidelines США 2023 року).',
    ],
  ),
}
