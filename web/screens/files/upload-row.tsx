import { RotateCw, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api.ts'
import { formatBytes } from '../../format.ts'
import { IconButton } from '../../ui/button.tsx'
import { Progress } from '../../ui/state.tsx'
import type { Upload } from './uploads.ts'

/** A file on its way: how far, and how to stop it; what went wrong, and how to go on. */
export function UploadRow({ upload: u }: { upload: Upload }) {
  const { t } = useTranslation()
  const problem =
    u.error &&
    (u.error instanceof ApiError ? (u.error.problems[0]?.message ?? u.error.message) : t('ui.unreachableHow'))
  return (
    <li className="flex items-center gap-3 border-b border-line py-2">
      <div className="min-w-0 flex-1">
        <p className="flex gap-2">
          <span className="truncate font-medium">{u.name}</span>
          <span className="figures shrink-0 text-ink-3">{formatBytes(u.size)}</span>
        </p>
        {problem ? (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        ) : (
          <div className="mt-1">
            <Progress value={u.sent} max={u.size} label={t('files.sending', { name: u.name })} />
          </div>
        )}
      </div>
      {problem && (
        <IconButton size="sm" label={t('files.again')} onClick={u.again}>
          <RotateCw size={14} />
        </IconButton>
      )}
      <IconButton size="sm" label={t(problem ? 'files.dismiss' : 'ui.cancel')} onClick={u.cancel}>
        <X size={14} />
      </IconButton>
    </li>
  )
}
