import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { say } from '../../ui/toast.tsx'
import { Passkeys } from './passkeys.tsx'
import { Card, SettingsPage } from './part.tsx'
import { Sessions } from './sessions.tsx'
import { TwoFactor } from './two-factor.tsx'
import { sentenceOf } from '../sign-in/problem.ts'

export type Ways = { password: boolean; twoFactor: boolean; passkeys: number; providers: string[] }
export const waysQuery = { queryKey: ['auth', 'access'], queryFn: () => api<Ways>('auth/access') }

/** How one signs in, and where one is signed in. */
export function SecurityPage() {
  const { t } = useTranslation()
  const ways = useQuery(waysQuery)
  return (
    <SettingsPage title={t('settings.pages.security')}>
      {ways.data?.password && <Password />}
      {ways.data && <TwoFactor isOn={ways.data.twoFactor} hasPassword={ways.data.password} />}
      <Passkeys />
      <Sessions />
    </SettingsPage>
  )
}

function Password() {
  const { t } = useTranslation()
  const [now, setNow] = useState('')
  const [next, setNext] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    setError(null)
    await api('auth/change-password', {
      method: 'POST',
      body: { currentPassword: now, newPassword: next },
    }).then(
      () => {
        setNow('')
        setNext('')
        say(t('settings.security.passwordChanged'))
      },
      (failure: unknown) => setError(failure),
    )
    setBusy(false)
  }
  const atNew = error instanceof ApiError ? error.about('newPassword') : undefined
  return (
    <Card title={t('settings.security.password')} about={t('settings.security.passwordAbout')}>
      <form onSubmit={(e) => void submit(e)} className="grid max-w-md gap-3">
        <Field
          label={t('settings.security.current')}
          error={error && !atNew ? sentenceOf(error, t) : undefined}
        >
          {(slot) => (
            <Input
              {...slot}
              type="password"
              autoComplete="current-password"
              value={now}
              onChange={(e) => setNow(e.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.newPassword')} hint={t('signIn.newPasswordHint')} error={atNew}>
          {(slot) => (
            <Input
              {...slot}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={(e) => setNext(e.target.value)}
            />
          )}
        </Field>
        <div>
          <Button type="submit" busy={busy} disabled={!now || !next}>
            {t('settings.security.change')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
