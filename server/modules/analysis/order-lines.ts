import sql from 'sql-template-tag'
import { orderDimensions } from './dimensions.ts'
import {
  count,
  distinct,
  measure,
  off,
  part,
  percent,
  sum,
  summed,
  type Fact,
  type Subject,
} from './subject.ts'

const currency = sql`t.amount_currency`
const beforeTax = sql`case when t.tax_included then 100 / (100 + coalesce(t.tax_rate, 0)) else 1 end`
/** What came back is not sold. */
const kept = sql`case when t.returned_quantity > 0 then (t.quantity - t.returned_quantity) / t.quantity else 1 end`
const returns = ['orderLine.quantity', 'orderLine.returnedQuantity']
const taxed = ['orderLine.taxIncluded', 'orderLine.taxRate']

const facts: Record<string, Fact> = {
  revenue: {
    reads: ['orderLine.amount', ...taxed, ...returns],
    sql: sql`t.amount * ${beforeTax} * ${kept}`,
    currency,
  },
  order_id: { reads: ['orderLine.order'], sql: sql`t.order_id` },
  net: {
    reads: ['orderLine.amount', 'orderLine.listPrice'],
    sql: sql`case when t.list_price_currency = t.amount_currency then t.amount end`,
    currency,
  },
  gross: {
    reads: ['orderLine.amount', 'orderLine.quantity', 'orderLine.listPrice'],
    sql: sql`case when t.list_price_currency = t.amount_currency then t.quantity * t.list_price end`,
    currency,
  },
  margin: {
    reads: ['orderLine.amount', 'orderLine.cost', ...taxed, ...returns],
    sql: sql`case when t.cost_currency = t.amount_currency then (t.amount * ${beforeTax} - t.quantity * t.cost) * ${kept} end`,
    currency,
  },
}

const revenue = { revenue_sum: sum('revenue') }
const orders = { orders: distinct('order_id') }

const measures = {
  revenue: measure(
    'money',
    ['revenue'],
    summed(revenue),
    null,
    ['Sales', 'Продажі'],
    [
      'Lines of confirmed and completed orders dated in the period, less what was returned of them since, after all discounts and without VAT, in the company’s currency by the rate of the order’s day.',
      'Рядки підтверджених і виконаних замовлень із датою в періоді, без повернутого з них потому, після всіх знижок і без ПДВ, у валюті компанії за курсом дня замовлення.',
    ],
  ),
  orders: measure(
    'count',
    ['order_id'],
    summed(orders),
    null,
    ['Orders', 'Замовлень'],
    [
      'How many confirmed and completed orders have such lines.',
      'Скільки підтверджених і виконаних замовлень мають такі рядки.',
    ],
  ),
  lines: measure(
    'count',
    [],
    summed({ line_count: count() }),
    null,
    ['Lines', 'Рядків'],
    ['How many lines those orders have.', 'Скільки рядків у цих замовленнях.'],
  ),
  orderAverage: measure(
    'money',
    ['revenue', 'order_id'],
    summed({ ...revenue, ...orders }, (s) => part(s['revenue_sum'], s['orders'])),
    null,
    ['Average order', 'Середнє замовлення'],
    ['Sales divided by the number of orders.', 'Продажі, поділені на кількість замовлень.'],
  ),
  discount: measure(
    'percent',
    ['net', 'gross'],
    summed({ net_sum: sum('net'), gross_sum: sum('gross') }, (s) => off(s['net_sum'], s['gross_sum'])),
    null,
    ['Discount', 'Знижка'],
    [
      'How far below the price list the lines were sold; only lines that have a list price.',
      'На скільки нижче за прайс продано рядки; лише ті, що мають ціну за прайсом.',
    ],
  ),
  margin: measure(
    'percent',
    ['margin', 'revenue'],
    summed(
      {
        margin_sum: sum('margin'),
        margin_of: sum('revenue', { fact: 'margin' }),
      },
      (s) => percent(s['margin_sum'], s['margin_of']),
    ),
    null,
    ['Margin', 'Маржа'],
    [
      'What is left of the sales after the cost of what was sold and not returned; only lines whose cost is known.',
      'Що лишається від продажів після собівартості проданого й не повернутого; лише рядки з відомою собівартістю.',
    ],
  ),
}

/** What was ordered, line by line, by the day of the order. */
export const orderLines: Subject & { measures: typeof measures } = {
  entity: 'orderLine',
  isKept: true,
  document: sql`t.order_id`,
  date: 'order.date',
  base: ['order.status', 'in', ['confirmed', 'done']],
  dimensions: orderDimensions,
  facts,
  measures,
}
