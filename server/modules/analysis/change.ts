import sql, { raw } from 'sql-template-tag'
import { Invalid } from '#core/error.ts'
import { Joins, mayName, titleOf } from '#core/expression.ts'
import type { Filter } from '#core/filter.ts'
import { choice, date, json } from '#core/kinds/index.ts'
import { operation, type Context, type Input } from '#core/operation.ts'
import type { Text } from '#core/text.ts'
import { added, changeBy, inCents, parts, type Change, type Item, type PartKey } from './change-parts.ts'
import { groupsOf, type Group } from './lines.ts'
import { during, shifted, shiftOf, type Period } from './period.ts'
import { definitions, listed, saidIn } from './portfolio-figures.ts'
import { seesPath, type House } from './reach.ts'
import { exact, hidden, houseOf, ordered, sold, won, type Sales } from './sales.ts'

const columns = {
  before: listed(
    'money',
    ['Before', 'Було'],
    [
      'Sales of the period compared with, after all discounts and without VAT, in the company’s currency by the rate of the day.',
      'Продажі періоду, з яким порівнюють, після всіх знижок і без ПДВ, у валюті компанії за курсом дня.',
    ],
  ),
  came: listed(
    'money',
    ['Clients gained', 'Клієнти прийшли'],
    [
      'Sales of this period to clients who bought nothing in the other one, the first time or again.',
      'Продажі цього періоду клієнтам, які в іншому не купували нічого: уперше чи знову.',
    ],
  ),
  left: listed(
    'money',
    ['Clients gone', 'Клієнти пішли'],
    [
      'Sales of the other period to clients who bought nothing in this one.',
      'Продажі іншого періоду клієнтам, які в цьому не купили нічого.',
    ],
  ),
  volume: listed(
    'money',
    ['Volume', 'Кількість'],
    [
      'Of clients who bought in both: what it would be had they bought more or less of everything alike, at the former prices. Quantities in different units are not added up.',
      'Клієнти, що купували в обох періодах: що було б, якби вони взяли всього однаково більше чи менше за колишніми цінами. Кількості в різних одиницях не додаються.',
    ],
  ),
  price: listed(
    'money',
    ['Price', 'Ціна'],
    [
      'Of the same clients: what they bought at how much more or less it cost them per unit than before, discounts and exchange rates included.',
      'Ті самі клієнти: куплене, помножене на різницю в ціні за одиницю, разом зі знижками й курсом валют.',
    ],
  ),
  mix: listed(
    'money',
    ['Mix', 'Асортимент'],
    [
      'Of the same clients: that they bought more of some products and less of others than all alike, at the former prices; also products that had no sales or no price before, and lines without a product.',
      'Ті самі клієнти: одних товарів узяли більше, інших менше, ніж усього однаково, за колишніми цінами; також товари, яких раніше не продавали, і рядки без товару.',
    ],
  ),
  now: listed(
    'money',
    ['Now', 'Стало'],
    [
      'Sales of this period; the same as in Sales volume.',
      'Продажі цього періоду; те саме, що в «Обсязі продажів».',
    ],
  ),
  change: listed(
    'money',
    ['Change', 'Зміна'],
    ['Now less before: all parts together, to the cent.', 'Стало мінус було: усі частини разом, до копійки.'],
  ),
}
type Key = keyof typeof columns

export type Explained = {
  plural: string
  currency: string
  period: Period
  before: Period
  columns: ReturnType<typeof saidIn>
  dimensions: { key: string; label: string }[]
  /** Which records stand behind each figure, and how many of them; those of a row are these with its filter. */
  behind: Record<Key, { filter: Filter; count: number }>
  total: Record<Key, string>
  rows: { value: string | null; title: string | null; filter: Filter; figures: Record<Key, string> }[]
  leftOut: number
  unconverted: number
}

const splits = [
  'productGroup',
  'product',
  'owner',
  'team',
  'clientGroup',
  'region',
  'industry',
  'channel',
  'source',
]
const input = (s: Sales) => ({
  rows: choice({
    required: true,
    start: 'productGroup',
    options: splits.map((key) => ({ key, label: s.dimensions[key]!.label })),
    label: { en: 'By', uk: 'За' },
  }),
  from: date({ required: true, label: { uk: 'Від' } }),
  to: date({ required: true, label: { uk: 'До' } }),
  comparison: choice({
    label: { en: 'Compared with', uk: 'Порівняти з' },
    options: [
      { key: 'previous', label: { en: 'The period before', uk: 'Попереднім періодом' } },
      { key: 'year', label: { en: 'A year before', uk: 'Тим самим торік' } },
    ],
  }),
  filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
})

type Read = Omit<Group, 'now' | 'before' | 'quantity' | 'quantityBefore'> & {
  now: number | null
  before: number | null
  quantity: number | null
  quantityBefore: number | null
  lost: number
}
const mostRows = 200
const bad = (path: string, message: string) => new Invalid([{ path, message, code: 'bad_question' }])

/** The same from the records: of some sales alone, and for who does not see all. */
async function groupsRead(
  c: Context,
  house: House,
  s: Sales,
  { path, period, before, more }: { path: string; period: Period; before: Period; more: readonly Filter[] },
): Promise<{ groups: Group[]; lost: number }> {
  const { currency } = c.kolo.workspace
  const lines = sold(
    house,
    s,
    currency,
    { and: [{ or: [before, period].map((p) => during(s.date, p)) }, ...more] },
    { account: s.account, product: s.product, unit: s.unit, line: path, quantity: s.quantity },
  )
  await c.tx.rows(sql`set local work_mem = '64MB'`)
  const groups =
    (
      await c.tx.rows<{ groups: Read[] | null }>(sql`with lines as materialized (
      select account, product, unit, line, day < ${period.from}::date as is_before, value, quantity, is_lost from (${lines}) l),
    clients as (select account, bool_or(is_before) and bool_or(not is_before) as is_both from lines
      where account is not null group by 1)
    select json_agg(g) as groups from (select
        case when c.is_both then 'both' when l.is_before then 'left' else 'came' end as clients,
        l.product, l.unit, l.line as row, sum(value) filter (where not is_before) as now, sum(value) filter (where is_before) as before,
        sum(quantity) filter (where not is_before and value is not null) as quantity,
        sum(quantity) filter (where is_before and value is not null) as "quantityBefore",
        count(*) filter (where not is_before) as count, count(*) filter (where is_before) as "countBefore",
        count(*) filter (where is_lost) as lost
      from lines l left join clients c using (account) group by 1, 2, 3, 4) g`)
    )[0]!.groups ?? []
  return {
    groups: groups.map((g) => ({
      ...g,
      now: exact(g.now),
      before: exact(g.before),
      quantity: g.quantity ?? 0,
      quantityBefore: g.quantityBefore ?? 0,
    })),
    lost: groups.reduce((sum, g) => sum + g.lost, 0),
  }
}

async function explain(c: Context, s: Sales, q: Input<ReturnType<typeof input>>): Promise<Explained> {
  const house = houseOf(c, s)
  const e = c.kolo.entity(s.entity)
  const period = { from: q.from!, to: q.to! }
  if (period.to < period.from) throw bad('to', 'It ends before it starts.')
  const before = shifted(period, shiftOf(period, q.comparison === 'year' ? 'year' : 'previous')!)
  if (before.to >= period.from)
    throw bad('comparison', 'A period longer than a year has no year before it to compare with.')
  const dimension = s.dimensions[q.rows!]!
  if (!seesPath(house, e, dimension.path)) throw bad('rows', `Nothing here is split by ${q.rows}.`)
  const more = q.filter === undefined || q.filter === null ? [] : [q.filter as Filter]
  const asked = { path: dimension.path, period, before }
  const { groups, lost } =
    (more.length ? null : await groupsOf(c, house, s, asked)) ??
    (await groupsRead(c, house, s, { path: dimension.path, period, before, more }))
  const changes = changeBy(groups)
  const sorted = [...changes].toSorted(
    ([, a], [, b]) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before),
  )
  const shown = sorted.slice(0, mostRows)
  const { field } = new Joins(house.entityOf, house.rights).resolve(e, dimension.path)
  const target = field.entity ? c.kolo.entity(field.entity) : null
  const titles =
    target && mayName(house.rights, target)
      ? await c.tx.rows<{ id: string; title: string | null }>(
          sql`select id, ${titleOf(target, 'r', house.rights[target.name])} as title from ${raw(`"${target.table}" r`)} where id = any(${shown.flatMap(([v]) => v ?? [])}::uuid[])`,
        )
      : []
  const titleOfId = new Map(titles.map((t) => [t.id, t.title]))
  const { locale } = c.actor
  return {
    plural: e.plural,
    currency: c.kolo.workspace.currency,
    period,
    before,
    columns: saidIn(columns, locale),
    dimensions: splits
      .filter((key) => seesPath(house, e, s.dimensions[key]!.path))
      .map((key) => ({ key, label: s.dimensions[key]!.label[locale] })),
    behind: behind(s, [s.base, ...more], period, before, groups),
    total: figuresOf(added(changes.values())),
    rows: shown.map(([value, change]) => ({
      value,
      title:
        value === null
          ? null
          : target
            ? (titleOfId.get(value) ?? null)
            : field.kind.format(value, locale, field),
      filter: value === null ? [dimension.path, 'empty'] : [dimension.path, 'in', [value]],
      figures: figuresOf(change),
    })),
    leftOut: sorted.length - shown.length,
    unconverted: lost,
  }
}

function figuresOf(change: Change): Record<Key, string> {
  const inWhole = inCents(change)
  const text = (n: number) => (n / 100).toFixed(2)
  return {
    ...(Object.fromEntries(parts.map((key) => [key, text(inWhole[key])])) as Record<PartKey, string>),
    now: text(inWhole.now),
    before: text(inWhole.before),
    change: text(inWhole.now - inWhole.before),
  }
}

function behind(
  s: Sales,
  base: readonly Filter[],
  period: Period,
  before: Period,
  groups: readonly Group[],
): Explained['behind'] {
  const now: Filter = { and: [...base, during(s.date, period)] }
  const then: Filter = { and: [...base, during(s.date, before)] }
  const bought = (is: 'some' | 'none', when: Filter): Filter => [
    `${s.account}>${s.entity}.${s.account}`,
    is,
    when,
  ]
  const either: Filter = { or: [now, then] }
  const count = (of: (g: Group) => number, clients?: Item['clients']) =>
    groups.reduce((sum, g) => sum + (clients === undefined || g.clients === clients ? of(g) : 0), 0)
  const every = (g: Group) => g.count + g.countBefore
  const both = {
    filter: { and: [either, bought('some', now), bought('some', then)] },
    count: count(every, 'both'),
  }
  return {
    before: { filter: then, count: count((g) => g.countBefore) },
    came: { filter: { and: [now, bought('none', then)] }, count: count((g) => g.count, 'came') },
    left: { filter: { and: [then, bought('none', now)] }, count: count((g) => g.countBefore, 'left') },
    volume: both,
    price: both,
    mix: both,
    now: { filter: now, count: count((g) => g.count) },
    change: { filter: either, count: count(every) },
  }
}

const explaining = (name: string, s: Sales, summary: Text) =>
  operation({
    name,
    summary,
    about: definitions(columns),
    effect: 'read',
    input: input(s),
    needs: s.needs,
    refusals: hidden,
    run: (c, q) => explain(c, s, q),
  })

export const orderWhatChanged = explaining('order.what_changed', ordered, {
  en: 'What changed sales: clients, volume, price and mix, by orders',
  uk: 'Що змінило продажі: клієнти, кількість, ціна й асортимент, за замовленнями',
})
export const dealWhatChanged = explaining('deal.what_changed', won, {
  en: 'What changed sales: clients, volume, price and mix, by won deals',
  uk: 'Що змінило продажі: клієнти, кількість, ціна й асортимент, за виграними угодами',
})
