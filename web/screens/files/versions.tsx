import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, ApiError, newKey } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { useTitles } from '../../derived/list/titles.ts'
import { formatBytes, formatTime } from '../../format.ts'
import type { StoredFile } from '../../kinds/file.tsx'
import { keys, recordQuery, type Rec } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { pathOf } from './paths.ts'
import type { Target } from './uploads.ts'

type Version = { number: number; file: StoredFile; by: string | null; at: string }

/** How a file was before: who brought each version and when, and the way back to it. */
export function Versions({
  attachment,
  file,
  of,
  onClose,
}: {
  attachment: Entity
  file: Rec
  of: Pick<Target, 'entity' | 'id'>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const whole = useQuery(recordQuery('attachments', file.id))
  const versions = ((whole.data?.['versions'] as Version[] | undefined) ?? []).toReversed()
  const restore = async (version: number) => {
    try {
      await api('operations/attachment.restore_version', {
        method: 'POST',
        body: { id: file.id, version },
        once: newKey(),
      })
      say(t('files.restored', { n: version }))
      await client.invalidateQueries({ queryKey: keys.all('attachments') })
      void client.invalidateQueries({ queryKey: keys.history(of.entity.plural, of.id) })
    } catch (error) {
      say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' })
    }
  }
  return (
    <Dialog open onClose={onClose} title={t('files.versions')} about={String(file['name'])}>
      {whole.error && <FailedToLoad error={whole.error} retry={() => void whole.refetch()} />}
      <ol className="pb-3">
        {versions.map((v, i) => (
          <li
            key={v.number}
            className="flex flex-wrap items-center gap-2 border-b border-line py-2 last:border-0"
          >
            <span className="min-w-0 flex-1">
              <span className="font-medium">{t('files.version', { n: v.number })}</span>{' '}
              {i === 0 && <Badge tone="accent">{t('files.current')}</Badge>}
              <span className="figures block text-sm text-ink-3">
                {formatTime(v.at)} · {formatBytes(v.file.size)}
                <By id={v.by} />
              </span>
            </span>
            <ButtonLink
              size="sm"
              href={pathOf(file, { version: v.number, save: true })}
              download={v.file.name}
            >
              {t('files.download')}
            </ButtonLink>
            {i > 0 && attachment.rights.update !== 'none' && (
              <Button size="sm" onClick={() => void restore(v.number)}>
                {t('files.restore')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

function By({ id }: { id: string | null }) {
  const [who] = useTitles('user', id ? [id] : [])
  return who ? <> · {who.title}</> : null
}
