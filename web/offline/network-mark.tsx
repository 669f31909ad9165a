import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAway } from './network.ts'

/** A quiet line under every screen while the server cannot be reached; said to screen readers when it comes. */
export function NetworkMark() {
  const { t } = useTranslation()
  const away = useAway()
  return (
    <div role="status" className="shrink-0">
      {away && (
        <p className="flex min-h-8 items-center justify-center gap-1.5 border-t border-line bg-canvas px-3 text-sm text-ink-2">
          <CloudOff size={14} aria-hidden /> {t('shell.away')}
        </p>
      )}
    </div>
  )
}
