import { nothing } from '#core/access.ts'
import { operation } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { datesOf, dimensionAt, figuresOf } from './any-record.ts'
import { seesPath, type House } from './reach.ts'
import type { Asked } from './report.ts'

type Standard = { key: string; name: Text; question: Asked }
type Group = { name: Text; reports: Standard[] }

/** `deal by owner, stage: count sum:amount`, and what else there is to say. */
function standard(
  key: string,
  [en, uk]: [en: string, uk: string],
  asked: string,
  more: Partial<Asked> = {},
): Standard {
  const [, of = '', rows = '', columns, measures = ''] =
    /^(\w+) by ([^,]+?)(?:, (.+?))?: (.+)$/.exec(asked) ?? []
  const question = { of, rows, ...(columns ? { columns } : {}), measures: measures.split(' '), ...more }
  return { key, name: { en, uk }, question }
}
const group = (en: string, uk: string, ...reports: Standard[]): Group => ({ name: { en, uk }, reports })

const open = ['status', 'is', 'open']
const planned = ['status', 'in', ['planned', 'started']]
const real = ['status', 'in', ['confirmed', 'done']]

/** What most companies look at; each is a question that may be changed and kept under a name of one's own. */
const groups: Group[] = [
  group(
    'Deals',
    'Угоди',
    standard(
      'dealsByStage',
      ['Open deals by stage and manager', 'Відкриті угоди за етапами й менеджерами'],
      'deal by owner, stage: sum:amount',
      { filter: open },
    ),
    standard(
      'dealsAhead',
      ['Open deals by the month of their close', 'Відкриті угоди за місяцем закриття'],
      'deal by closeDate:month: count sum:amount sum:weighted',
      { filter: open },
    ),
    standard(
      'dealsByCategory',
      ['Forecast categories by department', 'Категорії прогнозу за відділами'],
      'deal by team, forecastCategory: sum:amount',
      { filter: open },
    ),
    standard(
      'dealsMade',
      ['Deals opened by month and source', 'Відкриті угоди за місяцями й джерелами'],
      'deal by openedOn:month, source: count',
      { date: 'openedOn', period: 'twelveMonths' },
    ),
    standard(
      'dealAge',
      ['Days in stage by stage', 'Днів на етапі за етапами'],
      'deal by stage: count average:daysInStage most:daysInStage',
      { filter: open },
    ),
    standard(
      'stageMoves',
      ['Moves between stages', 'Переходи між етапами'],
      'stageChange by fromStage, toStage: count',
      { date: 'at', period: 'thisQuarter' },
    ),
    standard(
      'competitors',
      ['Deals with competitors', 'Угоди з конкурентами'],
      'dealCompetitor by competitor, deal.status: count',
    ),
    standard(
      'productsInDeals',
      ['Products in open deals', 'Товари у відкритих угодах'],
      'dealLine by product.group: count sum:quantity sum:amount',
      { filter: ['deal.status', 'is', 'open'] },
    ),
  ),
  group(
    'Leads',
    'Ліди',
    standard(
      'leadsByStatus',
      ['Leads by source and state', 'Ліди за джерелами й станами'],
      'lead by source, status: count',
      { date: 'createdAt', period: 'twelveMonths' },
    ),
    standard(
      'leadsByMonth',
      ['Leads by month, a year beside', 'Ліди за місяцями поруч із роком раніше'],
      'lead by createdAt:month: count',
      { date: 'createdAt', period: 'thisYear', comparison: 'year' },
    ),
    standard(
      'unfitLeads',
      ['Why leads do not fit', 'Чому ліди не підходять'],
      'lead by unfitReason, source: count',
      { filter: ['status', 'is', 'unqualified'] },
    ),
    standard(
      'leadsGivenOut',
      ['Leads given out and taken back', 'Роздані й забрані ліди'],
      'leadAssignment by owner, state: count',
    ),
  ),
  group(
    'Clients',
    'Клієнти',
    standard(
      'clientsByRegion',
      ['Clients by region and industry', 'Клієнти за регіонами й галузями'],
      'account by region, industry: count',
    ),
    standard(
      'newClients',
      ['New clients by month and source', 'Нові клієнти за місяцями й джерелами'],
      'account by createdAt:month, source: count',
      { date: 'createdAt', period: 'twelveMonths' },
    ),
    standard(
      'clientsByManager',
      ['Clients by manager and group', 'Клієнти за менеджерами й групами'],
      'account by owner, group: count',
    ),
    standard(
      'contactRoles',
      ['Contacts by their part in decisions', 'Контакти за роллю у рішенні'],
      'contact by decisionRole, account.industry: count',
    ),
    standard(
      'consents',
      ['Consents by purpose and state', 'Згоди за метою й станом'],
      'consent by purpose, state: count',
    ),
  ),
  group(
    'Work',
    'Робота',
    standard(
      'workDone',
      ['What was done, by person and kind', 'Зроблене за людьми й видами'],
      'activity by assignee, kind: count',
      { date: 'doneAt', period: 'thisMonth', filter: ['status', 'is', 'done'] },
    ),
    standard(
      'workHours',
      ['Hours by person and kind', 'Години за людьми й видами'],
      'activity by assignee, kind: sum:duration',
      { date: 'doneAt', period: 'thisMonth', filter: ['status', 'is', 'done'] },
    ),
    standard(
      'workPlanned',
      ['What is planned, by person and kind', 'Заплановане за людьми й видами'],
      'activity by assignee, kind: count',
      { filter: planned },
    ),
    standard(
      'outcomes',
      ['How calls and meetings end', 'Чим закінчуються дзвінки й зустрічі'],
      'activity by outcome, kind: count',
      { date: 'doneAt', period: 'twelveMonths', filter: ['kind', 'in', ['call', 'meeting', 'visit']] },
    ),
    standard(
      'requests',
      ['Requests to departments', 'Запити до відділів'],
      'internalRequest by department, status: count',
    ),
    standard(
      'letters',
      ['Letters by month', 'Листи за місяцями'],
      'mailMessage by at:month, direction: count',
      { date: 'at', period: 'twelveMonths' },
    ),
  ),
  group(
    'Quotes and prices',
    'Пропозиції й ціни',
    standard(
      'quotesByState',
      ['Quotes by manager and state', 'Пропозиції за менеджерами й станами'],
      'quote by owner, status: sum:total',
      { date: 'date', period: 'thisYear' },
    ),
    standard(
      'quoteDiscounts',
      ['Discounts of quotes by manager', 'Знижки у пропозиціях за менеджерами'],
      'quote by owner: count average:discount most:discount',
      { date: 'date', period: 'thisYear' },
    ),
    standard(
      'approvals',
      ['Approvals by reason and answer', 'Погодження за причинами й відповідями'],
      'approval by reason, status: count',
    ),
    standard(
      'belowFloor',
      ['Sold below the floor, by manager', 'Продано нижче межі, за менеджерами'],
      'floorBreach by owner, outcome: sum:loss',
    ),
    standard(
      'competitorPrices',
      ['Prices of competitors', 'Ціни конкурентів'],
      'competitorPrice by competitorProduct: count average:price least:price most:price',
    ),
  ),
  group(
    'Orders and money',
    'Замовлення й гроші',
    standard(
      'ordersByMonth',
      ['Orders by month, a year beside', 'Замовлення за місяцями поруч із роком раніше'],
      'order by date:month: count sum:net',
      { date: 'date', period: 'thisYear', comparison: 'year', filter: real },
    ),
    standard(
      'ordersByState',
      ['Orders by department and state', 'Замовлення за відділами й станами'],
      'order by team, state: count',
    ),
    standard(
      'orderedProducts',
      ['Ordered by product group', 'Замовлено за групами товарів'],
      'orderLine by product.group, order.date:quarter: sum:quantity',
      { filter: ['order.status', 'in', ['confirmed', 'done']] },
    ),
    standard(
      'shipments',
      ['Shipments by month and warehouse', 'Відвантаження за місяцями й складами'],
      'shipment by date:month, warehouse: count',
      { date: 'date', period: 'twelveMonths' },
    ),
    standard(
      'unpaid',
      ['Unpaid invoices by the month they fall due', 'Неоплачені рахунки за місяцем строку'],
      'invoice by dueDate:month: count sum:due',
      { filter: ['due', 'gt', '0'] },
    ),
    standard(
      'payments',
      ['Payments by month and way', 'Оплати за місяцями й способами'],
      'payment by date:month, method: sum:amount',
      { date: 'date', period: 'twelveMonths' },
    ),
    standard(
      'stock',
      ['Stock by product group and warehouse', 'Залишки за групами товарів і складами'],
      'stockLevel by product.group, warehouse: sum:quantity',
    ),
  ),
]

/** Whether this role can ask all of it. */
function mayAsk(house: House, { of, rows, columns, measures, date }: Asked): boolean {
  if ((house.rights[of] ?? nothing).read === 'none') return false
  const e = house.entityOf(of)
  const figures = figuresOf(house, e).measures
  return (
    [rows, columns].every(
      (key) => !key || (seesPath(house, e, key.split(':')[0]!) && dimensionAt(house, e, key)),
    ) &&
    (measures ?? []).every((m) => m in figures) &&
    (!date || datesOf(house, e).some((d) => d.path === date))
  )
}

export const standardReports = operation({
  name: 'report.standard',
  summary: { en: 'Reports that come with Kolo', uk: 'Звіти, що є в Kolo від початку' },
  effect: 'read',
  input: {},
  needs: { exchangeRate: 'read' },
  run: (c) => {
    const house: House = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
    const { locale } = c.actor
    return Promise.resolve({
      groups: groups
        .map(({ name, reports }) => ({
          name: name[locale],
          reports: reports
            .filter((r) => mayAsk(house, r.question))
            .map((r) => ({ key: r.key, name: r.name[locale], question: r.question })),
        }))
        .filter((g) => g.reports.length > 0),
    })
  },
})
