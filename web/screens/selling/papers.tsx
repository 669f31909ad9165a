import { useQuery } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, query } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { formatAgo, formatBytes } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import { keys, type Page } from '../../records.ts'

type Paper = { id: string; name: string; sentTo?: string; file: { size: number } } & Record<
  string,
  string | null
>

const fields = 'name,kind,file,sentAt,sentTo,openedAt,opens,createdAt'

/** The papers of a record: made, sent, opened. */
export default function Papers({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const ledger = useCatalogue().entities['document']
  const filter = {
    and: [
      ['entity', 'is', entity.name],
      ['record', 'is', record.id],
    ],
  }
  const { data } = useQuery({
    queryKey: [...keys.lists('documents'), 'of', entity.name, record.id],
    queryFn: ({ signal }) =>
      api<Page>(`documents${query({ filter, sort: '-createdAt', fields, limit: 50 })}`, { signal }),
    enabled: ledger !== undefined,
  })
  if (!ledger || !data?.items.length) return null
  return (
    <section className="border-b border-line px-4 py-2.5" aria-label={ledger.labelPlural}>
      <h2 className="min-h-8 font-medium">{ledger.labelPlural}</h2>
      <ul className="divide-y divide-line">
        {(data.items as unknown as Paper[]).map((p) => (
          <li key={p.id} className="flex min-h-10 flex-wrap items-center gap-x-3 py-1.5">
            <FileText size={15} className="shrink-0 text-ink-3" aria-hidden />
            <a
              href={`/api/documents/${p.id}/files/file`}
              download
              className="min-w-0 flex-1 basis-40 truncate font-medium hover:underline"
            >
              {p.name}
            </a>
            <span className="text-sm text-ink-3">
              {textOf(ledger.fields['kind']!, p['kind'])} · {formatBytes(p.file.size)} ·{' '}
              {p['openedAt']
                ? t('selling.opened', { when: formatAgo(p['openedAt']) })
                : p['sentAt']
                  ? t('selling.sent', { when: formatAgo(p['sentAt']) })
                  : t('selling.made', { when: formatAgo(p['createdAt']!) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
