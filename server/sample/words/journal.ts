import type { Text } from '#core/text.ts'

export type Kind = 'call' | 'meeting' | 'visit' | 'message' | 'task'
export type Step = { kind: Kind; subject: Text; results: Text[]; minutes: number }

/** What is done with a deal, from its first call to its contract. */
export const steps: Step[] = [
  {
    kind: 'call',
    subject: { uk: 'Перший дзвінок: з’ясувати потребу', en: 'First call: what they need' },
    results: [
      {
        uk: 'Потрібно на три об’єкти, бюджет ще не погоджено.',
        en: 'For three sites; the budget is not agreed yet.',
      },
      {
        uk: 'Чекають порівняння з тим, що стоїть зараз.',
        en: 'They want a comparison with what they have now.',
      },
      { uk: 'Просили передзвонити після наради.', en: 'Asked to call back after their meeting.' },
    ],
    minutes: 15,
  },
  {
    kind: 'visit',
    subject: { uk: 'Виїзд на об’єкт, заміри', en: 'Site visit, measurements' },
    results: [
      {
        uk: 'Заміряно котельню, є фото; вхід вузький, потрібен розбірний бак.',
        en: 'Boiler room measured, photos taken; a narrow entrance, the tank must come in parts.',
      },
      {
        uk: 'Стояки замінити до опалювального сезону.',
        en: 'Risers to be replaced before the heating season.',
      },
    ],
    minutes: 90,
  },
  {
    kind: 'message',
    subject: { uk: 'Надіслати пропозицію', en: 'Send the offer' },
    results: [
      { uk: 'Надіслано два варіанти.', en: 'Two variants sent.' },
      { uk: 'Надіслано, просили знижку за обсяг.', en: 'Sent; they ask for a volume discount.' },
    ],
    minutes: 20,
  },
  {
    kind: 'call',
    subject: { uk: 'Дзвінок за пропозицією', en: 'Call about the offer' },
    results: [
      {
        uk: 'Порівнюють із конкурентом, відповідь за тиждень.',
        en: 'Comparing with a competitor, an answer in a week.',
      },
      { uk: 'Умови підходять, потрібна розстрочка.', en: 'The terms suit, they need instalments.' },
      { uk: 'Не відповідає.', en: 'No answer.' },
    ],
    minutes: 10,
  },
  {
    kind: 'meeting',
    subject: { uk: 'Зустріч: погодити умови', en: 'Meeting: agree the terms' },
    results: [
      { uk: 'Погодили графік поставок.', en: 'The delivery schedule is agreed.' },
      { uk: 'Юристи просять правки до договору.', en: 'Their lawyers want changes in the contract.' },
    ],
    minutes: 60,
  },
  {
    kind: 'task',
    subject: { uk: 'Підготувати договір', en: 'Prepare the contract' },
    results: [{ uk: 'Договір на підписі.', en: 'The contract is being signed.' }],
    minutes: 40,
  },
]

/** After the goods are there. */
export const aftercare: Step[] = [
  {
    kind: 'call',
    subject: { uk: 'Дізнатися, як працює обладнання', en: 'Ask how the equipment works' },
    results: [],
    minutes: 15,
  },
  {
    kind: 'visit',
    subject: { uk: 'Показати новинки каталогу', en: 'Show what is new in the catalogue' },
    results: [],
    minutes: 60,
  },
  {
    kind: 'task',
    subject: { uk: 'Звірити акти та оплату', en: 'Reconcile acts and payment' },
    results: [],
    minutes: 30,
  },
]

export const outcomes: { key: string; name: Text; kinds: string[] }[] = [
  { key: 'reached', name: { uk: 'Поговорили', en: 'Talked' }, kinds: ['call'] },
  { key: 'no-answer', name: { uk: 'Не відповів', en: 'No answer' }, kinds: ['call'] },
  { key: 'call-back', name: { uk: 'Просив передзвонити', en: 'Asked to call back' }, kinds: ['call'] },
  { key: 'held', name: { uk: 'Відбулася', en: 'Took place' }, kinds: ['meeting', 'visit'] },
  { key: 'no-show', name: { uk: 'Не прийшли', en: 'They did not come' }, kinds: ['meeting', 'visit'] },
  { key: 'sent', name: { uk: 'Надіслано', en: 'Sent' }, kinds: ['message'] },
]

export const own: { subject: Text; kind: Kind }[] = [
  { subject: { uk: 'Оновити прогноз на місяць', en: 'Bring the month’s forecast up to date' }, kind: 'task' },
  {
    subject: { uk: 'Звірити залишки насосів зі складом', en: 'Check the stock of pumps with the warehouse' },
    kind: 'task',
  },
  { subject: { uk: 'Підготувати зразки для виставки', en: 'Get samples ready for the fair' }, kind: 'task' },
]
export const weekly: Text = { uk: 'Нарада відділу', en: 'Team meeting' }

export const said: Text[] = [
  {
    uk: 'Клієнт просить сертифікат на бак, додайте до пропозиції.',
    en: 'The client asks for the tank’s certificate, please add it to the offer.',
  },
  { uk: 'Склад підтвердив: усе буде до п’ятниці.', en: 'The warehouse confirms: all of it by Friday.' },
  {
    uk: 'Ціну тримаємо до кінця місяця, далі постачальник піднімає.',
    en: 'We hold the price until the end of the month, then the supplier raises it.',
  },
  {
    uk: 'Рішення за головним інженером, не за закупівлею.',
    en: 'The chief engineer decides, not purchasing.',
  },
]
