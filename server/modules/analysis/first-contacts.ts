import sql from 'sql-template-tag'
import type { Filter } from '#core/filter.ts'
import { leadDimensions } from './dimensions.ts'
import { measure, type Fact, type Subject } from './subject.ts'

const met: Filter = {
  and: [
    ['kind', 'in', ['meeting', 'visit']],
    ['status', 'is', 'done'],
  ],
}
const hasMet: Filter = {
  or: [
    ['activity.record', 'some', met],
    ['deal>activity.deal', 'some', met],
  ],
}
const hasQuote: Filter = ['deal>quote.deal', 'some', ['sentAt', 'notEmpty']]

const aMeeting = sql`a.kind in ('meeting', 'visit') and a.status = 'done' and a.deleted_at is null`
const facts: Record<string, Fact> = {
  answer: {
    reads: ['lead.reactedAt'],
    sql: sql`extract(epoch from t.reacted_at - t.created_at) / 3600`,
  },
  met: {
    reads: ['activity.kind', 'activity.status', 'activity.record', 'activity.deal', 'lead.deal'],
    sql: sql`(exists (select 1 from activities a where a.record_id = t.id and a.record_entity = 'lead' and ${aMeeting})
      or exists (select 1 from activities a where a.deal_id = t.deal_id and ${aMeeting}))`,
  },
  quoted: {
    reads: ['quote.deal', 'quote.sentAt', 'lead.deal'],
    sql: sql`exists (select 1 from quotes q where q.deal_id = t.deal_id and q.sent_at is not null and q.deleted_at is null)`,
  },
  deal_id: { reads: ['lead.deal'], sql: sql`t.deal_id` },
  status: {
    reads: ['lead.deal', 'deal.status'],
    sql: sql`ld.status`,
    from: sql`left join deals ld on ld.id = t.deal_id`,
  },
  value: {
    reads: ['lead.deal', 'deal.status', 'deal.amount'],
    sql: sql`ld.amount`,
    currency: sql`ld.amount_currency`,
    from: sql`left join deals ld on ld.id = t.deal_id`,
  },
}
const won = sql`status = 'won'`

const measures = {
  leads: measure(
    'count',
    [],
    sql`count(*)`,
    null,
    ['Leads', 'Ліди'],
    ['How many leads came in the period.', 'Скільки лідів надійшло в періоді.'],
  ),
  answered: measure(
    'count',
    ['answer'],
    sql`count(answer)`,
    ['reactedAt', 'notEmpty'],
    ['Answered', 'З відповіддю'],
    ['How many of them somebody has reacted to.', 'На скільки з них хтось зреагував.'],
  ),
  answerMedian: measure(
    'hours',
    ['answer'],
    sql`percentile_cont(0.5) within group (order by answer)`,
    ['reactedAt', 'notEmpty'],
    ['Hours to the first answer', 'Годин до першої відповіді'],
    [
      'Half of the leads that were answered waited no longer than this from their coming to our first reaction.',
      'Половина лідів, яким відповіли, чекали від надходження до нашої першої реакції не довше.',
    ],
  ),
  meetings: measure(
    'count',
    ['met'],
    sql`count(*) filter (where met)`,
    hasMet,
    ['With a meeting', 'Із зустріччю'],
    [
      'How many came to a meeting or visit that took place, with the lead or on the deal it became.',
      'Скільки дійшло до зустрічі чи візиту, що відбулися, з лідом або за угодою, якою він став.',
    ],
  ),
  deals: measure(
    'count',
    ['deal_id'],
    sql`count(deal_id)`,
    ['deal', 'notEmpty'],
    ['Became deals', 'Стали угодами'],
    ['How many were converted into a deal.', 'Скільки перетворено на угоди.'],
  ),
  quotes: measure(
    'count',
    ['quoted'],
    sql`count(*) filter (where quoted)`,
    hasQuote,
    ['With a quote', 'З пропозицією'],
    ['For how many a quote was sent on their deal.', 'Для скількох за угодою надіслано пропозицію.'],
  ),
  won: measure(
    'count',
    ['status'],
    sql`count(*) filter (where ${won})`,
    ['deal.status', 'is', 'won'],
    ['Won', 'Виграно'],
    ['How many became deals that are won.', 'Скільки стало виграними угодами.'],
  ),
  wonRate: measure(
    'percent',
    ['status'],
    sql`100.0 * count(*) filter (where ${won}) / nullif(count(*), 0)`,
    null,
    ['Lead to won', 'Від ліда до виграшу'],
    ['The share of the leads whose deal is won.', 'Частка лідів, угоду яких виграно.'],
  ),
  wonValue: measure(
    'money',
    ['status', 'value'],
    sql`sum(value) filter (where ${won})`,
    ['deal.status', 'is', 'won'],
    ['Won money', 'Виграна сума'],
    [
      'Amounts of the won deals that these leads became, by the rate of the day the lead came.',
      'Суми виграних угод, якими стали ці ліди, за курсом дня, коли надійшов лід.',
    ],
  ),
}

/** Leads by the day they came, and how far they got. */
export const firstContacts: Subject & { measures: typeof measures } = {
  entity: 'lead',
  date: 'createdAt',
  dimensions: leadDimensions,
  facts,
  measures,
}
