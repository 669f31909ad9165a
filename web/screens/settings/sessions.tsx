import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Monitor, Smartphone } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { formatAgo, formatTime } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

export type Session = {
  id: string
  device: string
  address: string
  signedInAt: string
  seenAt: string
  isCurrent?: boolean
}

const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iOS'],
  ['iPad', 'iPadOS'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const
const named = (agent: string, names: readonly (readonly [string, string])[]) =>
  names.find(([mark]) => agent.includes(mark))?.[1]

/** "Firefox, Windows" of what a browser calls itself. */
export const deviceOf = (agent: string) =>
  [named(agent, browsers), named(agent, systems)].filter(Boolean).join(', ') || agent.slice(0, 60)

export function SessionLines({
  sessions,
  onEnd,
}: {
  sessions: readonly Session[]
  onEnd?: (id: string) => void
}) {
  const { t } = useTranslation()
  return (
    <ul className="divide-y divide-line">
      {sessions.map((s) => (
        <li key={s.id} className="flex items-center gap-3 py-2">
          <span className="text-ink-3">
            {/Android|iPhone/.test(s.device) ? <Smartphone size={16} /> : <Monitor size={16} />}
          </span>
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-center gap-x-2">
              <span className="font-medium">
                {deviceOf(s.device) || t('settings.security.unknownDevice')}
              </span>
              {s.isCurrent && <Badge tone="success">{t('settings.security.here')}</Badge>}
            </span>
            <span className="figures text-sm text-ink-3" title={formatTime(s.signedInAt)}>
              {[s.address, t('settings.security.seen', { ago: formatAgo(s.seenAt) })]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {onEnd && !s.isCurrent && (
            <Button size="sm" look="quiet" onClick={() => onEnd(s.id)}>
              {t('settings.security.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Where one is signed in; any of it can be ended from here. */
export function Sessions() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const sorry = useSorry()
  const list = useQuery({
    queryKey: ['auth', 'sessions'],
    queryFn: () => api<{ items: Session[] }>('auth/sessions'),
  })
  const items = list.data?.items ?? []
  const end = (path: string) =>
    void api(`auth/sessions${path}`, { method: 'DELETE' }).then(() => {
      say(t('settings.security.ended'))
      return client.invalidateQueries({ queryKey: ['auth', 'sessions'] })
    }, sorry)
  return (
    <Card
      title={t('settings.security.sessions')}
      about={t('settings.security.sessionsAbout')}
      actions={
        items.length > 1 && <Button onClick={() => end('')}>{t('settings.security.endOthers')}</Button>
      }
    >
      <SessionLines sessions={items} onEnd={(id) => end(`/${id}`)} />
    </Card>
  )
}
