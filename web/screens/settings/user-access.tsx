import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { formatTime } from '../../format.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { KeyLines, type ApiKey } from './keys-page.tsx'
import type { Ways } from './security-page.tsx'
import { SessionLines, type Session } from './sessions.tsx'
import { useSorry } from './use-all.ts'

type Access = Ways & { invited: string | null; sessions: Session[]; keys: ApiKey[] }

/** By which means a user comes in, and where he is in now. */
export function UserAccess({ user, onClose }: { user: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const path = `auth/users/${user.id}`
  const query = { queryKey: ['auth', 'user', user.id], queryFn: () => api<Access>(`${path}/access`) }
  const { data } = useQuery(query)
  const end = (what: string) =>
    void api(`${path}/${what}`, { method: 'DELETE' }).then(() => client.invalidateQueries(query), sorry)
  const ways =
    data &&
    [
      data.password && t('settings.security.password'),
      data.passkeys > 0 && t('settings.security.passkeys'),
      ...data.providers,
    ].filter((w): w is string => Boolean(w))
  return (
    <Dialog open size="md" onClose={onClose} title={t('settings.users.accessOf', { name: user['name'] })}>
      {!data && <Skeleton lines={4} />}
      {data && (
        <div className="flex flex-col gap-4 pb-4">
          <div className="flex flex-wrap items-center gap-2">
            {ways!.length ? (
              ways!.map((w) => <Badge key={w}>{w}</Badge>)
            ) : (
              <span className="text-ink-3">{t('settings.users.noWay')}</span>
            )}
            {data.invited && (
              <Badge tone="accent">{t('settings.users.invited', { until: formatTime(data.invited) })}</Badge>
            )}
          </div>
          {data.twoFactor && (
            <Part
              title={t('settings.security.twoFactor')}
              action={
                <Button size="sm" onClick={() => end('two-factor')}>
                  {t('settings.security.switchOff')}
                </Button>
              }
            />
          )}
          <Part
            title={t('settings.users.sessions')}
            action={
              data.sessions.length > 0 && (
                <Button size="sm" onClick={() => end('sessions')}>
                  {t('settings.users.endAll')}
                </Button>
              )
            }
          >
            {data.sessions.length ? (
              <SessionLines sessions={data.sessions} />
            ) : (
              <p className="text-ink-3">{t('settings.users.nowhere')}</p>
            )}
          </Part>
          {data.keys.length > 0 && (
            <Part title={t('settings.pages.keys')}>
              <KeyLines keys={data.keys} onRevoke={(id) => end(`keys/${id}`)} />
            </Part>
          )}
        </div>
      )}
    </Dialog>
  )
}

const Part = ({
  title,
  action,
  children,
}: {
  title: string
  action?: React.ReactNode
  children?: React.ReactNode
}) => (
  <section>
    <div className="flex items-center justify-between gap-3">
      <h3 className="font-medium">{title}</h3>
      {action}
    </div>
    {children}
  </section>
)
