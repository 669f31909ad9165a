import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { FileUp, Paperclip } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEntity } from '../../catalogue.ts'
import type { PanelProps } from '../../derived/record/panels.ts'
import { listQuery, type Rec } from '../../records.ts'
import { FailedToLoad } from '../../shell/failed.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class.ts'
import { Skeleton } from '../../ui/state.tsx'
import { FileRow } from './file-row.tsx'
import { Preview } from './preview.tsx'
import { UploadRow } from './upload-row.tsx'
import { upload, useUploads } from './uploads.ts'

/** The files of a record: sent by button or by dropping them, seen, versioned. */
export default function FilesPanel({ entity, record }: PanelProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const attachment = useEntity('attachment')
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [shown, setShown] = useState<Rec | null>(null)
  const uploads = useUploads(record.id)
  const query = useInfiniteQuery(
    listQuery('attachments', {
      filter: ['record', 'is', { entity: entity.name, id: record.id }],
      sort: '-updatedAt',
      fields: 'name,file,category,description,version,author,updatedAt',
    }),
  )
  const files = query.data?.pages.flatMap((p) => p.items) ?? []
  const mayAdd = attachment.rights.create && !record['deletedAt']
  const add = (chosen: Iterable<File> | null) =>
    chosen && upload(client, { entity, id: record.id }, [...chosen])
  return (
    <section
      aria-label={attachment.labelPlural}
      className={cx('@container min-h-48 px-4 py-2.5', over && 'bg-accent-soft')}
      onDragOver={(e) => {
        if (!mayAdd || !e.dataTransfer.types.includes('Files')) return
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={(e) => !e.currentTarget.contains(e.relatedTarget as Node | null) && setOver(false)}
      onDrop={() => setOver(false)}
    >
      <header className="flex min-h-8 items-center gap-2">
        <Paperclip size={15} className="text-ink-3" aria-hidden />
        <h2 className="flex-1 font-medium">{attachment.labelPlural}</h2>
        {mayAdd && (
          <Button onClick={() => input.current?.click()}>
            <FileUp size={14} aria-hidden /> {t('files.add')}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('files.add')}
          onChange={(e) => {
            add(e.target.files)
            e.target.value = ''
          }}
        />
      </header>
      {query.error && <FailedToLoad error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={3} />}
      <ul className="flex flex-col">
        {uploads.map((u) => (
          <UploadRow key={u.key} upload={u} />
        ))}
        {files.map((file) => (
          <FileRow
            key={file.id}
            attachment={attachment}
            file={file}
            of={{ entity, id: record.id }}
            onShow={() => setShown(file)}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          look="quiet"
          size="sm"
          busy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('files.more')}
        </Button>
      )}
      {query.data && files.length === 0 && uploads.length === 0 && (
        <p className="mt-2 rounded-lg border border-dashed border-line-strong px-4 py-8 text-center text-ink-3">
          {t(mayAdd ? 'files.dropHere' : 'files.none')}
        </p>
      )}
      {shown && <Preview file={shown} onClose={() => setShown(null)} />}
    </section>
  )
}
