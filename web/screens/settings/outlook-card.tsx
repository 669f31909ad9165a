import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { useCatalogue } from '../../catalogue.ts'
import { formatAgo } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner } from '../../ui/state.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { FormDialog } from './form-dialog.tsx'
import { OutlookPlaces } from './outlook-places.tsx'
import { Card } from './part.tsx'
import { useSorry } from './use-all.ts'

const kinds = ['appointments', 'tasks', 'contacts'] as const
const keys = ['tenant', 'clientId', 'clientSecret', 'loginUrl', 'apiUrl'] as const
type Kind = (typeof kinds)[number]
type Settings = Record<Exclude<(typeof keys)[number], 'clientSecret'>, string> & { hasSecret: boolean }
type Told = {
  isReady: boolean
  redirect: string
  settings: Settings | null
  usual: Record<string, string>
  account: {
    address: string | null
    kinds: Kind[]
    invites: boolean
    trouble: string | null
    held: Partial<Record<Kind, number>>
    syncedAt: string | null
    isConnected: boolean
    calendar: string | null
    list: string | null
  } | null
}

const run = <T,>(name: string, body: object = {}) =>
  api<T>(`operations/outlook.${name}`, { method: 'POST', body })

/** What Microsoft sent back with the browser; taken out of the address, so that it is used once. */
function comeBack(): { code: string; state: string } | null {
  const query = new URLSearchParams(location.search)
  const [code, state] = [query.get('code'), query.get('state')]
  if (code || query.has('error')) history.replaceState(history.state, '', location.pathname)
  return code && state ? { code, state } : null
}

/** Microsoft 365 by its own way: connect, what it does, disconnect; for the administrator how Kolo signs in there. */
export function OutlookCard() {
  const { t } = useTranslation()
  const { user } = useCatalogue()
  const client = useQueryClient()
  const sorry = useSorry()
  const [isSettingUp, setSettingUp] = useState(false)
  const { data } = useQuery({
    queryKey: ['outlook'],
    queryFn: () => run<Told>('account'),
    refetchInterval: 10_000,
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['outlook'] })
  useEffect(() => {
    const answer = comeBack()
    if (answer)
      void run<{ address: string }>('finish', answer)
        .then(({ address }) => say(t('settings.outlook.done', { address })), sorry)
        .finally(refresh)
    // Once, when the browser comes back.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  if (!data) return null
  const does = (name: string, told: string) => () =>
    void run(name)
      .then(() => say(t(told)), sorry)
      .finally(refresh)
  const { account } = data
  const isConnected = account?.isConnected === true
  return (
    <Card
      title={t('settings.outlook.title')}
      about={t('settings.outlook.about')}
      actions={
        <>
          {user.isAdministrator && (
            <Button look={data.isReady ? undefined : 'solid'} onClick={() => setSettingUp(true)}>
              {t(data.isReady ? 'settings.outlook.change' : 'settings.outlook.setUp')}
            </Button>
          )}
          {isConnected && (
            <>
              <Button onClick={does('sync_now', 'settings.outlook.asked')}>
                {t('settings.outlook.now')}
              </Button>
              <Button onClick={does('disconnect', 'settings.outlook.gone')}>
                {t('settings.outlook.disconnect')}
              </Button>
            </>
          )}
        </>
      }
    >
      {!data.isReady && !user.isAdministrator && (
        <p className="py-1 text-ink-3">{t('settings.outlook.notReady')}</p>
      )}
      {account?.trouble && <Banner tone={isConnected ? 'warning' : 'danger'}>{account.trouble}</Banner>}
      {isConnected && Object.keys(account.held).length > 0 && <Held held={account.held} onDone={refresh} />}
      {isConnected && <Connected account={account} />}
      {isConnected && <OutlookPlaces chosen={account} kinds={account.kinds} onDone={refresh} />}
      {data.isReady && !isConnected && <Connect again={account !== null} before={account} onSorry={sorry} />}
      {isSettingUp && <SetUp told={data} refresh={refresh} onClose={() => setSettingUp(false)} />}
    </Card>
  )
}

/** Too much is gone there: what becomes of it here. */
function Held({ held, onDone }: { held: Partial<Record<Kind, number>>; onDone(): Promise<void> }) {
  const { t } = useTranslation()
  const sorry = useSorry()
  const answer = (given: 'remove' | 'put_back') => () =>
    void run('answer', { answer: given })
      .then(() => say(t('settings.outlook.answered')), sorry)
      .finally(onDone)
  const what = kinds.flatMap((k) => (held[k] ? t(`settings.outlook.heldOf.${k}`, { count: held[k] }) : []))
  return (
    <Banner
      tone="danger"
      actions={
        <>
          <Button onClick={answer('put_back')}>{t('settings.outlook.putBack')}</Button>
          <Button onClick={answer('remove')}>{t('settings.outlook.removeHere')}</Button>
        </>
      }
    >
      {t('settings.outlook.held', { what: what.join(', ') })}
    </Banner>
  )
}

function Connected({ account }: { account: NonNullable<Told['account']> }) {
  const { t } = useTranslation()
  const facts: [string, string][] = [
    [t('settings.outlook.what'), account.kinds.map((k) => t(`settings.outlook.kinds.${k}`)).join(', ')],
    [
      t('settings.outlook.last'),
      account.syncedAt ? formatAgo(account.syncedAt) : t('settings.outlook.never'),
    ],
  ]
  return (
    <div className="flex flex-col gap-2 py-1">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium wrap-anywhere">{account.address}</span>
        <Badge tone={account.trouble ? 'warning' : 'success'}>
          {t(account.trouble ? 'settings.outlook.trouble' : 'settings.outlook.connected')}
        </Badge>
      </p>
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function Connect({
  again,
  before,
  onSorry,
}: {
  again: boolean
  before: Told['account']
  onSorry(error: unknown): void
}) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Kind[]>(before?.kinds ?? [...kinds])
  const [invites, setInvites] = useState(before?.invites ?? false)
  const go = () =>
    void run<{ address: string }>('connect', { kinds: chosen, invites }).then(
      ({ address }) => location.assign(address),
      onSorry,
    )
  return (
    <div className="flex flex-col gap-3 py-1">
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="sr-only">{t('settings.outlook.what')}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="flex items-center gap-2">
            <Checkbox
              checked={chosen.includes(kind)}
              onCheckedChange={(on) => setChosen(on ? [...chosen, kind] : chosen.filter((k) => k !== kind))}
            />
            {t(`settings.outlook.kinds.${kind}`)}
          </label>
        ))}
      </fieldset>
      <label className="flex items-start gap-2">
        <Checkbox checked={invites} onCheckedChange={setInvites} />
        <span>
          {t('settings.outlook.invites')}
          <span className="block text-sm text-ink-3">{t('settings.outlook.invitesHint')}</span>
        </span>
      </label>
      <div>
        <Button look="solid" disabled={chosen.length === 0} onClick={go}>
          {t(again ? 'settings.outlook.again' : 'settings.outlook.connect')}
        </Button>
      </div>
    </div>
  )
}

function SetUp({ told, refresh, onClose }: { told: Told; refresh(): Promise<void>; onClose(): void }) {
  const { t } = useTranslation()
  const before = told.settings
  const own = (key: 'loginUrl' | 'apiUrl') => (before && before[key] !== told.usual[key] ? before[key] : '')
  const [draft, setDraft] = useState<Record<(typeof keys)[number], string>>({
    tenant: before?.tenant ?? '',
    clientId: before?.clientId ?? '',
    clientSecret: '',
    loginUrl: own('loginUrl'),
    apiUrl: own('apiUrl'),
  })
  const send = async () => {
    await run('set', Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim())))
    await refresh()
  }
  const hintOf = (key: (typeof keys)[number]) =>
    key === 'tenant'
      ? t('settings.outlook.tenantHint')
      : key === 'clientSecret'
        ? before?.hasSecret && t('settings.outlook.keepSecret')
        : key !== 'clientId' && t('settings.outlook.usual', { address: told.usual[key] })
  return (
    <FormDialog
      title={t('settings.outlook.title')}
      about={t('settings.outlook.setUpAbout')}
      submit={t('ui.save')}
      fields={keys}
      send={send}
      onClose={onClose}
    >
      {(problem) => (
        <>
          <p className="text-sm text-ink-3">
            {t('settings.outlook.redirect')}{' '}
            <code className="text-ink select-all wrap-anywhere">{told.redirect}</code>
          </p>
          {keys.map((key, i) => (
            <Field
              key={key}
              label={t(`settings.outlook.fields.${key}`)}
              error={problem(key)}
              hint={hintOf(key) || undefined}
            >
              {(slot) => (
                <Input
                  {...slot}
                  autoFocus={i === 0}
                  autoComplete="off"
                  type={key === 'clientSecret' ? 'password' : 'text'}
                  value={draft[key]}
                  onChange={(e) => setDraft({ ...draft, [key]: e.target.value })}
                />
              )}
            </Field>
          ))}
        </>
      )}
    </FormDialog>
  )
}
