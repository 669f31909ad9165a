import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner } from '../../ui/state.tsx'
import { Front } from '../start/front.tsx'
import { canPasskey, isGivenUp, signInWithPasskey } from './passkey.ts'
import { sentenceOf } from './problem.ts'
import { SecondFactor } from './second-factor.tsx'

type Ways = { password: boolean; passkey: boolean; providers: { id: string; name: string }[] }

/** Only addresses of this installation: a link must not lead a signed-in person elsewhere. */
const target = () => {
  const to = new URLSearchParams(location.search).get('to') ?? '/'
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/'
}
// A whole new page: nothing of who was here before stays in memory.
const enter = () => location.assign(target())

/** Why a company's provider sent somebody back, from the address. */
function useReturned(): string | null {
  const { t, i18n } = useTranslation()
  const code = new URLSearchParams(location.search).get('error')
  if (!code) return null
  const key = `signIn.returned.${code}`
  return i18n.exists(key) ? t(key) : t('signIn.returned.other')
}

function Password({ onHalf }: { onHalf: () => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      const answer = await api<{ twoFactorRedirect?: boolean }>('auth/sign-in/email', {
        method: 'POST',
        body: { email: email.trim(), password },
      })
      if (answer.twoFactorRedirect) onHalf()
      else enter()
    } catch (error) {
      setProblem(sentenceOf(error, t))
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)} className="flex flex-col gap-3">
      {problem && <Banner tone="danger">{problem}</Banner>}
      <Field label={t('signIn.email')}>
        {(slot) => (
          <Input
            {...slot}
            type="email"
            name="email"
            autoComplete="username webauthn"
            autoFocus
            required
            value={email}
            onChange={(e) => setEmail(e.target.value)}
          />
        )}
      </Field>
      <Field label={t('signIn.password')}>
        {(slot) => (
          <Input
            {...slot}
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="solid" size="lg" busy={busy} className="mt-1">
        {t('signIn.enter')}
      </Button>
    </form>
  )
}

function OtherWays({ ways }: { ways: Ways | undefined }) {
  const { t } = useTranslation()
  const [problem, setProblem] = useState<string | null>(null)
  const attempt = async (step: () => Promise<void>) => {
    setProblem(null)
    await step().catch((error: unknown) => !isGivenUp(error) && setProblem(sentenceOf(error, t)))
  }
  const throughProvider = async (providerId: string) => {
    const body = { providerId, callbackURL: target(), errorCallbackURL: '/sign-in' }
    const { url } = await api<{ url: string }>('auth/sign-in/sso', { method: 'POST', body })
    location.assign(url)
  }
  const passkey = ways?.passkey && canPasskey()
  if (!passkey && !ways?.providers.length) return null
  return (
    <div className="mt-5 flex flex-col gap-2">
      <div className="mb-1 flex items-center gap-3 text-sm text-ink-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('signIn.or')}
      </div>
      {problem && <Banner tone="danger">{problem}</Banner>}
      {passkey && (
        <Button size="lg" onClick={() => void attempt(() => signInWithPasskey().then(enter))}>
          <KeyRound size={15} /> {t('signIn.passkey')}
        </Button>
      )}
      {ways?.providers.map(({ id, name }) => (
        <Button key={id} size="lg" onClick={() => void attempt(() => throughProvider(id))}>
          {t('signIn.through', { name })}
        </Button>
      ))}
    </div>
  )
}

export function SignInScreen() {
  const { t } = useTranslation()
  const [half, setHalf] = useState(false)
  const returned = useReturned()
  const ways = useQuery({ queryKey: ['ways'], queryFn: () => api<Ways>('auth/ways') })
  if (half) return <SecondFactor onEntered={enter} onBack={() => setHalf(false)} />
  return (
    <Front title={t('signIn.title')}>
      {returned && (
        <div className="mb-3">
          <Banner tone="danger">{returned}</Banner>
        </div>
      )}
      <Password onHalf={() => setHalf(true)} />
      <OtherWays ways={ways.data} />
      <p className="mt-6 text-ink-3">{t('signIn.forgotten')}</p>
    </Front>
  )
}
