import { useCatalogue } from '../../catalogue.ts'
import { Lines } from '../../derived/lines/lines.tsx'
import type { PanelProps } from '../../derived/record/panels.ts'
import { DocumentSums } from './sums.tsx'

/** The lines of an invoice or a shipment: written by what was done, only read here. */
export default function ReadLines({ entity, record }: PanelProps) {
  const line = useCatalogue().entities[`${entity.name}Line`]
  if (!line) return null
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={line.labelPlural}>
      <h2 className="min-h-8 font-medium">{line.labelPlural}</h2>
      <Lines
        entity={line}
        parent={{ entity, id: record.id, field: entity.name }}
        currency={String(record['currency'] ?? 'UAH')}
        readOnly
        totals={record['total'] ? () => <DocumentSums entity={entity} record={record} /> : () => null}
      />
    </section>
  )
}
