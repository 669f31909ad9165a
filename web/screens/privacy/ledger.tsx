import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import { formatTime } from '../../format.ts'
import { textOf } from '../../kinds/index.ts'
import { listQuery, type Ref } from '../../records.ts'

/** Every line there is of one purpose and channel, the newest first. */
export function Ledger({
  who,
  purpose,
  channel,
}: {
  who: { entity: string; id: string }
  purpose: string
  channel: string
}) {
  const { t } = useTranslation()
  const consent = useEntity('consent')
  const { data } = useInfiniteQuery(
    listQuery(consent.plural, {
      filter: {
        and: [
          ['record', 'is', who],
          ['purpose', 'is', purpose],
          ['channel', 'is', channel],
        ],
      },
      sort: '-at',
      limit: 20,
    }),
  )
  const lines = data?.pages[0]?.items ?? []
  const { state, source, version } = consent.fields
  if (lines.length === 0) return <p className="text-ink-3">{t('privacy.noHistory')}</p>
  return (
    <ol className="flex flex-col gap-2 border-t border-line pt-2" aria-label={t('privacy.history')}>
      {lines.map((line) => (
        <li key={line.id}>
          <span className="font-medium">{textOf(state!, line['state'])}</span>{' '}
          <span className="figures text-ink-2">{formatTime(line['at'] as string)}</span>{' '}
          <span className="text-ink-3">
            {[
              textOf(source!, line['source']),
              line['version'] !== null && `${version!.label} ${String(line['version'])}`,
              (line['by'] as Ref | null)?.title,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {line['proof'] !== null && <p className="wrap-anywhere">{line['proof'] as string}</p>}
          {line['text'] !== null && (
            <p className="border-l-2 border-line pl-2 text-sm wrap-anywhere text-ink-3">
              {line['text'] as string}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
