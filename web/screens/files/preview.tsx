import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../format.ts'
import type { StoredFile } from '../../kinds/file.tsx'
import type { Rec } from '../../records.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { isPdf, isPicture, pathOf } from './paths.ts'

/** A picture, or a PDF in the browser's own viewer; anything else is only saved. */
export function Preview({ file, onClose }: { file: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const stored = file['file'] as StoredFile
  const name = String(file['name'])
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={name}
      about={formatBytes(stored.size)}
      actions={
        <ButtonLink href={pathOf(file, { save: true })} look="solid" download={stored.name}>
          <Download size={14} aria-hidden /> {t('files.download')}
        </ButtonLink>
      }
    >
      {isPicture(stored) ? (
        <img src={pathOf(file)} alt={name} className="mx-auto max-h-[70vh] max-w-full object-contain" />
      ) : isPdf(stored) && navigator.pdfViewerEnabled ? (
        <iframe src={pathOf(file)} title={name} className="h-[70vh] w-full rounded-md border border-line" />
      ) : (
        <p className="py-10 text-center text-ink-2">{t('files.noPreview')}</p>
      )}
    </Dialog>
  )
}
