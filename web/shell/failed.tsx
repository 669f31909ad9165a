import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { CircleDashed, CloudOff } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, Unreachable } from '../api.ts'
import { isAway, onNetwork, useAway } from '../offline/network.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../ui/state.tsx'

export const Waiting = () => <Skeleton lines={6} />

/** What can be said of a failure: what it was, and how to go on. */
export function FailedToLoad({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation()
  // Without a network a screen that was not opened before has not even its script.
  const away = useAway() && !(error instanceof ApiError)
  useEffect(() => (away ? onNetwork(() => isAway() || retry()) : undefined), [away, retry])
  if (error instanceof ApiError && (error.status === 404 || error.status === 403)) return <NotFound />
  if (away)
    return (
      <EmptyState
        icon={<CloudOff size={22} />}
        title={t('ui.away')}
        actions={
          localStorage.getItem('kolo.user') && (
            <Link to={'/my-day' as never} className="text-accent-strong hover:underline">
              {t('ui.awayDay')}
            </Link>
          )
        }
      >
        {t('ui.awayHow')}
      </EmptyState>
    )
  const silent = error instanceof Unreachable
  return (
    <ErrorState
      title={t(silent ? 'ui.unreachable' : 'ui.failed')}
      actions={<Button onClick={retry}>{t('ui.retry')}</Button>}
    >
      {silent ? t('ui.unreachableHow') : error instanceof ApiError ? error.message : t('ui.failedHow')}
      {error instanceof ApiError && error.reference && (
        <p className="mt-2 text-sm text-ink-3">{t('ui.reference', { reference: error.reference })}</p>
      )}
    </ErrorState>
  )
}

export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const client = useQueryClient()
  const retry = () => {
    // A script that did not come is asked for again only by a new page.
    if (!(error instanceof ApiError || error instanceof Unreachable)) return location.reload()
    void client.resetQueries({ predicate: (q) => q.state.status === 'error' })
    reset()
    void router.invalidate()
  }
  return <FailedToLoad error={error} retry={retry} />
}

/** `what`: a record unless it is a page that the role has not, or an address of nothing. */
export function NotFound({ what = 'notFound' }: { what?: 'notFound' | 'notYours' | 'noPage' }) {
  const { t } = useTranslation()
  return (
    <EmptyState
      icon={<CircleDashed size={24} />}
      title={t(`ui.${what}`)}
      actions={
        <Link to="/" className="text-accent-strong hover:underline">
          {t('ui.home')}
        </Link>
      }
    >
      {t(`ui.${what}How`)}
    </EmptyState>
  )
}
