import sql from 'sql-template-tag'
import { competitorDimensions } from './dimensions.ts'
import { count, measure, percent, sum, summed, type Fact, type Subject } from './subject.ts'

const won = { fact: 'status', is: 'won' }
const lost = { fact: 'status', is: 'lost' }
const isWon = ['deal.status', 'is', 'won'] as const
const isLost = ['deal.status', 'is', 'lost'] as const
const from = sql`join deals cd on cd.id = t.deal_id`
const currency = sql`cd.amount_currency`
const ofDeal = ['dealCompetitor.deal', 'deal.amount']
const same = sql`t.price_currency = cd.amount_currency and cd.amount > 0`

const facts: Record<string, Fact> = {
  status: { reads: ['dealCompetitor.deal', 'deal.status'], sql: sql`cd.status`, from },
  value: { reads: ofDeal, sql: sql`cd.amount`, currency, from },
  ours: {
    reads: ['dealCompetitor.price', ...ofDeal],
    sql: sql`case when ${same} then cd.amount end`,
    currency,
    from,
  },
  apart: {
    reads: ['dealCompetitor.price', ...ofDeal],
    sql: sql`case when ${same} then t.price - cd.amount end`,
    currency,
    from,
  },
}

const met = { met_count: count() }
const wins = { won_count: count(undefined, won) }

const measures = {
  met: measure(
    'count',
    [],
    summed(met),
    null,
    ['Met', 'Зустрічалися'],
    [
      'In how many deals that were won or lost with a close date in the period the competitor is named among those who took part; a deal with two counts for both.',
      'У скількох угодах, виграних чи програних із датою закриття в періоді, конкурента названо серед учасників; угода з двома рахується за кожним.',
    ],
  ),
  won: measure(
    'count',
    ['status'],
    summed(wins),
    isWon,
    ['Won', 'Виграли'],
    ['How many of those deals we won.', 'Скільки з цих угод виграли ми.'],
  ),
  lost: measure(
    'count',
    ['status'],
    summed({ lost_count: count(undefined, lost) }),
    isLost,
    ['Lost', 'Програли'],
    [
      'How many of those deals were lost, to whomever: whom a deal was lost to, Refusals says.',
      'Скільки з цих угод програно, хоч би кому: кому саме, показують «Відмови».',
    ],
  ),
  winRate: measure(
    'percent',
    ['status'],
    summed({ ...met, ...wins }, (s) => percent(s['won_count'], s['met_count'])),
    null,
    ['Win rate', 'Частка виграних'],
    ['The share of those deals that we won.', 'Частка цих угод, які виграли ми.'],
  ),
  wonValue: measure(
    'money',
    ['status', 'value'],
    summed({ won_value: sum('value', won) }),
    isWon,
    ['Won money', 'Виграна сума'],
    [
      'Amounts of the deals won, by the rate of the day they were closed.',
      'Суми виграних угод за курсом дня закриття.',
    ],
  ),
  lostValue: measure(
    'money',
    ['status', 'value'],
    summed({ lost_value: sum('value', lost) }),
    isLost,
    ['Lost money', 'Програна сума'],
    [
      'Amounts of the deals lost, by the rate of the day they were closed.',
      'Суми програних угод за курсом дня закриття.',
    ],
  ),
  theirPrice: measure(
    'percent',
    ['ours', 'apart'],
    summed({ apart_sum: sum('apart'), ours_sum: sum('ours') }, (s) => percent(s['apart_sum'], s['ours_sum'])),
    ['price', 'notEmpty'],
    ['Their price against ours', 'Їхня ціна проти нашої'],
    [
      'By how much their prices differ from the amounts of the same deals, in all; minus: they are cheaper. Only where their price is noted, in the currency of the deal.',
      'На скільки їхні ціни загалом відрізняються від сум тих самих угод; мінус — вони дешевші. Лише там, де їхню ціну записано у валюті угоди.',
    ],
  ),
}

/** Deals that are decided, once for each competitor who took part in them. */
export const againstCompetitors: Subject & { measures: typeof measures } = {
  entity: 'dealCompetitor',
  date: 'deal.closeDate',
  base: ['deal.status', 'in', ['won', 'lost']],
  dimensions: competitorDimensions,
  facts,
  measures,
}
