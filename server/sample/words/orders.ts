import type { Text } from '#core/text.ts'

/** What goes with a service contract beside the contract. */
export const serviceExtras: Text[] = [
  { uk: 'Виїзд за межі міста', en: 'Travel outside the city' },
  { uk: 'Ущільнення та витратні матеріали', en: 'Seals and consumables' },
  { uk: 'Аналіз води', en: 'Water analysis' },
]

export const deliveries: Text[] = [
  { uk: 'нашим транспортом, до складу клієнта', en: 'by our lorry, to the client’s store' },
  { uk: 'нашим транспортом, на об’єкт', en: 'by our lorry, to the site' },
  { uk: 'перевізником, до відділення', en: 'by carrier, to its branch' },
  { uk: 'самовивіз зі складу', en: 'collected from our store' },
]
export const ownLorry: Text = { uk: 'Наш транспорт', en: 'Our lorry' }
/** By the delivery of the same place; the one carrier is nobody real. */
export const carriers: Text[] = [
  ownLorry,
  ownLorry,
  { uk: 'Вчасно Вантаж', en: 'Vchasno Freight' },
  { uk: 'Самовивіз', en: 'Collected by the client' },
]

export const cancelReasons: Text[] = [
  { uk: 'Об’єкт заморожено, замовлення відкликали', en: 'The site is frozen; they withdrew the order' },
  { uk: 'Завод не підтвердив строк', en: 'The factory did not confirm the date' },
  { uk: 'Не отримали кредит у банку', en: 'The bank refused them a loan' },
]
export const returnReasons: Text[] = [
  { uk: 'Не той типорозмір', en: 'Of the wrong size' },
  { uk: 'Пошкоджено в дорозі', en: 'Damaged on the way' },
  { uk: 'Зайве: на об’єкті порахували двічі', en: 'Too many: the site had counted twice' },
]
export const disputes: Text[] = [
  {
    uk: 'Просять зменшити суму: відвантажили на вісім днів пізніше, ніж обіцяли.',
    en: 'They ask for less: it was shipped eight days later than promised.',
  },
  {
    uk: 'Кажуть, що одне місце прийшло пошкодженим; акта не склали.',
    en: 'They say that one package came damaged; no report was made.',
  },
  { uk: 'Звіряють кількість з накладною.', en: 'They are checking the quantity against the delivery note.' },
]
export const leakDispute: Text = {
  uk: 'Не платять, доки не замінимо обидва насоси, що потекли.',
  en: 'They will not pay until both leaking pumps are replaced.',
}
export const promiseNotes: Text[] = [
  { uk: 'Обіцяють після надходження від замовника.', en: 'Promised once their own customer pays.' },
  { uk: 'Бухгалтер у відпустці, поставлять у чергу.', en: 'The accountant is on leave; it will be queued.' },
  { uk: 'Платитимуть частинами.', en: 'They will pay in parts.' },
]
export const byTelephone: Text = { uk: 'Телефоном', en: 'By telephone' }
