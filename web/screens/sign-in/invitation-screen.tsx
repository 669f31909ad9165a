import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import { setLocale, type Locale } from '../../i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner, Skeleton } from '../../ui/state.tsx'
import { Front } from '../start/front.tsx'
import { addPasskey, canPasskey, isGivenUp } from './passkey.ts'
import { sentenceOf } from './problem.ts'

type Invited = { name: string; email: string; locale: Locale | null }

const enter = () => location.assign('/')

/** A link that lets its bearer in once. Its secret stands behind `#`, where no server log sees it. */
export function InvitationScreen() {
  const { t } = useTranslation()
  const [token] = useState(() => location.hash.slice(1))
  const invited = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api<Invited>('auth/invitation', { method: 'POST', body: { token } }),
    retry: false,
    staleTime: Infinity,
  })
  const locale = invited.data?.locale
  useEffect(() => void (locale && setLocale(locale)), [locale])
  if (invited.error)
    return (
      <Front title={t('signIn.invitation.dead')} about={sentenceOf(invited.error, t)}>
        <Button onClick={() => location.assign('/sign-in')}>{t('signIn.title')}</Button>
      </Front>
    )
  if (!invited.data)
    return (
      <Front title="Kolo">
        <Skeleton lines={4} />
      </Front>
    )
  return (
    <Front
      title={t('signIn.invitation.title', { name: invited.data.name })}
      about={t('signIn.invitation.about', { email: invited.data.email })}
    >
      <Accept token={token} email={invited.data.email} />
    </Front>
  )
}

function Accept({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const attempt = async (step: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    await step().then(enter, (failure: unknown) => {
      setBusy(false)
      if (!isGivenUp(failure)) setError(failure)
    })
  }
  const accept = async () => {
    const answer = await api<{ twoFactorRedirect?: boolean }>('auth/invitation/accept', {
      method: 'POST',
      body: { token, password },
    })
    // A second factor is kept through a new password: it is asked for at the sign-in page.
    if (answer.twoFactorRedirect) location.assign('/sign-in')
  }
  const atField = error instanceof ApiError ? error.about('password') : undefined
  const submit = (e: FormEvent) => {
    e.preventDefault()
    void attempt(accept)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {error !== null && !atField && <Banner tone="danger">{sentenceOf(error, t)}</Banner>}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field label={t('signIn.newPassword')} hint={t('signIn.newPasswordHint')} error={atField}>
        {(slot) => (
          <Input
            {...slot}
            type="password"
            autoComplete="new-password"
            autoFocus
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="solid" size="lg" busy={busy}>
        {t('signIn.invitation.accept')}
      </Button>
      {canPasskey() && (
        <Button
          size="lg"
          disabled={busy}
          onClick={() => void attempt(() => addPasskey(t('signIn.invitation.firstPasskey'), token))}
        >
          <KeyRound size={15} /> {t('signIn.invitation.passkey')}
        </Button>
      )}
    </form>
  )
}
