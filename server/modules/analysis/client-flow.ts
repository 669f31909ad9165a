import { Invalid } from '#core/error.ts'
import type { Filter } from '#core/filter.ts'
import { choice, date, json, number } from '#core/kinds/index.ts'
import { operation, type Context, type Input } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { buyers, flowOf } from './bought.ts'
import { during, plusDays, stepFrom, stepOf, within, type Period } from './period.ts'
import { definitions, listed, saidIn } from './portfolio-figures.ts'
import { purchasesOf } from './purchases.ts'
import { hidden, houseOf, money, ordered, won, type Sales } from './sales.ts'

const columns = {
  new: listed(
    'count',
    ['New', 'Нові'],
    ['Clients whose first sale ever is in these days.', 'Клієнти, чий найперший продаж припадає на ці дні.'],
  ),
  repeat: listed(
    'count',
    ['Repeat', 'Повторні'],
    [
      'Clients with a sale in these days who were not lost before them.',
      'Клієнти з продажем у ці дні, які перед ними не були втрачені.',
    ],
  ),
  returned: listed(
    'count',
    ['Returned', 'Повернулися'],
    [
      'Clients with a sale in these days who were lost before them.',
      'Клієнти з продажем у ці дні, які перед ними були втрачені.',
    ],
  ),
  lost: listed(
    'count',
    ['Lost', 'Втрачені'],
    [
      'Clients without a sale for as many days as is said above, 180 unless you say otherwise, by the end of these days, who were not yet lost before them.',
      'Клієнти, у яких на кінець цих днів стільки днів, скільки задано вгорі (180, якщо не задати інше), немає продажів, а перед ними втраченими ще не були.',
    ],
  ),
  active: listed(
    'count',
    ['Active at the end', 'Активні на кінець'],
    [
      'Clients who had a sale and are not lost at the end of these days: as many as before them, with the new and returned, without the lost.',
      'Клієнти, які мали продажі й на кінець цих днів не втрачені: скільки було перед ними, плюс нові й ті, що повернулися, мінус втрачені.',
    ],
  ),
  newSales: listed(
    'money',
    ['Sales to new', 'Продажі новим'],
    [
      'What the new clients bought in these days, after all discounts and without VAT, in the company’s currency by the rate of the day.',
      'Скільки за ці дні купили нові клієнти, після всіх знижок і без ПДВ, у валюті компанії за курсом дня.',
    ],
  ),
  repeatSales: listed(
    'money',
    ['Sales to repeat', 'Продажі повторним'],
    ['What the repeat clients bought in these days.', 'Скільки за ці дні купили повторні клієнти.'],
  ),
  returnedSales: listed(
    'money',
    ['Sales to returned', 'Продажі тим, хто повернувся'],
    [
      'What the clients who returned bought in these days.',
      'Скільки за ці дні купили клієнти, які повернулися.',
    ],
  ),
}
type Key = keyof typeof columns

export type FlowStep = Period & { figures: Record<Key, string>; filters: Record<Key, Filter> }
export type ClientFlow = {
  plural: string
  currency: string
  period: Period
  lostAfter: number
  columns: ReturnType<typeof saidIn>
  /** Active before the period. */
  active: { count: number; filter: Filter }
  steps: FlowStep[]
}

const input = {
  from: date({ required: true, label: { uk: 'Від' } }),
  to: date({ required: true, label: { uk: 'До' } }),
  step: choice({
    label: { en: 'By', uk: 'За' },
    options: [
      { key: 'month', label: { en: 'Months', uk: 'Місяцями' } },
      { key: 'quarter', label: { en: 'Quarters', uk: 'Кварталами' } },
    ],
  }),
  lostAfter: number({
    min: 1,
    max: 3650,
    scale: 0,
    start: 180,
    label: { en: 'Lost after days without a sale', uk: 'Втрачений після стількох днів без продажу' },
  }),
  filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
}

const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_question' }])
const mostSteps = 120

function stepsOf(period: Period, step: 'month' | 'quarter'): Period[] {
  const steps: Period[] = []
  for (let from = stepOf(`${period.from.slice(0, 8)}01`, step); from <= period.to;) {
    const whole = stepFrom(from, step)
    steps.push(within(whole, period))
    from = plusDays(whole.to, 1)
  }
  return steps
}

/** Clients by their sales in some days and before them. So many days without one make a client lost: the same for all,
 * since it can be said in a sentence and looked up in the list of clients, and since most clients have bought too few
 * times to know their usual interval. */
const filtersOf = (s: Sales, more: readonly Filter[], { from, to }: Period, lostAfter: number) => {
  const path = `${s.entity}.${s.account}`
  const sales = (is: 'some' | 'none', ...when: Filter[]): Filter => [
    path,
    is,
    { and: [s.base, ...more, ...when] },
  ]
  const here = sales('some', during(s.date, { from, to }))
  const lately = during(s.date, { from: plusDays(from, -lostAfter), to: plusDays(from, -1) })
  const untilEnd = during(s.date, { from: plusDays(to, 1 - lostAfter), to })
  const isNew = { and: [here, sales('none', [s.date, 'lt', from])] }
  const repeat = { and: [here, sales('some', lately)] }
  const returned = {
    and: [here, sales('none', lately), sales('some', [s.date, 'lt', plusDays(from, -lostAfter)])],
  }
  return {
    new: isNew,
    repeat,
    returned,
    lost: {
      and: [
        sales('none', untilEnd),
        sales('some', during(s.date, { from: plusDays(from, -lostAfter), to: plusDays(to, -lostAfter) })),
      ],
    },
    active: sales('some', untilEnd),
    newSales: isNew,
    repeatSales: repeat,
    returnedSales: returned,
  } satisfies Record<Key, Filter>
}

async function clientFlow(c: Context, s: Sales, q: Input<typeof input>): Promise<ClientFlow> {
  const house = houseOf(c, s)
  const [from, asked] = [q.from!, q.to!]
  if (asked < from) throw bad('to', 'It ends before it starts.')
  // Nobody is lost on a day that has not come.
  const to = from <= c.today && asked > c.today ? c.today : asked
  const step = q.step === 'quarter' ? 'quarter' : 'month'
  const steps = stepsOf({ from, to }, step)
  if (steps.length > mostSteps) throw bad('from', `At most ${mostSteps} months or quarters.`)
  const lostAfter = q.lostAfter ?? 180
  const more = q.filter === undefined || q.filter === null ? [] : [q.filter as Filter]
  const first = (await c.tx.one<{ day: string | null }>(s.first))?.day ?? to
  const found = await purchasesOf(c, house, s, {
    of: 'account',
    period: { from: first < to ? first : to, to },
    more,
  })
  const flow = flowOf(found, steps, lostAfter)
  const { currency } = c.kolo.workspace
  let { active } = flow
  const { locale } = c.actor
  return {
    plural: c.kolo.entity('account').plural,
    currency,
    period: { from, to },
    lostAfter,
    columns: saidIn(columns, locale),
    active: { count: active, filter: filtersOf(s, more, { from, to: plusDays(from, -1) }, lostAfter).active },
    steps: steps.map((one, i) => {
      const { sales: sums, ...counts } = flow.steps[i]!
      active += counts.new + counts.returned - counts.lost
      const sales = buyers.map((kind) => [`${kind}Sales`, money(sums[kind])])
      const figures = { ...counts, active, ...Object.fromEntries(sales) } as Record<Key, number | string>
      return {
        ...one,
        figures: Object.fromEntries(
          Object.entries(figures).map(([key, value]) => [key, String(value)]),
        ) as Record<Key, string>,
        filters: filtersOf(s, more, one, lostAfter),
      }
    }),
  }
}

const flow = (name: string, s: Sales, summary: Text) =>
  operation({
    name,
    summary,
    about: definitions(columns),
    effect: 'read',
    input,
    needs: s.needs,
    refusals: hidden,
    run: (c, q) => clientFlow(c, s, q),
  })

export const orderClientFlow = flow('order.client_flow', ordered, {
  en: 'New, repeat, returned and lost clients, by orders',
  uk: 'Нові, повторні, втрачені клієнти й ті, що повернулися, за замовленнями',
})
export const dealClientFlow = flow('deal.client_flow', won, {
  en: 'New, repeat, returned and lost clients, by won deals',
  uk: 'Нові, повторні, втрачені клієнти й ті, що повернулися, за виграними угодами',
})
