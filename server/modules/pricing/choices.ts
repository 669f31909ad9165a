import type { Option } from '#core/kind.ts'
import { choice } from '#core/kinds/index.ts'

const option = (key: string, en: string, uk: string, color?: string): Option => ({
  key,
  label: { en, uk },
  ...(color ? { color } : {}),
})

export const currencies = [
  option('UAH', 'UAH, hryvnia', 'UAH, гривня'),
  option('EUR', 'EUR, euro', 'EUR, євро'),
  option('USD', 'USD, dollar', 'USD, долар'),
  option('PLN', 'PLN, zloty', 'PLN, злотий'),
]

export const channels = [
  option('direct', 'Direct sales', 'Прямі продажі'),
  option('dealer', 'Dealers', 'Дилери'),
  option('shop', 'Online shop', 'Інтернет-магазин'),
  option('retail', 'Retail', 'Роздріб'),
  option('partner', 'Partners', 'Партнери'),
  option('phone', 'By phone', 'Телефоном'),
  option('field', 'Field sales', 'Виїзні продажі'),
]

/** By which way something is sold: one set for prices, leads, deals, quotes and orders. */
export const salesChannel = choice({
  editable: true,
  set: 'salesChannel',
  options: channels,
  label: { en: 'Sales channel', uk: 'Канал збуту' },
})

/** Steps that a computed price is rounded to. */
export const roundings = [
  option('0.01', 'To 0.01', 'До 0,01'),
  option('0.1', 'To 0.10', 'До 0,10'),
  option('1', 'To 1', 'До 1'),
  option('5', 'To 5', 'До 5'),
  option('10', 'To 10', 'До 10'),
  option('100', 'To 100', 'До 100'),
]

export const rateSources = [
  option('nbu', 'National Bank of Ukraine', 'НБУ', 'blue'),
  option('ecb', 'European Central Bank', 'ЄЦБ', 'purple'),
  option('manual', 'By hand', 'Вручну', 'gray'),
]

export const floorKinds = [
  option('markup', 'At least so much over cost', 'Щонайменше стільки над собівартістю'),
  option('list', 'At least so much of a price list', 'Щонайменше стільки від прайсу'),
  option('discount', 'At most this discount', 'Щонайбільше така знижка'),
]

export const outcomes = [
  option('refused', 'Refused', 'Відмовлено', 'red'),
  option('asked', 'Approval asked', 'Запитано погодження', 'orange'),
  option('passed', 'Passed by approval', 'Пройшло за погодженням', 'green'),
  option('past', 'Past order brought in', 'Внесено минуле замовлення', 'gray'),
]
