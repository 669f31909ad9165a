import sql from 'sql-template-tag'
import { dealDimensions } from './dimensions.ts'
import {
  count,
  measure,
  off,
  part,
  percent,
  percentile,
  sum,
  summed,
  type Fact,
  type Subject,
} from './subject.ts'

const won = { fact: 'status', is: 'won' }
const lost = { fact: 'status', is: 'lost' }
const isWon = ['status', 'is', 'won'] as const
const isLost = ['status', 'is', 'lost'] as const

const listed = {
  reads: ['dealLine.deal', 'dealLine.amount', 'dealLine.quantity', 'dealLine.listPrice'],
  currency: sql`listed.currency`,
  from: sql`left join (select deal_id, min(amount_currency) as currency, sum(amount) as net, sum(quantity * list_price) as gross
    from deal_lines where deleted_at is null and list_price_currency = amount_currency group by deal_id) listed on listed.deal_id = t.id`,
}

const facts: Record<string, Fact> = {
  status: { reads: ['deal.status'], sql: sql`t.status` },
  value: { reads: ['deal.amount'], sql: sql`t.amount`, currency: sql`t.amount_currency` },
  days: { reads: ['deal.openedOn'], sql: sql`t.close_date - t.opened_on` },
  net: { ...listed, sql: sql`listed.net` },
  gross: { ...listed, sql: sql`listed.gross` },
  gap: { reads: ['deal.priceGap'], sql: sql`t.price_gap`, currency: sql`t.price_gap_currency` },
}

const closedCount = { closed_count: count() }
const wonCount = { won_count: count(undefined, won) }
const wonValue = { won_value: sum('value', won) }

const measures = {
  wonValue: measure(
    'money',
    ['status', 'value'],
    summed(wonValue),
    isWon,
    ['Won', 'Виграно'],
    [
      'Amounts of the deals won with a close date in the period, in the company’s currency by the rate of that day.',
      'Суми угод, виграних із датою закриття в періоді, у валюті компанії за курсом того дня.',
    ],
  ),
  wonCount: measure(
    'count',
    ['status'],
    summed(wonCount),
    isWon,
    ['Deals won', 'Виграно угод'],
    [
      'How many deals were won with a close date in the period.',
      'Скільки угод виграно з датою закриття в періоді.',
    ],
  ),
  lostCount: measure(
    'count',
    ['status'],
    summed({ lost_count: count(undefined, lost) }),
    isLost,
    ['Deals lost', 'Програно угод'],
    [
      'How many deals were lost with a close date in the period.',
      'Скільки угод програно з датою закриття в періоді.',
    ],
  ),
  lostValue: measure(
    'money',
    ['status', 'value'],
    summed({ lost_value: sum('value', lost) }),
    isLost,
    ['Lost', 'Втрачено'],
    [
      'Amounts of the deals lost with a close date in the period: money that was not earned.',
      'Суми угод, програних із датою закриття в періоді: гроші, яких не заробили.',
    ],
  ),
  winRate: measure(
    'percent',
    ['status'],
    summed({ ...wonCount, ...closedCount }, (s) => percent(s['won_count'], s['closed_count'])),
    null,
    ['Win rate', 'Частка виграних'],
    [
      'The share won among the deals closed in the period, won or lost.',
      'Частка виграних серед угод, закритих у періоді, виграних і програних.',
    ],
  ),
  winRateByValue: measure(
    'percent',
    ['status', 'value'],
    summed({ ...wonValue, closed_value: sum('value') }, (s) =>
      percent(s['won_value'] ?? 0, s['closed_value']),
    ),
    null,
    ['Win rate by value', 'Частка виграних за сумою'],
    [
      'The share won in the money of the deals closed in the period, won or lost.',
      'Частка виграного в сумі угод, закритих у періоді, виграних і програних.',
    ],
  ),
  wonAverage: measure(
    'money',
    ['status', 'value'],
    summed({ ...wonValue, won_valued: count('value', won) }, (s) => part(s['won_value'], s['won_valued'])),
    { and: [isWon, ['amount', 'notEmpty']] },
    ['Average deal', 'Середня угода'],
    [
      'Average amount of the deals won in the period that have an amount.',
      'Середня сума виграних у періоді угод, у яких вказано суму.',
    ],
  ),
  daysAverage: measure(
    'days',
    ['status', 'days'],
    summed(
      {
        won_days: sum('days', won),
        won_timed: count('days', won),
      },
      (s) => part(s['won_days'], s['won_timed']),
    ),
    isWon,
    ['Days on average', 'Днів у середньому'],
    [
      'Average number of days from opening to closing of the deals won in the period.',
      'Середня кількість днів від відкриття до закриття виграних у періоді угод.',
    ],
  ),
  daysMedian: measure(
    'days',
    ['status', 'days'],
    summed({ days_5: percentile(0.5, 'days', won) }),
    isWon,
    ['Days, median', 'Днів, медіана'],
    [
      'Half of the deals won in the period took no more days than this from opening to closing.',
      'Половина виграних у періоді угод тривала від відкриття до закриття не довше.',
    ],
  ),
  daysP90: measure(
    'days',
    ['status', 'days'],
    summed({ days_9: percentile(0.9, 'days', won) }),
    isWon,
    ['Days, 9 of 10', 'Днів, 9 із 10'],
    [
      'Nine of ten deals won in the period took no more days than this (the 90th percentile).',
      'Дев’ять із десяти виграних у періоді угод тривали не довше (90-й процентиль).',
    ],
  ),
  discount: measure(
    'percent',
    ['status', 'net', 'gross'],
    summed(
      {
        won_net: sum('net', won),
        won_gross: sum('gross', won),
      },
      (s) => off(s['won_net'], s['won_gross']),
    ),
    isWon,
    ['Discount', 'Знижка'],
    [
      'How far below the price list the lines of the deals won in the period went; only lines that have a list price.',
      'На скільки нижче за прайс пішли позиції виграних у періоді угод; лише позиції, що мають ціну за прайсом.',
    ],
  ),
  priceGap: measure(
    'money',
    ['status', 'gap'],
    summed(
      {
        gap_sum: sum('gap', lost),
        gap_count: count('gap', lost),
      },
      (s) => part(s['gap_sum'], s['gap_count']),
    ),
    { and: [isLost, ['priceGap', 'notEmpty']] },
    ['Dearer by', 'Дорожчі на'],
    [
      'By how much we were dearer than the winner, on average over the lost deals where that is known.',
      'На скільки ми були дорожчі за переможця: у середньому за програними угодами, де це відомо.',
    ],
  ),
}

/** Deals that ended, won or lost, by the day they did. */
export const closedDeals: Subject & { measures: typeof measures } = {
  entity: 'deal',
  isKept: true,
  date: 'closeDate',
  base: ['status', 'in', ['won', 'lost']],
  dimensions: dealDimensions,
  facts,
  measures,
}
