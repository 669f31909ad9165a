import { nothing } from '#core/access.ts'
import { Forbidden, Invalid } from '#core/error.ts'
import { choice, date, json, tags, text } from '#core/kinds/index.ts'
import { operation, type Context } from '#core/operation.ts'
import { datesOf, dimensionAt, dimensionsOf, figuresOf } from './any-record.ts'
import { cross, type Crossed } from './cross.ts'
import { periodNamed, periodOptions, type PeriodName } from './named-period.ts'
import { ever, type Comparison, type Period } from './period.ts'
import type { House } from './reach.ts'
import type { Dimension, Subject } from './subject.ts'
import { comparison } from './volume.ts'

export type Asked = {
  of: string
  rows?: string | null
  columns?: string | null
  measures?: readonly string[] | null
  date?: string | null
  period?: PeriodName | 'ever' | null
  from?: string | null
  to?: string | null
  comparison?: Comparison | null
  filter?: unknown
}
type Choice = { key: string; label: string }
export type Report = Crossed & {
  of: string
  rowsBy: string
  columnsBy: string | null
  /** By which day records are put into the period; null: they count whenever they were. */
  date: string | null
  /** What else could be asked. */
  dates: Choice[]
  figures: Choice[]
}

const fail = (path: string, message: string): never => {
  throw new Invalid([{ path, message, code: 'bad_question' }])
}

function periodOf({ period, from, to }: Asked, today: string): Period | null {
  if (from && to) return { from, to }
  return !period || period === 'ever' ? null : periodNamed(period, today)
}

/** How many records of any kind there are, and what their numbers come to, split by one or two of their fields. */
export async function report(c: Context, asked: Asked): Promise<Report> {
  const house: House = { rights: c.kolo.rightsOf(c.actor), entityOf: c.kolo.entityOf }
  const e = [...c.kolo.allEntities()].find((one) => one.name === asked.of)
  if (!e) return fail('of', `There are no records called ${asked.of}.`)
  if ((house.rights[e.name] ?? nothing).read === 'none')
    throw new Forbidden(`This role may not read ${e.labelPlural.en.toLowerCase()}.`)
  const dates = datesOf(house, e)
  const dimensions = dimensionsOf(house, e)
  const rows = asked.rows ?? usualRows(dimensions)
  const further = Object.fromEntries(
    [rows, ...(asked.columns ? [asked.columns] : [])]
      .filter((key) => !(key in dimensions))
      .map((key) => [key, dimensionAt(house, e, key) ?? fail('rows', `Nothing here is split by ${key}.`)]),
  )
  const period = periodOf(asked, c.today)
  const by = period ? (asked.date ?? dates[0]?.path ?? 'createdAt') : null
  if (by && !dates.some((d) => d.path === by)) fail('date', `${by} is not a day of these records.`)
  const figures = figuresOf(house, e)
  const subject: Subject = {
    entity: e.name,
    ...(by ? { date: by } : {}),
    dimensions: { ...dimensions, ...further },
    ...figures,
  }
  const crossed = await cross(c, subject, {
    ...(period ?? ever),
    rows,
    columns: asked.columns ?? null,
    measures: asked.measures?.length ? asked.measures : Object.keys(figures.measures).slice(0, mostUsual),
    comparison: period ? (asked.comparison ?? null) : null,
    filter: asked.filter,
  })
  const { locale } = c.actor
  return {
    ...crossed,
    of: e.name,
    rowsBy: rows,
    columnsBy: asked.columns ?? null,
    date: by,
    dates: dates.map((d) => ({ key: d.path, label: d.label[locale] })),
    figures: Object.entries(figures.measures).map(([key, m]) => ({ key, label: m.label[locale] })),
  }
}

const mostUsual = 2
const preferred = ['stage', 'status', 'state', 'kind', 'source', 'owner']
const usualRows = (dimensions: Record<string, Dimension>) =>
  preferred.find((p) => p in dimensions) ?? Object.keys(dimensions)[0] ?? 'createdAt:month'

export const readReport = operation({
  name: 'report.read',
  summary: {
    en: 'Count records of any kind by one or two of their fields',
    uk: 'Порахувати записи будь-якого виду в одному чи двох розрізах',
  },
  about: {
    en: 'rows, columns: a field, `account.industry` of a related record, `closeDate:month|quarter|year` of a day. measures: `count`, `sum:amount`, `average:amount`, `least:amount`, `most:amount`. The answer says what else can be asked.',
    uk: 'rows, columns: поле, `account.industry` пов’язаного запису, `closeDate:month|quarter|year` дати. measures: `count`, `sum:amount`, `average:amount`, `least:amount`, `most:amount`. Відповідь каже, що ще можна спитати.',
  },
  effect: 'read',
  input: {
    of: text({ required: true, max: 100, label: { en: 'Records', uk: 'Записи' } }),
    rows: text({ max: 300, label: { en: 'Rows', uk: 'Рядки' } }),
    columns: text({ max: 300, label: { en: 'Columns', uk: 'Стовпці' } }),
    measures: tags({ label: { en: 'Figures', uk: 'Показники' } }),
    date: text({ max: 100, label: { en: 'By which day', uk: 'За якою датою' } }),
    period: choice({ options: periodOptions, label: { en: 'Period', uk: 'Період' } }),
    from: date({ label: { uk: 'Від' } }),
    to: date({ label: { uk: 'До' } }),
    comparison,
    filter: json({ label: { en: 'Only those that fit', uk: 'Лише ті, що підходять' } }),
  },
  needs: { exchangeRate: 'read' },
  run: (c, q) => report(c, q as Asked),
})
