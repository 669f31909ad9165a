import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../api.ts'
import type { Rec } from '../../records.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { Banner } from '../../ui/state.tsx'
import { say } from '../../ui/toast.tsx'

const ofPassword = ['password', 'smtpPassword'] as const
const ofTokens = ['clientSecret', 'refreshToken'] as const

/** What the mailbox signs in with: written only, never shown again. */
export function PasswordDialog({ box, onClose }: { box: Rec; onClose: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const names: readonly string[] = box['login'] === 'oauth2' ? ofTokens : ofPassword
  const save = () => {
    setBusy(true)
    const given = Object.fromEntries(Object.entries(typed).filter(([, v]) => v !== ''))
    api(`mailboxes/${box.id}`, { method: 'PATCH', body: given }).then(
      () => (void say(t('mail.passwordKept')), onClose()),
      (e: unknown) => (setBusy(false), setProblem(e instanceof ApiError ? e.message : t('mail.notReached'))),
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title={t('mail.password')}
      about={t('mail.passwordAbout')}
      actions={
        <>
          <Button onClick={onClose}>{t('mail.cancel')}</Button>
          <Button look="solid" busy={busy} onClick={save}>
            {t('mail.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {problem && <Banner tone="danger">{problem}</Banner>}
        {names.map((name) => (
          <label key={name} className="flex flex-col gap-1">
            <span className="text-sm text-ink-2">{t(`mail.secret.${name}`)}</span>
            <Input
              type="password"
              autoComplete="new-password"
              value={typed[name] ?? ''}
              onChange={(e) => setTyped({ ...typed, [name]: e.target.value })}
            />
          </label>
        ))}
      </div>
    </Dialog>
  )
}
