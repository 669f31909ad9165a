import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatAgo } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Badge, type Tone } from '../../ui/tag.tsx'
import { KeyLines, type ApiKey } from './keys-page.tsx'
import { OnceShown } from './once-shown.tsx'
import { OutlookCard } from './outlook-card.tsx'
import { Card, SettingsPage } from './part.tsx'
import { RemovedAtOnce, type Removals } from './removed-at-once.tsx'
import { useSorry } from './use-all.ts'

type Scope = 'calendar' | 'contacts' | 'feed'
type Made = { key: string; isFeed: boolean }

/** Calendars and contacts in other programs: how they come in, and what was synchronised. */
export function CalendarsPage() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const list = useQuery({ queryKey: ['auth', 'keys'], queryFn: () => api<{ items: ApiKey[] }>('auth/keys') })
  const refresh = () => client.invalidateQueries({ queryKey: ['auth', 'keys'] })
  const revoke = (id: string) => void api(`auth/keys/${id}`, { method: 'DELETE' }).then(refresh, sorry)
  const make = (name: string, scopes: Scope[]) =>
    void api<{ key: string }>('auth/keys', { method: 'POST', body: { name, scopes } }).then(({ key }) => {
      setMaking(false)
      setMade({ key, isFeed: scopes.includes('feed') })
      return refresh()
    }, sorry)
  const passwords = (list.data?.items ?? []).filter((k) => k.scopes)
  const feed = made?.isFeed ? `${location.origin}/ical/${made.key}.ics` : null
  const facts = [
    [t('settings.calendars.server'), `${location.origin}/dav/`],
    [t('settings.calendars.login'), user.email ?? t('settings.calendars.noLogin')],
  ]
  return (
    <SettingsPage title={t('settings.pages.calendars')} about={t('settings.calendars.about')}>
      <Card title={t('settings.calendars.set')} about={t('settings.calendars.setAbout')}>
        <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="font-mono break-all select-all">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card
        title={t('settings.calendars.passwords')}
        about={t('settings.calendars.passwordsAbout')}
        actions={
          <>
            <Button onClick={() => make(t('settings.calendars.feedName'), ['feed'])}>
              {t('settings.calendars.makeFeed')}
            </Button>
            <Button look="solid" onClick={() => setMaking(true)}>
              {t('settings.calendars.make')}
            </Button>
          </>
        }
      >
        {passwords.length > 0 && <KeyLines keys={passwords} onRevoke={revoke} />}
      </Card>
      <OutlookCard />
      <Ledger />
      {making && <NewPassword onClose={() => setMaking(false)} onMake={make} />}
      {made && (
        <OnceShown
          title={t(feed ? 'settings.calendars.feedMade' : 'settings.calendars.made')}
          about={t(feed ? 'settings.calendars.feedOnce' : 'settings.calendars.once')}
          value={feed ?? made.key}
          onClose={() => setMade(null)}
        />
      )}
    </SettingsPage>
  )
}

function NewPassword({ onClose, onMake }: { onClose(): void; onMake(name: string, scopes: Scope[]): void }) {
  const { t } = useTranslation()
  const form = useId()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['calendar', 'contacts'])
  const submit = (e: FormEvent) => {
    e.preventDefault()
    onMake(name, scopes)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('settings.calendars.make')}
      actions={
        <Button type="submit" form={form} look="solid" disabled={scopes.length === 0}>
          {t('settings.calendars.make')}
        </Button>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-2">
        <Field label={t('settings.keys.name')} hint={t('settings.calendars.nameHint')}>
          {(slot) => (
            <Input
              {...slot}
              autoFocus
              required
              maxLength={200}
              value={name}
              onChange={(e) => setName(e.target.value)}
            />
          )}
        </Field>
        {(['calendar', 'contacts'] as const).map((scope) => (
          <label key={scope} className="flex items-center gap-2">
            <Checkbox
              checked={scopes.includes(scope)}
              onCheckedChange={(on) => setScopes(on ? [...scopes, scope] : scopes.filter((s) => s !== scope))}
            />
            {t(`settings.calendars.scopes.${scope}`)}
          </label>
        ))}
      </form>
    </Dialog>
  )
}

const states = [
  'seen',
  'written',
  'removed',
  'sending',
  'skipped',
  'refused',
  'failed',
  'leaving',
  'conflict',
] as const
type State = (typeof states)[number]
const tones: Record<State, Tone> = {
  seen: 'plain',
  written: 'success',
  removed: 'plain',
  sending: 'plain',
  skipped: 'plain',
  refused: 'danger',
  failed: 'danger',
  leaving: 'danger',
  conflict: 'warning',
}
type Line = {
  collection: string
  name: string
  entity: 'activity' | 'contact'
  record: string | null
  state: State
  reason: string | null
  title: string
  at: string
}

/** What became of each appointment, task and contact. */
function Ledger() {
  const { t } = useTranslation()
  const catalogue = useCatalogue()
  const [state, setState] = useState<State | null>(null)
  const { data } = useQuery({
    queryKey: ['calendar-ledger', state],
    queryFn: () =>
      api<{ counts: Partial<Record<State, number>>; items: Line[]; removals: Removals[] }>(
        'operations/calendar.ledger',
        {
          method: 'POST',
          body: state ? { state } : {},
        },
      ),
    refetchInterval: 10_000,
  })
  if (!data) return null
  const counted = states.filter((s) => data.counts[s])
  return (
    <Card title={t('settings.calendars.ledger')} about={t('settings.calendars.ledgerAbout')}>
      <RemovedAtOnce all={data.removals} />
      {counted.length === 0 && <p className="py-1 text-ink-3">{t('settings.calendars.nothing')}</p>}
      <div className="flex flex-wrap gap-2 pb-2">
        {counted.map((s) => (
          <Button
            key={s}
            size="sm"
            look={state === s ? 'solid' : 'quiet'}
            aria-pressed={state === s}
            onClick={() => setState(state === s ? null : s)}
          >
            {t(`settings.calendars.states.${s}`)} <span className="figures">{data.counts[s]}</span>
          </Button>
        ))}
      </div>
      <ul className="divide-y divide-line">
        {data.items.map((line) => {
          const plural = catalogue.entities[line.entity]?.plural
          return (
            <li key={`${line.collection} ${line.name}`} className="flex items-start gap-3 py-2">
              <span className="min-w-0 flex-1">
                {line.record && plural && line.state !== 'removed' ? (
                  <Link
                    to={'/$plural/$id' as never}
                    params={{ plural, id: line.record } as never}
                    className="block truncate font-medium hover:underline"
                  >
                    {line.title}
                  </Link>
                ) : (
                  <span className="block truncate font-medium">{line.title}</span>
                )}
                {line.reason && <span className="block text-sm text-ink-2">{line.reason}</span>}
              </span>
              <span className="shrink-0 text-sm text-ink-3">{formatAgo(line.at)}</span>
              <Badge tone={tones[line.state]}>{t(`settings.calendars.states.${line.state}`)}</Badge>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
