import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { encode } from 'uqr'
import { api } from '../../api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Badge } from '../../ui/tag.tsx'
import { say } from '../../ui/toast.tsx'
import { sentenceOf } from '../sign-in/problem.ts'
import { Card } from './part.tsx'
import { copyText } from '../../ui/copy.ts'

type Begun = { totpURI: string; backupCodes: string[] }

/** A second factor by an authenticator app: switched on with a code it shows, off with the password. */
export function TwoFactor({ isOn, hasPassword }: { isOn: boolean; hasPassword: boolean }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [asked, setAsked] = useState<'on' | 'off' | null>(null)
  const [begun, setBegun] = useState<Begun | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['auth'] })
  const confirmed = async (password: string) => {
    const body = hasPassword ? { password } : {}
    if (asked === 'on') setBegun(await api<Begun>('auth/two-factor/enable', { method: 'POST', body }))
    else {
      await api('auth/two-factor/disable', { method: 'POST', body })
      say(t('settings.security.switchedOff'))
      await refresh()
    }
    setAsked(null)
  }
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          {t('settings.security.twoFactor')}
          <Badge tone={isOn ? 'success' : 'plain'}>{t(isOn ? 'settings.on' : 'settings.off')}</Badge>
        </span>
      }
      about={t('settings.security.twoFactorAbout')}
      actions={
        <Button onClick={() => setAsked(isOn ? 'off' : 'on')}>
          {t(isOn ? 'settings.security.switchOff' : 'settings.security.switchOn')}
        </Button>
      }
    >
      {asked && (
        <PasswordDialog
          needsPassword={hasPassword}
          title={t(asked === 'on' ? 'settings.security.switchOn' : 'settings.security.switchOff')}
          onConfirm={confirmed}
          onClose={() => setAsked(null)}
        />
      )}
      {begun && <Enrol begun={begun} onDone={() => (setBegun(null), void refresh())} />}
    </Card>
  )
}

function PasswordDialog({
  title,
  needsPassword,
  onConfirm,
  onClose,
}: {
  title: string
  needsPassword: boolean
  onConfirm: (password: string) => Promise<void>
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const submit = (e: FormEvent) => {
    e.preventDefault()
    void onConfirm(password).catch((error: unknown) => setProblem(sentenceOf(error, t)))
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <Button type="submit" form="confirm-password" look="solid">
          {t('settings.continue')}
        </Button>
      }
    >
      <form id="confirm-password" onSubmit={submit} className="pb-2">
        {needsPassword && (
          <Field label={t('settings.security.confirm')} error={problem}>
            {(slot) => (
              <Input
                {...slot}
                type="password"
                autoComplete="current-password"
                autoFocus
                value={password}
                onChange={(e) => setPassword(e.target.value)}
              />
            )}
          </Field>
        )}
        {!needsPassword && problem}
      </form>
    </Dialog>
  )
}

/** As one path, dark on white in both themes: cameras do not read it the other way round. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join('')
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      className="size-48 rounded-lg"
      role="img"
      aria-label="QR"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function Enrol({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isIn, setIsIn] = useState(false)
  const secret = new URL(begun.totpURI).searchParams.get('secret') ?? ''
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    setProblem(undefined)
    await api('auth/two-factor/verify-totp', { method: 'POST', body: { code: code.trim() } }).then(
      () => setIsIn(true),
      (error: unknown) => (setProblem(sentenceOf(error, t)), setCode('')),
    )
  }
  if (isIn) return <BackupCodes codes={begun.backupCodes} onClose={onDone} />
  return (
    <Dialog
      open
      size="md"
      onClose={onDone}
      title={t('settings.security.scan')}
      about={t('settings.security.scanHow')}
      actions={
        <Button type="submit" form="enrol" look="solid">
          {t('settings.security.switchOn')}
        </Button>
      }
    >
      <div className="grid gap-5 pb-3 sm:grid-cols-[auto_1fr]">
        <QrCode text={begun.totpURI} />
        <form id="enrol" onSubmit={(e) => void submit(e)} className="flex min-w-0 flex-col gap-3">
          <div>
            <p className="text-sm text-ink-3">{t('settings.security.byHand')}</p>
            <code className="select-all wrap-anywhere">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          </div>
          <Field label={t('signIn.code')} error={problem}>
            {(slot) => (
              <Input
                {...slot}
                autoFocus
                inputMode="numeric"
                autoComplete="one-time-code"
                className="figures text-lg! tracking-widest"
                value={code}
                onChange={(e) => setCode(e.target.value.replaceAll(/\D/g, '').slice(0, 6))}
              />
            )}
          </Field>
        </form>
      </div>
    </Dialog>
  )
}

function BackupCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation()
  const copy = () => void copyText(codes.join('\n')).then(() => say(t('settings.copied')))
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('settings.security.backup')}
      about={t('settings.security.backupAbout')}
      actions={
        <>
          <Button onClick={copy}>{t('settings.copy')}</Button>
          <Button look="solid" onClick={onClose}>
            {t('settings.security.kept')}
          </Button>
        </>
      }
    >
      <ul className="figures grid grid-cols-2 gap-x-6 gap-y-1 pb-2 font-mono text-md">
        {codes.map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
    </Dialog>
  )
}
