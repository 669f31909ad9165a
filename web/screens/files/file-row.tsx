import { useQueryClient } from '@tanstack/react-query'
import { Download, FileText, History, Image, Pencil, Trash2, Upload } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import type { Entity } from '../../catalogue.ts'
import { formatAgo, formatBytes, formatTime } from '../../format.ts'
import { Value } from '../../kinds/value.tsx'
import type { StoredFile } from '../../kinds/file.tsx'
import type { Rec, Ref } from '../../records.ts'
import { MenuItem, MenuLine } from '../../ui/menu.tsx'
import { MoreMenu } from '../../ui/more-menu.tsx'
import { say } from '../../ui/toast.tsx'
import { binRecords, restoreRecords } from '../../writing.ts'
import { EditDialog } from '../../derived/form/edit-dialog.tsx'
import { isPicture, pathOf } from './paths.ts'
import { upload, type Target } from './uploads.ts'

const Versions = lazy(() => import('./versions.tsx').then((m) => ({ default: m.Versions })))

type Props = { attachment: Entity; file: Rec; of: Pick<Target, 'entity' | 'id'>; onShow: () => void }

export function FileRow({ attachment, file, of, onShow }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [asked, setAsked] = useState<'edit' | 'versions' | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const stored = file['file'] as StoredFile
  const author = file['author'] as Ref | null
  const at = file['updatedAt'] as string
  const version = Number(file['version'])
  const sorry = (error: unknown) =>
    say(error instanceof ApiError ? error.message : t('ui.unreachableHow'), { tone: 'danger' })
  const bin = () =>
    void binRecords(client, attachment, [file.id]).then(
      () =>
        say(t('record.binned', { name: String(file['name']) }), {
          action: {
            label: t('ui.undo'),
            run: () => void restoreRecords(client, attachment, [file.id]).catch(sorry),
          },
        }),
      sorry,
    )
  return (
    <li className="flex items-center gap-3 border-b border-line py-2 last:border-0">
      <button
        type="button"
        onClick={onShow}
        className="group flex min-w-0 flex-1 items-center gap-3 text-left"
      >
        <Thumbnail file={file} stored={stored} />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="min-w-0 font-medium wrap-anywhere group-hover:underline">
              {String(file['name'])}
            </span>
            {file['category'] ? (
              <Value inside field={attachment.fields['category']!} value={file['category']} />
            ) : null}
          </span>
          {file['description'] ? (
            <span className="block truncate text-ink-2">{String(file['description'])}</span>
          ) : null}
          <span className="figures block text-sm text-ink-3">
            {formatBytes(stored.size)}
            {version > 1 && ` · ${t('files.version', { n: version })}`}
            {author?.title && ` · ${author.title}`}
            {at && (
              <>
                {' · '}
                <time dateTime={at} title={formatTime(at)}>
                  {formatAgo(at)}
                </time>
              </>
            )}
          </span>
        </span>
      </button>
      <MoreMenu label={t('files.actions', { name: String(file['name']) })}>
        <MenuItem
          icon={<Download size={14} />}
          onSelect={() => location.assign(pathOf(file, { save: true }))}
        >
          {t('files.download')}
        </MenuItem>
        <MenuItem icon={<History size={14} />} onSelect={() => setAsked('versions')}>
          {t('files.versions')}
        </MenuItem>
        {attachment.rights.update !== 'none' && (
          <>
            <MenuItem icon={<Pencil size={14} />} onSelect={() => setAsked('edit')}>
              {t('files.edit')}
            </MenuItem>
            <MenuItem icon={<Upload size={14} />} onSelect={() => input.current?.click()}>
              {t('files.newVersion')}
            </MenuItem>
          </>
        )}
        {attachment.rights.delete !== 'none' && (
          <>
            <MenuLine />
            <MenuItem danger icon={<Trash2 size={14} />} onSelect={bin}>
              {t('record.delete')}
            </MenuItem>
          </>
        )}
      </MoreMenu>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('files.newVersion')}
        onChange={(e) => {
          const revision = file.revision
          if (e.target.files)
            upload(
              client,
              { ...of, attachment: { id: file.id, ...(revision ? { revision } : {}) } },
              e.target.files,
            )
          e.target.value = ''
        }}
      />
      {asked === 'edit' && <EditDialog entity={attachment} record={file} onClose={() => setAsked(null)} />}
      {asked === 'versions' && (
        <Suspense>
          <Versions attachment={attachment} file={file} of={of} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </li>
  )
}

function Thumbnail({ file, stored }: { file: Rec; stored: StoredFile }) {
  const Icon = isPicture(stored) ? Image : FileText
  return (
    <span className="flex size-10 shrink-0 items-center justify-center overflow-hidden rounded-md border border-line text-ink-3">
      {isPicture(stored) && stored.size < 3_000_000 ? (
        <img src={pathOf(file)} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <Icon size={18} aria-hidden />
      )}
    </span>
  )
}
