import { Decimal } from 'decimal.js'
import sql, { raw } from 'sql-template-tag'
import { sees, type CardAsked, type CardLine, type CardPart } from '#core/card.ts'

type Sums = { status: string; currency: string | null; year: boolean; n: number; amount: string | null }

const fields = ['status', 'amount', 'closeDate']

/** What a client is worth to us, and what is open with him. */
const worth = (on: 'account' | 'contact'): CardPart => ({
  on,
  async read(asked) {
    if (!sees(asked, 'deal', [...fields, on])) return []
    const { tx, id, today } = asked
    const column = raw(`${on}_id`)
    const rows = await tx.rows<Sums>(sql`select status, amount_currency as currency,
        close_date >= date_trunc('year', ${today}::date) as year, count(*) as n, sum(amount)::text as amount
      from deals where ${column} = ${id}::uuid and deleted_at is null and status <> 'lost' group by 1, 2, 3`)
    return [...won(rows), ...open(rows, on, id), ...(await late(asked, on)), ...(await next(asked, on))]
  },
})

const money = (rows: readonly Sums[]) => {
  const sums = Map.groupBy(
    rows.filter((r) => r.amount !== null && r.currency !== null),
    (r) => r.currency!,
  )
  return [...sums].map(([currency, some]) => ({
    money: { amount: some.reduce((sum, r) => sum.plus(r.amount!), new Decimal(0)).toFixed(2), currency },
  }))
}

function won(rows: readonly Sums[]): CardLine[] {
  const of = (year: boolean) => money(rows.filter((r) => r.status === 'won' && Boolean(r.year) === year))
  return [
    {
      key: 'won',
      label: { en: 'Won this year', uk: 'Виграно цього року' },
      place: 'worth' as const,
      values: of(true),
    },
    {
      key: 'wonBefore',
      label: { en: 'Won before', uk: 'Виграно раніше' },
      place: 'worth' as const,
      values: of(false),
    },
  ].filter((line) => line.values.length > 0)
}

function open(all: readonly Sums[], on: string, id: string): CardLine[] {
  const rows = all.filter((r) => r.status === 'open')
  const count = rows.reduce((n, r) => n + Number(r.n), 0)
  if (count === 0) return []
  return [
    {
      key: 'openDeals',
      label: { en: 'Open deals', uk: 'Відкриті угоди' },
      place: 'open',
      values: [{ count }, ...money(rows)],
      to: {
        entity: 'deal',
        filter: {
          and: [
            [on, 'is', id],
            ['status', 'is', 'open'],
          ],
        },
      },
    },
  ]
}

async function late({ tx, id, today }: CardAsked, on: string): Promise<CardLine[]> {
  const row = await tx.one<{
    n: number
  }>(sql`select count(*) as n from deals where ${raw(`${on}_id`)} = ${id}::uuid
    and deleted_at is null and status = 'open' and close_date < ${today}::date`)
  const count = Number(row?.n ?? 0)
  if (count === 0) return []
  return [
    {
      key: 'lateDeals',
      label: { en: 'Deals past their closing date', uk: 'Прострочено закриття угод' },
      place: 'warning',
      values: [{ count }],
      tone: 'warning',
      to: {
        entity: 'deal',
        filter: {
          and: [
            [on, 'is', id],
            ['status', 'is', 'open'],
            ['closeDate', 'lt', today],
          ],
        },
      },
    },
  ]
}

async function next(asked: CardAsked, on: string): Promise<CardLine[]> {
  if (!sees(asked, 'deal', ['nextStep', 'nextStepOn'])) return []
  const row = await asked.tx.one<{
    id: string
    step: string
    day: string | null
  }>(sql`select id, next_step as step, next_step_on as day
    from deals where ${raw(`${on}_id`)} = ${asked.id}::uuid and deleted_at is null and status = 'open' and next_step is not null
    order by next_step_on nulls last, id limit 1`)
  if (!row) return []
  return [
    {
      key: 'nextStep',
      label: { en: 'Next step', uk: 'Наступний крок' },
      place: 'next',
      values: [...(row.day ? [{ date: row.day }] : []), { text: row.step }],
      ...(row.day && row.day < asked.today ? { tone: 'danger' as const } : {}),
      to: { entity: 'deal', id: row.id },
    },
  ]
}

export const cards = [worth('account'), worth('contact')]
