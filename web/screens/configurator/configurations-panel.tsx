import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatMoney } from '../../format.ts'
import { listQuery, type Filter, type Ref } from '../../records.ts'
import { EntityIcon } from '../../shell/icons.tsx'

/** What was configured for a deal or a quote, and the way to the configurator. */
export default function ConfigurationsPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const configurations = useCatalogue().entities['configuration']
  const filter: Filter = ['record', 'is', `${entity.name}:${record.id}`]
  const ask = { filter, fields: 'name,price,version,model', sort: '-updatedAt', limit: 20 }
  const { data } = useInfiniteQuery({
    ...listQuery(configurations?.plural ?? '', ask),
    enabled: configurations !== undefined,
  })
  const rows = data?.pages[0]?.items ?? []
  if (!configurations || (rows.length === 0 && !configurations.rights.create)) return null
  const account = (record['account'] as Ref | null)?.id
  return (
    <section
      className="border-b border-line px-4 py-2.5 last:border-0"
      aria-label={configurations.labelPlural}
    >
      <header className="flex min-h-8 items-center gap-2">
        <span className="text-ink-3">
          <EntityIcon entity={configurations} size={15} />
        </span>
        <h2 className="flex-1 font-medium">{configurations.labelPlural}</h2>
        {configurations.rights.create && (
          <Link
            to={'/configure' as never}
            search={{ record: `${entity.name}:${record.id}`, ...(account ? { account } : {}) } as never}
            className="py-1 text-accent-strong hover:underline"
          >
            {t('configurator.open')}
          </Link>
        )}
      </header>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="flex gap-3 py-1">
            <Link
              to="/$plural/$id"
              params={{ plural: configurations.plural, id: row.id }}
              className="min-w-0 flex-1 truncate font-medium hover:underline"
            >
              {String(row['name'])}
              {Number(row['version'] ?? 1) > 1 && ` v${String(row['version'])}`}
            </Link>
            {row['price'] ? <span className="figures">{formatMoney(row['price'] as never)}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
