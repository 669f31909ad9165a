import { CloudOff, CloudUpload, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { show } from '../shell/overlays.ts'
import { useAway } from './network.ts'
import { useWaiting } from './waiting.ts'

/** A quiet line under every screen while the server cannot be reached, or does not have all that was written; said to
 * screen readers when it changes. */
export function NetworkMark() {
  const { t } = useTranslation()
  const away = useAway()
  const waiting = useWaiting()
  const refused = waiting.filter((w) => w.problem).length
  const Icon = refused > 0 ? TriangleAlert : away ? CloudOff : CloudUpload
  const said = [
    ...(away ? [t('shell.away')] : []),
    ...(waiting.length > refused ? [t('shell.waiting', { count: waiting.length - refused })] : []),
    ...(refused > 0 ? [t('shell.notTaken', { count: refused })] : []),
  ].join(' · ')
  const look =
    'flex min-h-8 w-full items-center justify-center gap-1.5 border-t border-line bg-canvas px-3 text-sm text-ink-2'
  const content = (
    <>
      <Icon size={14} aria-hidden className={refused > 0 ? 'text-warning' : undefined} /> {said}
    </>
  )
  return (
    <div role="status" className="shrink-0">
      {waiting.length > 0 ? (
        <button
          type="button"
          className={`${look} hover:bg-hover pointer-coarse:min-h-10`}
          onClick={() => show({ kind: 'waiting' })}
        >
          {content}
        </button>
      ) : (
        away && <p className={look}>{content}</p>
      )}
    </div>
  )
}
