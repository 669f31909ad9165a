import type { Actor } from '#core/actor.ts'
import { nothing } from '#core/access.ts'
import { Forbidden } from '#core/error.ts'
import { tell } from '#core/event.ts'
import type { Kolo } from '#core/kolo.ts'
import type { ClientFlow, Explained, Portfolio } from '#modules/analysis/index.ts'
import type { ExportColumn } from './columns.ts'

const words = {
  total: { en: 'Total', uk: 'Разом' },
  empty: { en: 'Not given', uk: 'Не вказано' },
  from: { en: 'From', uk: 'Від' },
  name: { en: 'Name', uk: 'Назва' },
}

type Line = Record<string, unknown> & { head: string; figures: Record<string, string | null> }
/** As many as a workbook takes. */
const everything = 100_000

/** Analyses whose rows are clients, products, months, or what a change is split by; and what they are made of. */
const made: Record<string, { of: string; isAll?: true }> = {
  'order.portfolio': { of: 'orderLine', isAll: true },
  'deal.portfolio': { of: 'deal', isAll: true },
  'order.client_flow': { of: 'orderLine' },
  'deal.client_flow': { of: 'deal' },
  'order.what_changed': { of: 'orderLine' },
  'deal.what_changed': { of: 'deal' },
}
export const isListed = (name: string) => Object.hasOwn(made, name)

/** Such an analysis as a file; the right to export its records is needed, and it is kept who did. */
export async function listedTable(kolo: Kolo, actor: Actor, name: string, input: object) {
  const { of, isAll } = made[name]!
  const e = kolo.entity(of)
  if (!(kolo.rightsOf(actor)[of] ?? nothing).export)
    throw new Forbidden(`This role may not export ${e.labelPlural.en.toLowerCase()}.`)
  const asked = { ...input, ...(isAll ? { limit: everything } : {}) }
  const answer = await kolo.call<Portfolio | ClientFlow | Explained>(actor, name, asked)
  await kolo.db.as(actor, (tx) =>
    tell(tx, [{ name: 'export', entity: of, payload: { analysis: name, input } }], 'export'),
  )
  const { locale } = actor
  const lines: Line[] =
    'steps' in answer
      ? answer.steps.map(({ from, figures }) => ({ head: from, figures }))
      : [
          ...('total' in answer ? [{ head: words.total[locale], figures: answer.total }] : []),
          ...answer.rows.map(({ value, title, figures }) => ({
            head: title ?? value ?? words.empty[locale],
            figures,
          })),
        ]
  const columns: ExportColumn[] = [
    { header: words['steps' in answer ? 'from' : 'name'][locale], cell: (item) => item['head'] as string },
    ...answer.columns.map(({ key, label, kind }) => ({
      header: label,
      cell: (item: Record<string, unknown>) => {
        const value = (item as Line).figures[key] ?? null
        return value === null ? '' : kind === 'class' || kind === 'date' ? value : Number(value)
      },
    })),
  ]
  return { title: e.labelPlural[locale], columns, rows: lines as Record<string, unknown>[] }
}
