import type { Actor } from '#core/actor.ts'
import { Forbidden, Missing } from '#core/error.ts'
import { tell } from '#core/event.ts'
import type { Kolo } from '#core/kolo.ts'
import { nothing } from '#core/access.ts'
import type { AxisValue, Crossed } from '#modules/analysis/index.ts'
import type { ExportColumn } from './columns.ts'

const words = {
  total: { en: 'Total', uk: 'Разом' },
  empty: { en: 'Not given', uk: 'Не вказано' },
  before: { en: 'before', uk: 'раніше' },
}

const exported = ['deal.volume', 'order.volume', 'lead.volume', 'dealCompetitor.volume']
type Values = Record<string, unknown>

/** An analysis as the rows and columns of a file; the right to export its records is needed, and it is kept who did. */
export async function crossedTable(
  kolo: Kolo,
  actor: Actor,
  name: string,
  input: { rows: string; columns?: string },
) {
  if (!exported.includes(name)) throw new Missing('analysis', name)
  const answer = await kolo.call<Crossed>(actor, name, input)
  const entity = [...kolo.allEntities()].find((e) => e.plural === answer.plural)!
  if (!(kolo.rightsOf(actor)[entity.name] ?? nothing).export)
    throw new Forbidden(`This role may not export ${entity.labelPlural.en.toLowerCase()}.`)
  await kolo.db.as(actor, (tx) =>
    tell(tx, [{ name: 'export', entity: entity.name, payload: { analysis: name, input } }], 'export'),
  )
  const { locale } = actor
  const called = (v: AxisValue | null) =>
    v === null ? words.total[locale] : v.value === null ? words.empty[locale] : (v.title ?? v.value)
  const label = (key: string) => answer.dimensions.find((d) => d.key === key)?.label ?? key
  const at = new Map(answer.cells.map((c) => [`${c.row} ${c.column}`, c]))
  const heads = answer.columns ? [null, ...answer.columns] : [null]
  const columns: ExportColumn[] = [
    { header: label(input.rows), cell: (item) => called(item['head'] as AxisValue | null) },
    ...heads.flatMap((head, i) =>
      answer.measures.flatMap((m) =>
        (answer.before ? (['now', 'before'] as const) : (['now'] as const)).map((when) => ({
          header: [
            ...(answer.columns ? [called(head)] : []),
            ...(answer.columns && answer.measures.length === 1 ? [] : [m.label]),
            ...(when === 'before' ? [words.before[locale]] : []),
          ].join(', '),
          cell: (item: Values) => {
            const value = at.get(`${item['row']} ${i === 0 ? null : i - 1}`)?.[when]?.[m.key]
            return value === null || value === undefined ? '' : Number(value)
          },
        })),
      ),
    ),
  ]
  const rows = [{ row: null, head: null }, ...answer.rows.map((head, row) => ({ row, head }))]
  return { title: entity.labelPlural[locale], columns, rows }
}
