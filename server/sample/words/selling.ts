import type { Text } from '#core/text.ts'

export const nextSteps: Text[] = [
  { uk: 'Зателефонувати й дізнатися рішення', en: 'Call and ask what they decided' },
  { uk: 'Надіслати оновлений розрахунок', en: 'Send the updated sizing' },
  { uk: 'Зустріч на об’єкті з виконробом', en: 'Meet the foreman on site' },
  { uk: 'Погодити строки постачання', en: 'Agree the delivery dates' },
  { uk: 'Отримати реквізити для договору', en: 'Get the details for the contract' },
  { uk: 'Показати котельню, яку вже запустили', en: 'Show a boiler house that already runs' },
  { uk: 'Узгодити знижку з керівником', en: 'Agree the discount with the head' },
]
export const duties: Text[] = [
  { uk: 'Веде угоду', en: 'Leads the deal' },
  { uk: 'Технічний розрахунок', en: 'Technical sizing' },
  { uk: 'Знайшов клієнта', en: 'Found the client' },
  { uk: 'Сервіс і запуск', en: 'Service and start-up' },
]
export const extras: Text[] = [
  { uk: 'Доставка та розвантаження', en: 'Delivery and unloading' },
  { uk: 'Монтажний комплект', en: 'Fitting kit' },
  { uk: 'Пусконалагодження', en: 'Commissioning' },
  { uk: 'Фітинги та кріплення', en: 'Fittings and fixings' },
]
export const requests: [kind: string, subject: Text, answer: Text][] = [
  [
    'stock',
    { uk: 'Чи є потрібна кількість на складі?', en: 'Is the quantity in stock?' },
    { uk: 'Половина є, решта буде за два тижні.', en: 'Half is here, the rest comes in two weeks.' },
  ],
  [
    'finance',
    { uk: 'Чи можлива відстрочка на 30 днів?', en: 'May they pay in 30 days?' },
    {
      uk: 'Так, у межах ліміту; борг торік закрито.',
      en: 'Yes, within their limit; last year’s debt is paid.',
    },
  ],
  [
    'legal',
    { uk: 'Перевірити зміни до договору', en: 'Check the changes to the contract' },
    {
      uk: 'Пункт про штраф неприйнятний, решту погоджено.',
      en: 'The clause on fines will not do; the rest is agreed.',
    },
  ],
  [
    'production',
    { uk: 'Коли зможете зібрати шафу керування?', en: 'When can the control cabinet be built?' },
    { uk: 'За дванадцять робочих днів після схеми.', en: 'Twelve working days after the drawing.' },
  ],
  [
    'finance',
    { uk: 'Виставити рахунок на аванс 40 %', en: 'Invoice an advance of 40 %' },
    { uk: 'Рахунок виставлено й надіслано клієнту.', en: 'Invoiced and sent to the client.' },
  ],
  [
    'stock',
    { uk: 'Зарезервувати насоси до п’ятниці', en: 'Hold the pumps till Friday' },
    { uk: 'Зарезервовано.', en: 'They are held.' },
  ],
]

export const interests: Text[] = [
  { uk: 'Насос для свердловини 60 м, з монтажем', en: 'A pump for a 60 m well, fitted' },
  { uk: 'Заміна котла в будинку 180 м²', en: 'A new boiler for a house of 180 m²' },
  { uk: 'Котельня для теплиці, 0,5 га', en: 'A boiler house for a greenhouse of half a hectare' },
  { uk: 'Водопідготовка для пекарні', en: 'Water treatment for a bakery' },
  { uk: 'Радіатори для школи, 120 штук', en: 'Radiators for a school, 120 pieces' },
  { uk: 'Сервіс двох котлів на рік', en: 'Service of two boilers for a year' },
  { uk: 'Підвищувальна станція для дев’ятиповерхівки', en: 'A booster station for nine floors' },
  { uk: 'Прайс для монтажної бригади', en: 'A price list for a team of fitters' },
]
export const leadCompanies: (Text | null)[] = [
  null,
  { uk: 'Пекарня «Зерно»', en: 'Grain Bakery' },
  null,
  { uk: 'ОСББ «Калинова, 12»', en: 'Kalynova 12 Housing Association' },
  { uk: 'ФГ «Весняне поле»', en: 'Spring Field Farm' },
  null,
  { uk: 'Готель «Тиха гавань»', en: 'Quiet Harbour Hotel' },
  { uk: 'Монтаж Про', en: 'Montazh Pro' },
]
