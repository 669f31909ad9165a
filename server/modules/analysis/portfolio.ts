import sql, { raw } from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { mayName, titleOf } from '#core/expression.ts'
import type { Filter } from '#core/filter.ts'
import { choice, date, json, number, percent, text } from '#core/kinds/index.ts'
import { operation, type Context, type Input } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { concentration, sharesOfGreatest } from './classes.ts'
import { classesOf, classOf, gathered, rfmOf, wholeMonths, type Classed, type One } from './classed.ts'
import { during, shifted, shiftOf, type Comparison, type Period } from './period.ts'
import { columns, definitions, indicators, saidIn } from './portfolio-figures.ts'
import { dateOf, purchasesOf } from './purchases.ts'
import { hidden, houseOf, money, ordered, shareOf, won, type Sales } from './sales.ts'

type Figures = Record<string, string | null>
/** Some of the clients or products; `filter` shows them in their list, null where they are too many to name. */
export type Group = { key: string; count: number; sales: string; share: string | null; filter: Filter | null }
export type Portfolio = {
  /** Of what the rows are. */
  plural: string
  /** What opens behind their sales, and the path of the client or product there. */
  sales: { plural: string; path: string; filter: Filter }
  currency: string
  period: Period
  before: Period | null
  /** How many whole months the period has. */
  months: number
  columns: ReturnType<typeof saidIn>
  indicators: (ReturnType<typeof saidIn>[number] & {
    now: string | null
    before: string | null
    filter: Filter | null
  })[]
  /** ABC by XYZ, as AX; recency by frequency, as R5F1. */
  classes: Group[]
  rfm: Group[]
  rows: { value: string; title: string | null; figures: Figures }[]
  /** How many there are in the part that was asked for; the greatest of them are in `rows`. */
  found: number
  unconverted: number
}

const input = {
  of: choice({
    required: true,
    start: 'clients',
    label: { en: 'Of', uk: 'Чого' },
    options: [
      { key: 'clients', label: { en: 'Clients', uk: 'Клієнтів' } },
      { key: 'products', label: { en: 'Products', uk: 'Товарів' } },
    ],
  }),
  from: date({ required: true, label: { uk: 'Від' } }),
  to: date({ required: true, label: { uk: 'До' } }),
  comparison: choice({
    label: { en: 'Compared with', uk: 'Порівняти з' },
    options: [
      { key: 'none', label: { en: 'Nothing', uk: 'Нічим' } },
      { key: 'previous', label: { en: 'The period before', uk: 'Попереднім періодом' } },
      { key: 'year', label: { en: 'A year before', uk: 'Тим самим торік' } },
    ],
  }),
  a: percent({ start: 80, min: 0, max: 100, label: { en: 'A up to', uk: 'A до' } }),
  b: percent({ start: 95, min: 0, max: 100, label: { en: 'B up to', uk: 'B до' } }),
  x: percent({ start: 50, min: 0, max: 10_000, label: { en: 'X varies up to', uk: 'X коливається до' } }),
  y: percent({ start: 100, min: 0, max: 10_000, label: { en: 'Y varies up to', uk: 'Y коливається до' } }),
  part: text({
    max: 10,
    label: { en: 'Only of this class: AX, or R5F1', uk: 'Лише цього класу: AX чи R5F1' },
  }),
  limit: number({ min: 1, max: 100_000, scale: 0, start: 500, label: { en: 'How many', uk: 'Скільки' } }),
  filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
}

/** So many may be named in an address. */
const mostNamed = 150

const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_question' }])

const tops = [1, 5, 10]
const greatestOf = <T extends One>(of: readonly T[]) => of.toSorted((a, b) => b.sales! - a.sales!)

async function portfolio(c: Context, s: Sales, q: Input<typeof input>): Promise<Portfolio> {
  const house = houseOf(c, s)
  const period = { from: q.from!, to: q.to! }
  if (period.to < period.from) throw bad('to', 'It ends before it starts.')
  const shift = shiftOf(period, (q.comparison ?? 'none') as Comparison)
  const before = shift && shifted(period, shift)
  if (before && before.to >= period.from)
    throw bad('comparison', 'A period longer than a year has no year before it to compare with.')
  const limits = { a: q.a ?? 80, b: q.b ?? 95, x: q.x ?? 50, y: q.y ?? 100 }
  if (limits.b < limits.a) throw bad('b', 'The limit of B is below that of A.')
  if (limits.y < limits.x) throw bad('y', 'The limit of Y is below that of X.')
  const of = q.of === 'products' ? 'product' : 'account'
  const target = c.kolo.entity(of)
  const { currency } = c.kolo.workspace
  const more = q.filter === undefined || q.filter === null ? [] : [q.filter as Filter]
  const soldIn = (days: Period) => purchasesOf(c, house, s, { of, period: days, more })
  const found = { now: await soldIn(period), before: before ? await soldIn(before) : [] }
  const { all, total, totalBefore } = gathered(found, period)
  const present = all.filter((o) => o.sales !== null)
  const classed = greatestOf(classesOf(present, all, limits, wholeMonths(period).length))
  const salesOf = (of: readonly One[]) => of.map((o) => o.sales ?? 0)
  const whole = salesOf(present).reduce((sum, n) => sum + Math.max(n, 0), 0)
  const named = (of: readonly One[]): Filter | null =>
    of.length > mostNamed ? null : ['id', 'in', of.map((o) => o.id)]
  const grouped = (keyOf: (o: Classed) => string): Group[] =>
    [...Map.groupBy(classed, keyOf)].map(([key, of]) => {
      const sum = salesOf(of).reduce((a, b) => a + b, 0)
      return { key, count: of.length, sales: money(sum), share: shareOf(sum, whole), filter: named(of) }
    })
  const asked = q.part ? classed.filter((o) => classOf(o) === q.part || rfmOf(o) === q.part) : classed
  const shown = asked.slice(0, q.limit ?? 500)
  const titles = mayName(house.rights, target)
    ? await c.tx.rows<{ id: string; title: string | null }>(
        sql`select id, ${titleOf(target, 'r', house.rights[target.name])} as title from ${raw(`"${target.table}" r`)} where id = any(${shown.map((o) => o.id)}::uuid[])`,
      )
    : []
  const titleOfId = new Map(titles.map((t) => [t.id, t.title]))
  const sums = { now: salesOf(present), before: all.flatMap((o) => o.before ?? []) }
  const greatest = classed.slice(0, 10).filter((o) => o.sales! > 0)
  const shares = {
    now: sharesOfGreatest(sums.now, tops),
    before: before ? sharesOfGreatest(sums.before, tops) : [],
  }
  const fixed = (n: number | null, digits = 2) => n?.toFixed(digits) ?? null
  const top = (n: number) => ({
    now: fixed(shares.now[tops.indexOf(n)]!),
    before: fixed(shares.before[tops.indexOf(n)] ?? null),
    filter: named(greatest.slice(0, n)),
  })
  const values: Record<
    keyof typeof indicators,
    Omit<Portfolio['indicators'][number], 'key' | 'label' | 'about' | 'kind'>
  > = {
    total: { now: money(total), before: before ? money(totalBefore) : null, filter: null },
    count: { now: String(present.length), before: before ? String(sums.before.length) : null, filter: null },
    top1: top(1),
    top5: top(5),
    top10: top(10),
    hhi: {
      now: fixed(concentration(sums.now), 0),
      before: before ? fixed(concentration(sums.before), 0) : null,
      filter: null,
    },
  }
  const { locale } = c.actor
  const e = c.kolo.entity(s.entity)
  return {
    plural: target.plural,
    sales: {
      plural: e.plural,
      path: s[of],
      filter: { and: [s.base, during(s.date, period), ...more] },
    },
    currency,
    period,
    before,
    months: wholeMonths(period).length,
    columns: saidIn(columns, locale).filter((f) => before || !['before', 'abcBefore'].includes(f.key)),
    indicators: saidIn(indicators, locale).map((f) => ({ ...f, ...values[f.key as keyof typeof values] })),
    classes: grouped(classOf),
    rfm: grouped(rfmOf),
    rows: shown.map((o) => ({
      value: o.id,
      title: titleOfId.get(o.id) ?? null,
      figures: {
        sales: money(o.sales!),
        before: o.before === null ? null : money(o.before),
        share: o.sales! > 0 ? shareOf(o.sales!, whole) : null,
        abc: o.abc,
        abcBefore: o.abcBefore,
        xyz: o.xyz,
        variation: fixed(o.variation),
        orders: String(o.orders),
        last: dateOf(o.last),
        recency: String(o.recency),
        frequency: String(o.frequency),
        money: String(o.money),
      },
    })),
    found: asked.length,
    unconverted: found.now.reduce((sum, p) => sum + p.lost, 0),
  }
}

const of = (name: string, s: Sales, summary: Text) =>
  operation({
    name,
    summary,
    about: definitions(columns, indicators),
    effect: 'read',
    input,
    needs: s.needs,
    refusals: hidden,
    run: (c, q) => portfolio(c, s, q),
  })

export const orderPortfolio = of('order.portfolio', ordered, {
  en: 'Clients or products by what they bring: ABC, XYZ, RFM, concentration, by orders',
  uk: 'Клієнти чи товари за внеском: ABC, XYZ, RFM, концентрація, за замовленнями',
})
export const dealPortfolio = of('deal.portfolio', won, {
  en: 'Clients or products by what they bring: ABC, XYZ, RFM, concentration, by won deals',
  uk: 'Клієнти чи товари за внеском: ABC, XYZ, RFM, концентрація, за виграними угодами',
})
