import type { Text } from '#core/text.ts'

export const accountNotes: Text[] = [
  {
    uk: 'Відстрочка 14 днів; перевищувати ліміт лише за згодою комерційного директора.',
    en: 'Credit of 14 days; over the limit only with the commercial director’s consent.',
  },
  {
    uk: 'Просять рахунки до 10:00, щоб оплатити того самого дня.',
    en: 'They ask for invoices before 10:00, to pay the same day.',
  },
  {
    uk: 'Беруть усе в одного постачальника; важлива наявність на складі.',
    en: 'They buy everything from one supplier; stock at hand matters.',
  },
  { uk: 'Документи лише через електронний документообіг.', en: 'Documents only by electronic exchange.' },
  {
    uk: 'Свій монтаж, у нас купують лише обладнання.',
    en: 'They install themselves and buy only the equipment from us.',
  },
  {
    uk: 'Рішення ухвалюють довго, зате повертаються щороку.',
    en: 'Slow to decide, but they come back every year.',
  },
  { uk: 'Доставка тільки машиною з гідробортом.', en: 'Delivery only by a lorry with a tail lift.' },
  { uk: 'Цікавляться тепловими насосами замість газу.', en: 'Interested in heat pumps instead of gas.' },
]

export const wonNotes: Text[] = [
  { uk: 'Узяли після виїзду інженера на об’єкт.', en: 'They took it after our engineer visited the site.' },
  { uk: 'Вирішив склад: відвантажили наступного дня.', en: 'Stock decided it: shipped the next day.' },
  { uk: 'Дали знижку за передоплату.', en: 'A discount for payment in advance.' },
  { uk: 'Порекомендував проєктувальник.', en: 'The designer recommended us.' },
]

export const openNotes: Text[] = [
  { uk: 'Чекаємо на технічне завдання.', en: 'Waiting for the specification.' },
  { uk: 'Договір у юристів клієнта.', en: 'The contract is with the client’s lawyers.' },
  { uk: 'Порівнюють із двома іншими пропозиціями.', en: 'They compare it with two other offers.' },
  { uk: 'Просили передзвонити після наради.', en: 'Asked to be called after their meeting.' },
]

export const tags: Record<'key' | 'credit' | 'tender' | 'slow' | 'new', Text> = {
  key: { uk: 'ключовий', en: 'key account' },
  credit: { uk: 'відстрочка', en: 'credit terms' },
  tender: { uk: 'тендери', en: 'tenders' },
  slow: { uk: 'платить із запізненням', en: 'pays late' },
  new: { uk: 'новий', en: 'new' },
}
